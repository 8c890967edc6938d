import { intruderLabel } from "../attack/case.ts";
import { publishedPlace } from "../cast/indicators.ts";
import { cities } from "../cast/city.ts";
import { newDevice } from "../cast/device.ts";
import { published2023Agents } from "../cast/user-agent.ts";
import { person } from "../cast/person.ts";
import { exportReport, removeFactor } from "../gesture/administer.ts";
import { openAdminConsole, openApp } from "../gesture/open-app.ts";
import type { LogEvent } from "../log-event.ts";
import { Random } from "../random/random.ts";
import type { Seat } from "../scene.ts";
import { bindingRefuses, clearSessions } from "./containment.ts";
import { castIn, type Character, clock, usualDay, minute, perform, quietMix } from "./play.ts";
import { headed, mustFind, type Scenario } from "./scenario.ts";

/**
 * R1: two administrators answered one support ticket; their open sessions are used from one published address with
 * a published user agent. Signals: session reuse, published indicators, administration without proof of identity,
 * and a second account from the same address.
 */
export function r1Cloudflare(bound: boolean): Scenario {
  const id = bound ? "r1-cloudflare-bound" : "r1-cloudflare";
  const random = new Random(`scenario/${id}`);
  const from = Date.UTC(2023, 9, 17);
  const signals: [LogEvent, string][][] = [[], []];
  let seats: Seat[] = [];
  let cast: Character[] = [];
  const { events, theirs } = perform(
    { seed: id, users: 5, days: 2, from, flavour: "identity-engine", roots: true, mix: quietMix },
    (today) => {
      const { scene, midnight } = today;
      if (today.turn === 0) {
        cast = [
          castIn(scene, random, {
            index: 905,
            city: cities.austin,
            agent: { system: "mac", browser: "chrome", version: 118 },
            factor: "webauthn",
          }),
          castIn(scene, random, {
            index: 957,
            city: cities.london,
            agent: { system: "mac", browser: "chrome", version: 118 },
            factor: "webauthn",
          }),
        ];
      }
      scene.label = "story";
      const opened = cast.map((one, at) =>
        usualDay(scene, random, one, { at: clock(midnight, at === 0 ? 13 : 8, 20 + at * 9), apps: 7, console: true }),
      );
      if (today.turn === 0) return;
      seats = opened;
      const place = publishedPlace("23.106.56.38");
      const agent = published2023Agents[0];
      scene.label = intruderLabel;
      opened.forEach((victim, at) => {
        const device = {
          ...newDevice({ system: "windows", browser: "chrome", version: 99 }, random),
          ...(agent === undefined ? {} : { agent }),
        };
        const seat: Seat = { ...victim, place, device };
        let now = clock(midnight, 17, 40 + at * 11);
        const note = (event: LogEvent | undefined, what: string): void =>
          void (event !== undefined && signals[at]?.push([event, what]));
        if (bound) {
          now = bindingRefuses(scene, seat, now, (event) =>
            note(event, "Okta's own session binding saw the session roam"),
          );
        } else {
          const before = scene.written;
          now = openAdminConsole(scene, seat, { at: now });
          note(
            scene.writtenSince(before)[0]?.event,
            "the session in another network, on another system, in a browser released 19 months before, with another device token",
          );
        }
        const app = scene.tenant.apps[at];
        if (app !== undefined) openApp(scene, seat, app, { at: now + minute, refused: "CHALLENGE" });
        note(
          exportReport(scene, seat, now + 4 * minute, {
            name: "MFA enrollment by user",
            uri: "/api/v1/reports/mfa-usage",
            download: false,
          }),
          "administration with no proof of identity since the context changed",
        );
        const other = person(40 + at, scene.tenant.domain, random.fork("other"));
        note(
          removeFactor(scene, seat, now + 7 * minute, other),
          at === 0 ? "a factor of another user removed" : "the second account from the same address",
        );
      });
      scene.label = "story";
      clearSessions(scene, opened, clock(midnight, 18, 25), random);
    },
  );
  const found = seats.map((seat, at) => {
    const own = theirs.filter((event) => event.actor.id === seat.who.id);
    return mustFind({ id: seat.who.id, name: seat.who.login }, seat.session.id, own, signals[at] ?? []);
  });
  return {
    id,
    title: `R1, two administrators of one support ticket${bound ? ", with session binding" : ""}`,
    events,
    story: headed(`R1: two administrators of one support ticket${bound ? " (session binding on)" : ""}`, [
      "*A reconstruction: the victim published no raw events; the order inside a step is ours. People, tenant and victims' addresses are invented.*",
      "",
      `1. On 17 and 18 October 2023 colleagues work as usual; ${seats.map((seat) => `\`${seat.who.login}\``).join(" and ")} administer the tenant from Austin and London, each with a security key.`,
      "2. Both had attached captures of their browser to one support ticket; the captures hold their session cookies. Nothing of that is in this log.",
      `3. On 18 October at 17:40 UTC the first of the two sessions is used from 23.106.56.38, an address that Okta published later, in “Chrome 99” on Windows. ${bound ? "Session binding notices and refuses the Admin Console; the intruder goes on with the API." : "The Admin Console opens without asking for anything."}`,
      "4. A report of factors by user is requested, and a factor of another user is removed. No factor of the victim was proved since the context changed.",
      "5. Eleven minutes later the second session does the same from the same address.",
      "6. At 18:25 a responder clears the sessions of both.",
    ]),
    expected: {
      scenario: id,
      label: "reconstruction",
      mustFind: found,
      mustNotFind: { atLeast: "high", exceptUsers: seats.map((seat) => seat.who.login) },
    },
  };
}
