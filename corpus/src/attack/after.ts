import { oktaId, person } from "../cast/person.ts";
import {
  assignApp,
  createUser,
  editPolicy,
  exportReport,
  grantRole,
  mintToken,
  removeFactor,
  resetFactors,
  resetPassword,
} from "../gesture/administer.ts";
import { openAdminConsole, openApp } from "../gesture/open-app.ts";
import { minute } from "../life/workday.ts";
import type { Person } from "../cast/person.ts";
import type { Seat } from "../scene.ts";
import { intruderLabel } from "./case.ts";
import type { Stage } from "./stage.ts";

/** What intruders do with a session once they have it. All of it is labelled as theirs. */
export function asIntruder<T>(stage: Stage, act: () => T): T {
  const { scene } = stage;
  const before = scene.label;
  scene.label = intruderLabel;
  try {
    return act();
  } finally {
    scene.label = before;
  }
}

export interface Spree {
  readonly at: number;
  readonly admin: boolean;
  /** Okta binds admin sessions to the network and says so when one roams. */
  readonly binding: boolean;
  readonly console?: "allowed" | "denied" | "unused";
}

/** The usual spree: the console and some administration, or the victim's apps in quick succession. Answers its end. */
export function spree(stage: Stage, seat: Seat, how: Spree): number {
  return asIntruder(stage, () => {
    let at = how.at;
    if (how.admin && how.binding) at = roaming(stage, seat, at);
    if (how.admin && how.console !== "unused") {
      const refused = how.console === "denied" || how.binding ? { refused: "DENY" as const } : {};
      at = openAdminConsole(stage.scene, seat, { at, ...refused });
    }
    return how.admin ? administer(stage, seat, at) : rummage(stage, seat, at);
  });
}

/** Okta's own word for a bound session that turned up elsewhere. */
function roaming(stage: Stage, seat: Seat, at: number): number {
  const debug = { previousNetwork: stage.place.network.asOrg, newNetwork: seat.place.network.asOrg };
  stage.scene.write(seat, {
    at,
    verb: "security.session.detect_client_roaming",
    result: "FAILURE",
    reason: "Session was used from a different ASN",
    uri: "/oauth2/v1/authorize",
    debug,
  });
  return at + stage.random.between(500, 4000);
}

/** Opens the victim's apps one after another; some ask for a factor that the intruder does not have. */
export function rummage(stage: Stage, seat: Seat, from: number): number {
  const { random, scene, member } = stage;
  let at = from;
  for (const app of random.some(member.apps, random.between(4, 8))) {
    const refused = random.chance(0.35) ? { refused: "CHALLENGE" as const } : {};
    openApp(scene, seat, app, { at, ...refused });
    if (app.mode === "AUTO_LOGIN") {
      scene.write(seat, {
        at: at + 3000,
        verb: "application.user_membership.show_password",
        uri: `/api/v1/apps/${app.id}/credentials`,
      });
    }
    at += random.between(15, 150) * 1000;
  }
  return at;
}

/** Two to four acts of administration out of the ones that lead to persistence or to data. */
export function administer(stage: Stage, seat: Seat, from: number): number {
  const { random, scene } = stage;
  const other: Person = person(random.between(500, 900), scene.tenant.domain, random);
  const made: Person = {
    id: oktaId("00u", random),
    login: `svc_backup_sync@${scene.tenant.domain}`,
    name: "svc_backup_sync",
  };
  const acts: readonly ((at: number) => unknown)[] = [
    (at) => resetFactors(scene, seat, at, other),
    (at) => resetPassword(scene, seat, at, other),
    (at) => removeFactor(scene, seat, at, other),
    (at) => createUser(scene, seat, at, made),
    (at) => grantRole(scene, seat, at, { who: other, role: "Super administrator" }),
    (at) => mintToken(scene, seat, at, "sync"),
    (at) =>
      exportReport(scene, seat, at, {
        name: "Okta administrators",
        uri: "/api/v1/reports/administrators",
        download: true,
      }),
    (at) => editPolicy(scene, seat, at, { verb: "policy.rule.update", name: "Catch-all Rule" }),
    (at) => assignApp(scene, seat, at, { who: other, app: random.pick(scene.tenant.apps) }),
  ];
  let at = from;
  for (const act of random.some(acts, random.between(2, 4))) {
    at += random.between(1, 6) * minute;
    act(at);
  }
  return at;
}
