import { oktaId, type Person } from "../cast/person.ts";
import { scripted } from "../cast/device.ts";
import { changeIdp, createUser, grantRole, mintToken } from "../gesture/administer.ts";
import { openAdminConsole, openApp } from "../gesture/open-app.ts";
import { hour, minute } from "../life/workday.ts";
import type { Random } from "../random/random.ts";
import { type Seat, userEntity } from "../scene.ts";
import { administer, asIntruder, spree } from "./after.ts";
import { type Case, type CaseOptions, closeCase } from "./case.ts";
import { intrude, intruderPlace, type Intruder, tellsOf, type Traits } from "./intruder.ts";
import { beginDay, setStage, type Stage, work } from "./stage.ts";

/** The replays of an open session that a detector must find, P1 to P10. */
export type FoundId = "P1" | "P2" | "P3" | "P4" | "P5" | "P6" | "P7" | "P8" | "P9" | "P10";

interface Recipe {
  readonly title: string;
  /** Whether the case is about an administrator; drawn when it may be either. */
  readonly admin: (random: Random) => boolean;
  readonly traits: (random: Random) => Traits;
  /** Hours between the opening of the session and the takeover. */
  readonly hours: readonly [low: number, high: number];
  /** Whether the victim works on while the intruder is in. */
  readonly victimActive: (random: Random) => boolean;
  /** What the intruder does; the usual spree when left out. */
  readonly act?: (stage: Stage, intruder: Intruder, at: number) => number;
  readonly tell?: string;
}

const either = (random: Random): boolean => random.chance(0.5);
const always = (): boolean => true;
const someNetwork = (random: Random): Pick<Traits, "network" | "near"> => ({
  network: random.pick(["hosting", "vpn", "published", "residential-proxy"]),
  near: random.chance(0.4),
});
const someJar = (random: Random): Traits["jar"] => random.pick(["whole", "cookie"]);
const someAgent = (random: Random): Traits["agent"] => random.pick(["other-browser", "other-system", "published"]);
const anyTraits = (random: Random): Traits => ({
  jar: someJar(random),
  agent: someAgent(random),
  ...someNetwork(random),
});

const recipes: Readonly<Record<FoundId, Recipe>> = {
  P1: {
    title: "The whole jar replayed: same device token, new network, another browser",
    admin: either,
    traits: (random) => ({ jar: "whole", agent: someAgent(random), ...someNetwork(random) }),
    hours: [0.9, 7],
    victimActive: either,
  },
  P2: {
    title: "The session cookie alone replayed: another device token",
    admin: either,
    traits: (random) => ({ jar: "cookie", agent: someAgent(random), ...someNetwork(random) }),
    hours: [0.9, 7],
    victimActive: either,
  },
  P3: {
    title: "The victim's user agent faked, on a new network",
    admin: always,
    traits: fakedAgent,
    hours: [0.9, 7],
    victimActive: either,
  },
  P4: {
    title: "A scripted client with the session cookie",
    admin: either,
    traits: (random) => ({ jar: someJar(random), agent: "scripted", ...someNetwork(random) }),
    hours: [0.9, 7],
    victimActive: either,
    tell: "scripted agent",
  },
  P5: {
    title: "Replayed many hours after the session opened",
    admin: either,
    traits: anyTraits,
    hours: [8, 30],
    victimActive: () => false,
  },
  P6: {
    title: "Two contexts that interleave: victim, intruder, victim, intruder",
    admin: either,
    traits: anyTraits,
    hours: [0.9, 5],
    victimActive: always,
    act: interleave,
    tell: "interleaved contexts",
  },
  P7: {
    title: "Replay, then an API token is minted and used",
    admin: always,
    traits: anyTraits,
    hours: [0.9, 7],
    victimActive: either,
    act: mintAndUse,
    tell: "token minted and used",
  },
  P8: {
    title: "Replay against the API while the Admin Console denies access",
    admin: always,
    traits: anyTraits,
    hours: [0.9, 7],
    victimActive: either,
    act: (stage, intruder, at) => spree(stage, intruder.seat, { at, admin: true, binding: false, console: "denied" }),
    tell: "console denied, then the API",
  },
  P9: {
    title: "Replay, then an existing identity provider is changed and activated",
    admin: always,
    traits: anyTraits,
    hours: [0.9, 7],
    victimActive: either,
    act: changeProvider,
    tell: "identity provider changed",
  },
  P10: {
    title: "Replay, then a user that looks like a service is created and made administrator",
    admin: always,
    traits: anyTraits,
    hours: [0.9, 7],
    victimActive: either,
    act: backdoor,
    tell: "new administrator",
  },
};

export const foundIds: readonly FoundId[] = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10"];

/** One variant of a case that must be found. Equal options give the equal case. */
export function found(id: FoundId, options: CaseOptions): Case {
  const recipe = recipes[id];
  const draw = setStage(id, options, { admin: false }).random.fork("recipe");
  const admin = recipe.admin(draw);
  const stage = setStage(id, options, { admin });
  const binding = options.binding ?? (admin && draw.chance(0.25));
  const after = recipe.hours[0] + draw.fraction() * (recipe.hours[1] - recipe.hours[0]);
  // Some exports begin after the victim signed in.
  const orphan = draw.chance(0.15);
  const victim = beginDay(stage);
  if (orphan) stage.scene.drop((entry) => entry.at < stage.start + 2 * minute && entry.at >= stage.start);
  if (admin && draw.chance(0.6)) {
    openAdminConsole(stage.scene, victim, { at: stage.start + 20 * minute, stepUp: stage.member.factor });
  }
  const at = Math.round(victim.session.startedAt + after * hour);
  const { end, traits, tells } = replay(id, stage, victim, { at, binding, draw });
  const active = recipe.victimActive(draw);
  if (active) {
    work(stage, victim, { from: at - 20 * minute, to: end + 40 * minute, apps: draw.between(3, 6) });
    tells.push("victim active meanwhile");
  }
  const { flavour, roots } = stage.scene.tenant;
  const hours = Math.round(after * 10) / 10;
  return closeCase(stage.scene, {
    id,
    title: recipe.title,
    traits: { ...traits, admin, binding, active, orphan, hours, flavour, roots, factor: stage.member.factor },
    truth: {
      attack: true,
      user: { id: victim.who.id, login: victim.who.login },
      sessions: [victim.session.id],
      tells,
    },
  });
}

