import { intruderLabel } from "../attack/case.ts";
import { cities } from "../cast/city.ts";
import { scripted } from "../cast/device.ts";
import { oktaId, type Person, person } from "../cast/person.ts";
import { type Place, placeOn } from "../cast/place.ts";
import type { EventType } from "../event-types.ts";
import { changeGroup, deactivateUser } from "../gesture/administer.ts";
import type { LogEvent } from "../log-event.ts";
import { day } from "../life/workday.ts";
import { Random } from "../random/random.ts";
import { userEntity } from "../scene.ts";
import { castIn, clock, usualDay, perform, quietMix } from "./play.ts";
import { headed, mustFind, type Scenario } from "./scenario.ts";

/**
 * R5: twenty-seven days after a theft, a service account whose token was believed unused, and so was not rotated,
 * comes back from a hosting network; later it makes itself an administrator.
 */
export function r5Thanksgiving(): Scenario {
  const id = "r5-thanksgiving";
  const random = new Random(`scenario/${id}`);
  const robot: Person = {
    id: oktaId("00u", random),
    login: "svc-sheets-bridge@example.com",
    name: "svc-sheets-bridge",
  };
  const token = oktaId("00T", random);
  const signals: [LogEvent, string][] = [];
  const note = (event: LogEvent, what: string): void => void signals.push([event, what]);
  const first = Date.UTC(2023, 9, 16);
  const { events, theirs } = perform(
    {
      seed: id,
      users: 4,
      days: 3,
      from: first,
      flavour: "identity-engine",
      roots: false,
      mix: quietMix,
    },
    (today) => {
      const { scene, midnight, turn } = today;
      const from = { random, addresses: scene.addresses };
      const usual: Place = { ...placeOn("cloud", cities.ashburn, from), ip: "192.0.2.201" };
      const call = (at: number, verb: EventType, given: { place: Place; agent: string; who?: Person }): LogEvent =>
        scene.write(
          { who: robot, place: given.place, device: scripted(given.agent) },
          {
            at,
            verb,
            session: null,
            apiToken: token,
            uri: "/api/v1/users",
            targets: given.who === undefined ? null : [userEntity(given.who)],
          },
        );
      scene.label = "story";
      for (let hourOf = 1; hourOf < 24; hourOf += 6) {
        const whose = person(random.between(0, 6), scene.tenant.domain, random.fork("colleague"));
        call(clock(midnight, hourOf, 15), "user.account.update_profile", {
          place: usual,
          agent: "okta-sdk-python/2.9.2 python/3.10",
          who: whose,
        });
      }
      if (turn < 2) return;
      // The job that used the token is switched off on 18 October; the token is not.
      const november = Date.UTC(2023, 10, 14);
      const place = placeOn("hosting", cities.saoPaulo, from);
      scene.label = intruderLabel;
      const agent = "python-requests/2.31.0";
      note(
        call(november + clock(0, 9, 22), "user.account.update_profile", { place, agent, who: robot }),
        "the token again after twenty-seven days, from a hosting network, with another client",
      );
      const made: Person = { id: oktaId("00u", random), login: "nadia.ridge@example.com", name: "Nadia Ridge" };
      call(november + 2 * day + clock(0, 14, 36), "user.lifecycle.create", { place, agent, who: made });
      note(
        call(november + 2 * day + clock(0, 14, 37), "user.lifecycle.activate", { place, agent, who: made }),
        "a user that looks normal is created with it",
      );
      const group = {
        id: "00gOktaAdministrators1",
        type: "UserGroup",
        alternateId: "unknown",
        displayName: "Okta Administrators",
        detailEntry: null,
      };
      const added = {
        at: november + 9 * day + clock(0, 15, 58),
        verb: "group.user_membership.add",
        session: null,
        apiToken: token,
        uri: "/api/v1/groups",
        targets: [userEntity(robot), group],
      } as const;
      note(
        scene.write({ who: robot, place, device: scripted(agent) }, added),
        "the service account joins a group of administrators",
      );
      const granted = {
        ...added,
        at: added.at + 1500,
        verb: "user.account.privilege.grant",
        debug: { privilegeGranted: "Super administrator" },
        targets: [userEntity(robot)],
      } as const;
      note(scene.write({ who: robot, place, device: scripted(agent) }, granted), "and becomes an administrator by it");
      scene.label = "story";
      const responder = castIn(scene, random, {
        index: 931,
        city: cities.austin,
        agent: { system: "mac", browser: "firefox", version: 119 },
        factor: "webauthn",
      });
      const seat = usualDay(scene, random, responder, {
        at: november + 9 * day + clock(0, 16, 12),
        apps: 0,
        console: true,
      });
      changeGroup(scene, seat, november + 9 * day + clock(0, 16, 30), {
        verb: "remove",
        who: robot,
        group: "Okta Administrators",
      });
      deactivateUser(scene, seat, november + 9 * day + clock(0, 16, 35), robot);
      deactivateUser(scene, seat, november + 9 * day + clock(0, 17, 23), made);
    },
  );
  return {
    id,
    title: "R5, the token that was not rotated",
    events,
    story: headed("R5: the token that was not rotated", [
      "*A reconstruction: the victim published no raw events, and the accounts were those of other systems; here they are one service account of Okta. People and tenant are invented.*",
      "",
      `1. From 16 to 18 October 2023 \`${robot.login}\` calls the API every six hours with its token, from one cloud address. Then the job is switched off; the token is believed unused and is not rotated after the theft of 18 October.`,
      "2. On 14 November at 09:22 UTC the token is used from a hosting network in another country, by another client.",
      "3. On 16 November a user that looks normal is created with it.",
      "4. On 23 November at 15:58 the service account joins a group of administrators and becomes one.",
      "5. At 16:35 a responder deactivates the service account, at 17:23 the user.",
    ]),
    expected: {
      scenario: id,
      label: "reconstruction",
      mustFind: [mustFind({ id: robot.id, name: robot.login }, null, theirs, signals)],
      mustNotFind: { atLeast: "high", exceptUsers: [robot.login] },
    },
  };
}
