import { intruderLabel } from "../attack/case.ts";
import { cities } from "../cast/city.ts";
import { newDevice } from "../cast/device.ts";
import { publishedPlace } from "../cast/indicators.ts";
import { oktaId } from "../cast/person.ts";
import { changeIdp, exportReport, resetFactors, resetPassword } from "../gesture/administer.ts";
import { openAdminConsole, openApp } from "../gesture/open-app.ts";
import type { LogEvent } from "../log-event.ts";
import { Random } from "../random/random.ts";
import { type Seat, userEntity } from "../scene.ts";
import { bindingRefuses, clearSessions } from "./containment.ts";
import { castIn, type Character, clock, usualDay, minute, perform, quietMix } from "./play.ts";
import { headed, mustFind, type Scenario } from "./scenario.ts";

/**
 * R3: in the small hours the session of an IT member is used to change and activate an identity provider and to ask
 * for a report of administrators, whose mail the real employee reads. Three days later the intruder tries the
 * provider, which is gone.
 */
export function r3OnePassword(bound: boolean): Scenario {
  const id = bound ? "r3-1password-bound" : "r3-1password";
  const random = new Random(`scenario/${id}`);
  const signals: [LogEvent, string][] = [];
  const idp = { id: oktaId("0oa", random), name: "Google Workspace (production)", keyId: random.hex(16) };
  const place = publishedPlace("198.16.66.124");
  const device = newDevice({ system: "mac", browser: "chrome", version: 99 }, random);
  let member: Character | undefined;
  let evening: Seat | undefined;
  const note = (event: LogEvent | undefined, what: string): void =>
    void (event !== undefined && signals.push([event, what]));
  const { events, theirs } = perform(
    {
      seed: id,
      users: 4,
      days: 5,
      from: Date.UTC(2023, 8, 28),
      flavour: "identity-engine",
      roots: bound,
      mix: quietMix,
    },
    (today) => {
      const { scene, midnight, turn } = today;
      const agent = { system: "windows", browser: "chrome", version: 117 } as const;
      member ??= castIn(scene, random, {
        index: 944,
        city: cities.toronto,
        agent,
        factor: "webauthn",
        kind: "residential",
      });
      scene.label = "story";
      if (turn === 0)
        evening = usualDay(scene, random, member, { at: clock(midnight, 20, 10), apps: 6, console: true });
      if (turn === 1 && evening !== undefined) {
        const victim: Seat = evening;
        const seat: Seat = { ...victim, place, device };
        scene.label = intruderLabel;
        const at = clock(midnight, 5, 41);
        const before = scene.written;
        const opened = bound ? bindingRefuses(scene, seat, at, () => undefined) : openAdminConsole(scene, seat, { at });
        note(
          scene.writtenSince(before)[0]?.event,
          "the session nine hours after it opened, in another country, on another system, with another device token",
        );
        const app = scene.tenant.apps[2];
        if (app !== undefined) openApp(scene, seat, app, { at: opened + minute, refused: "DENY" });
        note(
          changeIdp(scene, seat, opened + 3 * minute, { verb: "update", idp }),
          "an existing identity provider is changed",
        );
        note(
          changeIdp(scene, seat, opened + 5 * minute, { verb: "activate", idp }),
          "and activated two minutes later, in the same session",
        );
        note(
          exportReport(scene, seat, opened + 8 * minute, {
            name: "Okta administrators",
            uri: "/api/v1/reports/administrators",
            download: false,
          }),
          "a report of administrators is requested",
        );
        scene.label = "story";
        const responder = clearSessions(scene, [victim], clock(midnight, 7, 30), random);
        changeIdp(scene, responder, clock(midnight, 7, 36), { verb: "deactivate", idp });
        resetPassword(scene, responder, clock(midnight, 7, 38), victim.who);
        resetFactors(scene, responder, clock(midnight, 7, 39), victim.who);
      }
      if (turn === 4 && member !== undefined) {
        scene.label = intruderLabel;
        const failed = { result: "FAILURE", reason: "Identity provider is not active" };
        const target = {
          id: idp.id,
          type: "IdentityProvider",
          alternateId: "unknown",
          displayName: idp.name,
          detailEntry: null,
        };
        const issuer = { id: idp.id, type: "IDP" };
        note(
          scene.write(
            { who: member.who, place: publishedPlace("198.16.74.203"), device },
            {
              at: clock(midnight, 14, 2),
              verb: "user.authentication.auth_via_IDP",
              session: "unknown",
              uri: `/sso/saml2/${idp.id}`,
              issuer,
              targets: [target, userEntity(member.who)],
              ...failed,
            },
          ),
          "three days later a sign-in through the provider that was changed, now inactive",
        );
      }
    },
  );
  if (evening === undefined) throw new RangeError("The story was not played, wanted a town of at least two days");
  const user = { id: evening.who.id, name: evening.who.login };
  const own = theirs.filter((event) => event.actor.id === user.id && event.published < "2023-10-01");
  const title = `R3, an identity provider changed in a stolen session${bound ? " (session binding on)" : ""}`;
  return {
    id,
    title,
    events,
    story: headed(title, [
      "*A reconstruction: the victim published no raw events; the order inside a step is ours. People, tenant and victims' addresses are invented.*",
      "",
      `1. On the evening of 28 September 2023 \`${user.name}\`, of the IT team, works from home in Toronto and makes a capture for the vendor's support. Nothing of that is in this log.`,
      `2. On 29 September at 05:41 UTC the session is used from 198.16.66.124 in an old Chrome on a Mac. ${bound ? "Session binding notices and the Admin Console refuses; the API does not." : "The Admin Console opens."} The user's own dashboard is refused.`,
      "3. An identity provider for production is changed, then activated. A report of administrators is requested; Okta mails it to the employee, who had not asked for it.",
      "4. At 07:30 a responder clears the sessions, deactivates the provider and resets password and factors.",
      "5. On 2 October somebody tries to sign in through the provider, which is inactive.",
    ]),
    expected: {
      scenario: id,
      label: "reconstruction",
      mustFind: [mustFind(user, evening.session.id, own, signals)],
      mustNotFind: { atLeast: "high", exceptUsers: [user.name] },
    },
  };
}
