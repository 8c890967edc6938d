import { adminConsoleClientId } from "../cast/app.ts";
import { cities } from "../cast/city.ts";
import { scripted } from "../cast/device.ts";
import { openAdminConsole } from "../gesture/open-app.ts";
import { failedSignIn, signIn } from "../gesture/sign-in.ts";
import { redeemCode, refreshToken } from "../gesture/tokens.ts";
import { hire, upgradeBrowser } from "../life/member.ts";
import { callsOfOkta } from "../life/first-party.ts";
import { hour, minute } from "../life/workday.ts";
import type { Random } from "../random/random.ts";
import type { Case } from "./case.ts";
import { beginDay, elsewhere, type Quiet, work } from "./stage.ts";

/** N1: the console's own back end calls with the administrator's session id, from Okta's addresses. */
export const firstParty: Quiet = (stage) => {
  const { random, scene, member } = stage;
  const seat = beginDay(stage);
  const at = openAdminConsole(scene, seat, { at: stage.start + hour, stepUp: member.factor });
  const calls = random.between(3, 12);
  callsOfOkta(scene, seat, { at, calls, random });
  work(stage, seat, { from: at, to: at + hour, apps: 2 });
  return { seat, traits: { calls, client: adminConsoleClientId } };
};

/** N2: pages, native programs and servers redeem codes under the person's session, each with a jar of its own. */
export const severalTokens: Quiet = (stage) => {
  const { random, scene } = stage;
  const seat = beginDay(stage);
  const apps = scene.tenant.apps.filter((app) => app.mode === "OPENID_CONNECT");
  const server = random.chance(0.6)
    ? {
        place: elsewhere(stage, "cloud", cities.ashburn),
        device: scripted(random.pick(["okta-oidc-client-java/6.0", "Go-http-client/2.0", "node-fetch/1.0"])),
      }
    : null;
  const as = random.chance(0.5) ? "user" : "client";
  let at = stage.start + hour;
  for (let turn = 0; turn < random.between(2, 6); turn += 1) {
    const app = random.pick(apps);
    at = redeemCode(scene, seat, app, {
      at: at + random.between(1, 30) * minute,
      server: app.client === "server" ? server : null,
      as,
    });
    if (random.chance(0.5)) refreshToken(scene, seat, app, at + hour);
  }
  work(stage, seat, { from: at, to: at + hour, apps: 3 });
  return { seat, traits: { server: server !== null, as } };
};

/** N5: a new major version from one request to the next, sometimes two, sometimes on two machines of the person. */
export const upgrade: Quiet = (stage) => {
  const { random, member } = stage;
  const seat = beginDay(stage);
  const by = random.chance(0.2) ? random.between(2, 6) : 1;
  upgradeBrowser(member.computer, by);
  const after = { ...seat, device: member.computer.device };
  work(stage, after, { from: stage.start + hour, to: stage.start + 6 * hour, apps: random.between(3, 8) });
  const moves = random.chance(0.3);
  if (moves)
    work(
      stage,
      { ...after, place: stage.place === member.home ? member.office : member.home },
      { from: stage.start + 7 * hour, to: stage.start + 8 * hour, apps: 3 },
    );
  return { seat: after, traits: { by, moves } };
};

/** N7: several sign-ins in a day, each under a transient id first. */
export const transientIds: Quiet = (stage) => {
  const { random, scene, member } = stage;
  const seat = beginDay(stage);
  const times = random.between(1, 3);
  let last = seat;
  for (let turn = 0; turn < times; turn += 1) {
    const visitor = {
      who: seat.who,
      place: random.chance(0.5) ? seat.place : member.home,
      device: random.chance(0.7) ? seat.device : member.phone.device,
    };
    const session = signIn(scene, visitor, {
      at: stage.start + (turn + 1) * 2 * hour,
      factor: member.factor,
      missedPushes: random.chance(0.2) ? 1 : 0,
      typos: random.chance(0.3) ? 1 : 0,
    });
    last = { ...visitor, session };
    work(stage, last, {
      from: stage.start + (turn + 1) * 2 * hour + minute,
      to: stage.start + (turn + 2) * 2 * hour,
      apps: 3,
    });
  }
  return { seat: last, traits: { times } };
};

/** N9: "unknown", "-" and null stand where the session id should be, for several people in several places. */
export const anonymousSessions: Quiet = (stage) => {
  const { random, scene, member } = stage;
  const seat = beginDay(stage);
  const people = random.between(3, 8);
  for (let turn = 0; turn < people; turn += 1) {
    const one = hire(scene, { index: 2200 + turn, at: stage.midnight, office: member.office });
    const visitor = {
      who: one.who,
      place: random.pick([one.home, one.office, random.pick(one.carrier)]),
      device: random.pick([one.computer.device, one.phone.device]),
    };
    const at = stage.start + random.between(0, 400) * minute;
    const none = random.pick(["unknown", "unknown", "-", null]);
    if (random.chance(0.5)) failedSignIn(scene, visitor, at);
    refreshToken(scene, visitor, random.pick(scene.tenant.apps), at + minute);
    scene.write(visitor, {
      at: at + 2 * minute,
      verb: "user.authentication.sso",
      session: none,
      uri: "/app/office365",
      targets: [],
    });
    scene.write(
      { ...visitor, device: { ...visitor.device, dtHash: random.pick(["-", null]) } },
      {
        at: at + 3 * minute,
        verb: "policy.evaluate_sign_on",
        session: none,
        result: "ALLOW",
        uri: "/app/office365",
        targets: [],
      },
    );
  }
  refreshToken(scene, seat, random.pick(scene.tenant.apps), stage.start + hour);
  return { seat, traits: { people } };
};

/** N10: an ordinary day on two networks, so that order matters; `arrange` then repeats and delays. */
export const repeatedAndLate: Quiet & { readonly arrange: (closed: Case, random: Random) => Case } = Object.assign(
  ((stage) => {
    const seat = beginDay(stage);
    const vpn = elsewhere(stage, "gateway");
    work(stage, { ...seat, place: vpn }, { from: stage.start + hour, to: stage.start + 3 * hour, apps: 5 });
    work(stage, seat, { from: stage.start + 3 * hour, to: stage.start + 5 * hour, apps: 5 });
    return { seat, traits: {} };
  }) satisfies Quiet,
  { arrange },
);

/** Pages overlap and some events arrive up to an hour late: the same events, repeated and out of order. */
function arrange(closed: Case, random: Random): Case {
  const arrived = closed.events.flatMap((event) => {
    const at = Date.parse(event.published);
    const late = random.chance(0.15) ? random.between(1, 60) * minute : 0;
    const first = { event, at: at + late };
    return random.chance(0.3) ? [first, { event, at: at + late + random.between(1, 5) * minute }] : [first];
  });
  return { ...closed, events: arrived.sort((a, b) => a.at - b.at).map((one) => one.event) };
}
