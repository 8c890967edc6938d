import { cities } from "../cast/city.ts";
import { newDevice } from "../cast/device.ts";
import { enrolFactor } from "../gesture/enrol.ts";
import { openAdminConsole } from "../gesture/open-app.ts";
import { failedSignIn, signIn } from "../gesture/sign-in.ts";
import { resetFactors, resetPassword } from "../gesture/administer.ts";
import { hire } from "../life/member.ts";
import { hour, minute } from "../life/workday.ts";
import type { Random } from "../random/random.ts";
import { type Seat, userEntity } from "../scene.ts";
import { administer, asIntruder, rummage } from "./after.ts";
import { type Case, type CaseOptions, closeCase } from "./case.ts";
import { intruderDevice, intruderPlace } from "./intruder.ts";
import { beginDay, elsewhere, setStage, type Stage } from "./stage.ts";

/** Sign-ins that were themselves stolen: no session moves, the wrong person opens it. */
export type StolenSignInId = "S1" | "S2" | "S3" | "S4";

interface Played {
  readonly victim: Seat;
  readonly sessions: readonly string[];
  readonly tells: readonly string[];
  readonly traits: Readonly<Record<string, string | number | boolean>>;
}

const recipes: Readonly<
  Record<StolenSignInId, readonly [title: string, play: (stage: Stage, draw: Random) => Played]>
> = {
  S1: [
    "Adversary in the middle: the sign-in comes through a hosting address, then the session is used from elsewhere",
    inTheMiddle,
  ],
  S2: ["Push fatigue: pushes until the person gives in", pushFatigue],
  S3: ["The help desk resets the factors, and a new one is enrolled from a new place", helpDesk],
  S4: ["A sprayed password opens an account that has no second factor", sprayed],
};

export const stolenSignInIds: readonly StolenSignInId[] = ["S1", "S2", "S3", "S4"];

/** One variant of a stolen sign-in. Equal options give the equal case. */
export function stolenSignIn(id: StolenSignInId, options: CaseOptions): Case {
  const draw = setStage(id, options, { admin: false }).random.fork("recipe");
  const admin = draw.chance(0.5);
  const stage = setStage(id, options, { admin });
  const [title, play] = recipes[id];
  const { victim, sessions, tells, traits } = play(stage, draw);
  const { tenant } = stage.scene;
  return closeCase(stage.scene, {
    id,
    title,
    traits: { ...traits, admin, flavour: tenant.flavour, roots: tenant.roots, factor: stage.member.factor },
    truth: { attack: true, user: { id: victim.who.id, login: victim.who.login }, sessions, tells },
  });
}

// The kit relays the victim's own user agent; the cookies it takes are then used in another browser.
function inTheMiddle(stage: Stage, draw: Random): Played {
  const { scene, member, start } = stage;
  const morning = beginDay(stage);
  const network = draw.pick(["hosting", "hosting", "vpn"] as const);
  const kit = {
    who: member.who,
    place: intruderPlace(stage, { network, near: draw.chance(0.3) }),
    device: {
      ...newDevice(member.computer.agent, draw),
      agent: draw.chance(0.7)
        ? morning.device.agent
        : intruderDevice(stage, morning.device, { jar: "cookie", agent: "other-system" }).agent,
    },
  };
  const at = start + draw.between(2, 6) * hour;
  const traits = {
    network,
    agent: draw.pick(["other-browser", "other-system", "scripted"] as const),
    elsewhere: draw.chance(0.6),
  };
  return asIntruder(stage, () => {
    const factor = member.factor === "fastpass" || member.factor === "webauthn" ? "push" : member.factor;
    const session = signIn(scene, kit, { at, factor });
    const used: Seat = {
      who: member.who,
      session,
      place: traits.elsewhere
        ? intruderPlace(stage, { network: draw.pick(["vpn", "residential-proxy", "hosting"]), near: false })
        : kit.place,
      device: intruderDevice(stage, kit.device, { jar: draw.chance(0.5) ? "whole" : "cookie", agent: traits.agent }),
    };
    const then = at + draw.between(2, 50) * minute;
    const enrols = draw.chance(0.5);
    if (enrols) enrolFactor(scene, used, then, "push");
    if (member.admin) administer(stage, used, openAdminConsole(scene, used, { at: then + 3 * minute }));
    else rummage(stage, used, then + 3 * minute);
    const tells = [`${network} sign-in`, "used in another browser", ...(enrols ? ["new factor"] : [])];
    return { victim: { ...morning }, sessions: [session.id], tells, traits: { ...traits, enrols } };
  });
}