/** How an intruder takes a seat in a session that is open, whatever life goes on around it. */
export interface Replay {
  readonly at: number;
  readonly binding: boolean;
  readonly draw: Random;
}

/** Plays the case in the victim's session at a time. Answers when it ended and what the log shows of it. */
export function replay(
  id: FoundId,
  stage: Stage,
  victim: Seat,
  how: Replay,
): { end: number; traits: Traits; tells: string[] } {
  const recipe = recipes[id];
  const { admin } = stage.member;
  const traits = recipe.traits(how.draw);
  const intruder = intrude(stage, victim, traits);
  const acted = recipe.act ?? ((on, by, from) => spree(on, by.seat, { at: from, admin, binding: how.binding }));
  const end = acted(stage, intruder, how.at);
  const tells = tellsOf(victim, intruder);
  if (admin) tells.push("administration");
  if (recipe.tell !== undefined) tells.push(recipe.tell);
  return { end, traits, tells };
}

/** Whether the case can only happen to an administrator. */
export function needsAdmin(id: FoundId): boolean {
  return recipes[id].admin === always;
}

// With the whole jar, the victim's agent and a commercial VPN nearby, nothing but the deeds is left to see.
function fakedAgent(random: Random): Traits {
  const traits: Traits = { jar: someJar(random), agent: "victims", ...someNetwork(random) };
  return traits.jar === "whole" && traits.network !== "published" ? { ...traits, near: false } : traits;
}

function interleave(stage: Stage, intruder: Intruder, from: number): number {
  const { random, scene } = stage;
  let at = from;
  for (let turn = 0; turn < random.between(3, 5); turn += 1) {
    asIntruder(stage, () => openApp(scene, intruder.seat, random.pick(stage.member.apps), { at }));
    at += random.between(2, 6) * minute;
    work(
      stage,
      { ...intruder.seat, place: stage.place, device: stage.member.computer.device },
      { from: at, to: at + minute, apps: 1 },
    );
    at += random.between(2, 6) * minute;
  }
  return stage.member.admin ? asIntruder(stage, () => administer(stage, intruder.seat, at)) : at;
}

function mintAndUse(stage: Stage, intruder: Intruder, from: number): number {
  const { random, scene } = stage;
  return asIntruder(stage, () => {
    const at = openAdminConsole(scene, intruder.seat, { at: from });
    const token = mintToken(scene, intruder.seat, at + 2 * minute, "reporting");
    const place = intruderPlace(stage, { network: "hosting", near: random.chance(0.3) });
    const program = { who: intruder.seat.who, place, device: scripted("python-requests/2.31.0") };
    const made = serviceLooking(stage);
    const use = {
      session: random.chance(0.5) ? null : `trs${random.text("ABCDEFabcdef0123456789", 22)}`,
      apiToken: token,
    };
    let then = at + random.between(5, 90) * minute;
    for (const deed of [
      { verb: "user.lifecycle.create", uri: "/api/v1/users", targets: [userEntity(made)] },
      { verb: "user.lifecycle.activate", uri: "/api/v1/users", targets: [userEntity(made)] },
      { verb: "group.user_membership.add", uri: "/api/v1/groups", targets: [userEntity(made)] },
    ] as const) {
      scene.write(program, { at: then, ...use, ...deed });
      then += random.between(1, 60) * 1000;
    }
    return then;
  });
}

function changeProvider(stage: Stage, intruder: Intruder, from: number): number {
  const { random, scene } = stage;
  return asIntruder(stage, () => {
    const at = openAdminConsole(scene, intruder.seat, { at: from });
    const idp = { id: oktaId("0oa", random), name: "Google Workspace IdP", keyId: random.hex(16) };
    changeIdp(scene, intruder.seat, at + 3 * minute, { verb: "update", idp });
    changeIdp(scene, intruder.seat, at + 5 * minute, { verb: "activate", idp });
    return at + 6 * minute;
  });
}

function backdoor(stage: Stage, intruder: Intruder, from: number): number {
  const { scene } = stage;
  return asIntruder(stage, () => {
    const at = openAdminConsole(scene, intruder.seat, { at: from });
    const made = serviceLooking(stage);
    createUser(scene, intruder.seat, at + 2 * minute, made);
    grantRole(scene, intruder.seat, at + 4 * minute, { who: made, role: "Super administrator" });
    return at + 5 * minute;
  });
}

/** The name of a back-door account that wants to look like a machine's. */
function serviceLooking(stage: Stage): Person {
  const name = stage.random.pick([
    "svc_backup_sync",
    "svc-monitoring",
    "okta_service_account",
    "ad_sync_helper",
    "svc_reporting",
  ]);
  return { id: oktaId("00u", stage.random), login: `${name}@${stage.scene.tenant.domain}`, name };
}