function pushFatigue(stage: Stage, draw: Random): Played {
  const { scene, member, start } = stage;
  const morning = beginDay(stage);
  const network = draw.pick(["hosting", "vpn", "residential-proxy"] as const);
  const place = intruderPlace(stage, { network, near: draw.chance(0.3) });
  const device = intruderDevice(stage, morning.device, {
    jar: "cookie",
    agent: draw.pick(["other-system", "published"]),
  });
  const visitor = { who: member.who, place, device };
  const denials = draw.between(2, 9);
  let at = start + draw.between(3, 12) * hour;
  return asIntruder(stage, () => {
    for (let denied = 0; denied < denials; denied += 1) {
      scene.write(visitor, {
        at,
        verb: "system.push.send_factor_verify_push",
        session: "unknown",
        uri: "/idp/idx/challenge",
        targets: [userEntity(member.who)],
      });
      const answered = at + draw.between(8, 55) * 1000;
      if (draw.chance(0.6))
        scene.write(visitor, {
          at: answered,
          verb: "user.mfa.okta_verify.deny_push",
          session: "unknown",
          uri: "/idp/idx/challenge/poll",
        });
      const failed = { result: "FAILURE", reason: "INVALID_CREDENTIALS", debug: { factor: "OKTA_VERIFY_PUSH" } };
      scene.write(visitor, {
        at: answered + 100,
        verb: "user.authentication.auth_via_mfa",
        session: "unknown",
        uri: "/idp/idx/challenge/poll",
        fingerprint: true,
        ...failed,
      });
      at += draw.between(70, 240) * 1000;
    }
    const session = signIn(scene, visitor, { at, factor: "push" });
    const seat = { ...visitor, session };
    const enrols = draw.chance(0.5);
    if (enrols) enrolFactor(scene, seat, at + 3 * minute, "push");
    if (member.admin) administer(stage, seat, openAdminConsole(scene, seat, { at: at + 6 * minute }));
    else rummage(stage, seat, at + 6 * minute);
    return {
      victim: morning,
      sessions: [session.id],
      tells: [`${denials} pushes refused`, `${network} network`, "new device"],
      traits: { network, denials, enrols },
    };
  });
}

function helpDesk(stage: Stage, draw: Random): Played {
  const { scene, member, start } = stage;
  const morning = beginDay(stage);
  const desk = hire(scene, { index: 2300, at: stage.midnight, office: member.office, admin: true });
  const deskVisitor = { who: desk.who, place: desk.office, device: desk.computer.device };
  const deskSeat = {
    ...deskVisitor,
    session: signIn(scene, deskVisitor, { at: start + 10 * minute, factor: desk.factor }),
  };
  const called = start + draw.between(2, 7) * hour;
  const at = openAdminConsole(scene, deskSeat, { at: called, stepUp: desk.factor });
  resetFactors(scene, deskSeat, at + 4 * minute, member.who);
  resetPassword(scene, deskSeat, at + 5 * minute, member.who);
  const network = draw.pick(["hosting", "vpn", "residential-proxy"] as const);
  const near = draw.chance(0.2);
  const place = intruderPlace(stage, { network, near });
  const visitor = {
    who: member.who,
    place,
    device: intruderDevice(stage, morning.device, {
      jar: "cookie",
      agent: draw.pick(["other-system", "other-browser"]),
    }),
  };
  const then = at + draw.between(8, 40) * minute;
  return asIntruder(stage, () => {
    scene.write(visitor, {
      at: then,
      verb: "user.account.update_password",
      session: "unknown",
      uri: "/signin/reset-password",
      fingerprint: true,
      targets: [userEntity(member.who)],
    });
    const session = signIn(scene, visitor, { at: then + minute, factor: "none" });
    const seat = { ...visitor, session };
    enrolFactor(scene, seat, then + 2 * minute, draw.pick(["push", "otp", "sms"]));
    if (member.admin) administer(stage, seat, openAdminConsole(scene, seat, { at: then + 6 * minute }));
    else rummage(stage, seat, then + 6 * minute);
    return {
      victim: morning,
      sessions: [session.id],
      tells: ["factors reset by the help desk", "new factor from a new place", `${network} network`, "new device"],
      traits: { network, near },
    };
  });
}

function sprayed(stage: Stage, draw: Random): Played {
  const { scene, member } = stage;
  const exits = Array.from({ length: draw.between(1, 4) }, () =>
    elsewhere(stage, "hosting", draw.pick([cities.bucharest, cities.amsterdam, cities.lagos])),
  );
  const device = intruderDevice(stage, member.computer.device, {
    jar: "cookie",
    agent: draw.pick(["scripted", "other-system"]),
  });
  member.factor = "none";
  const morning = beginDay(stage);
  let at = stage.start + draw.between(2, 10) * hour;
  return asIntruder(stage, () => {
    const tries = draw.between(8, 30);
    for (let turn = 0; turn < tries; turn += 1) {
      const other = hire(scene, { index: 2400 + turn, at: stage.midnight, office: member.office });
      failedSignIn(
        scene,
        { who: other.who, place: draw.pick(exits), device },
        at,
        draw.chance(0.3) ? "VERIFICATION_ERROR" : "INVALID_CREDENTIALS",
      );
      at += draw.between(2, 45) * 1000;
    }
    const visitor = { who: member.who, place: draw.pick(exits), device };
    if (draw.chance(0.6)) failedSignIn(scene, visitor, at);
    const session = signIn(scene, visitor, { at: at + minute, factor: "none" });
    const seat = { ...visitor, session };
    const enrols = draw.chance(0.5);
    if (enrols) enrolFactor(scene, seat, at + 3 * minute, "otp");
    if (member.admin) administer(stage, seat, openAdminConsole(scene, seat, { at: at + 6 * minute }));
    else rummage(stage, seat, at + 6 * minute);
    return {
      victim: morning,
      sessions: [session.id],
      tells: [`${tries} accounts tried before`, "no second factor", "hosting network"],
      traits: { tries, exits: exits.length, enrols },
    };
  });
}
