import { intruderLabel } from "../attack/case.ts";
import { cities } from "../cast/city.ts";
import { newDevice } from "../cast/device.ts";
import { publishedPlace } from "../cast/indicators.ts";
import { exportReport } from "../gesture/administer.ts";
import { openApp } from "../gesture/open-app.ts";
import { signIn } from "../gesture/sign-in.ts";
import type { LogEvent, Target } from "../log-event.ts";
import { Random } from "../random/random.ts";
import type { Seat } from "../scene.ts";
import { castIn, type Character, clock, usualDay, minute, perform, quietMix } from "./play.ts";
import { headed, mustFind, type Scenario } from "./scenario.ts";

/**
 * R4: a service account of a support desk, its password taken from a personal browser profile. The intruder signs in
 * with it and takes files by another way than the desk does, so whoever asks the log by case number finds nothing;
 * whoever asks by account finds all. The support system's own log is another source; this is what Okta's can say.
 */
export function r4FilesTab(): Scenario {
  const id = "r4-files-tab";
  const random = new Random(`scenario/${id}`);
  const signals: [LogEvent, string][] = [];
  let desk: Character | undefined;
  let stolen: Seat | undefined;
  const note = (event: LogEvent | undefined, what: string): void =>
    void (event !== undefined && signals.push([event, what]));
  const { events, theirs } = perform(
    { seed: id, users: 4, days: 3, from: Date.UTC(2023, 8, 26), flavour: "classic", mix: quietMix },
    (today) => {
      const { scene, midnight, turn } = today;
      const agent = { system: "windows", browser: "chrome", version: 117 } as const;
      desk ??= named(castIn(scene, random, { index: 970, city: cities.sanFrancisco, agent, factor: "none" }));
      const app = scene.tenant.apps[9];
      if (app === undefined) return;
      scene.label = "story";
      const usual = usualDay(scene, random, desk, { at: clock(midnight, 15, 30), apps: 2, console: false });
      for (let opened = 0; opened < 4; opened += 1) {
        const at = clock(midnight, 16, opened * 25);
        scene.write(usual, {
          at,
          verb: "user.authentication.sso",
          uri: `/app/servicenow_ud/${app.id}/sso/saml`,
          targets: [{ ...appAs(app.id), displayName: app.label }, supportCase(turn * 10 + opened)],
        });
      }
      if (turn < 2) return;
      scene.label = intruderLabel;
      const visitor = {
        who: desk.who,
        place: publishedPlace("104.251.211.122"),
        device: newDevice({ system: "linux", browser: "firefox", version: 115 }, random),
      };
      const before = scene.written;
      const session = signIn(scene, visitor, { at: clock(midnight, 14, 58), factor: "none" });
      note(
        scene.writtenSince(before)[0]?.event,
        "a password alone opens the service account, from an anonymiser, on a machine never seen",
      );
      const seat: Seat = { ...visitor, session };
      stolen = seat;
      openApp(scene, seat, app, { at: clock(midnight, 15, 1) });
      note(
        exportReport(scene, seat, clock(midnight, 15, 6), {
          name: "All support users (unfiltered)",
          uri: "/api/v1/reports/support-users",
          download: true,
        }),
        "a report of every user, never requested by this account before",
      );
      for (let taken = 0; taken < 5; taken += 1) {
        const file: Target = {
          id: `file-${random.hex(10)}`,
          type: "File",
          alternateId: "unknown",
          displayName: `capture-${taken + 1}.har`,
          detailEntry: null,
        };
        const event = scene.write(seat, {
          at: clock(midnight, 15, 12) + taken * 3 * minute,
          verb: "analytics.reports.export.download",
          uri: "/files",
          targets: [file],
        });
        if (taken === 0) note(event, "files taken by their own record, not through a case");
      }
    },
  );
  if (stolen === undefined) throw new RangeError("The story was not played, wanted a town of at least three days");
  const user = { id: stolen.who.id, name: stolen.who.login };
  return {
    id,
    title: "R4, files taken past the cases",
    events,
    story: headed("R4: files taken past the cases", [
      "*A reconstruction, as far as Okta's own log can say: the opening of a file was logged by the support system, not by Okta. People and tenant are invented.*",
      "",
      `1. The service account \`${user.name}\` signs in every day from the desk in San Francisco, with a password alone, and opens support cases through the desk's app; each opening names the case.`,
      "2. On 28 September 2023 at 14:58 UTC somebody else signs in with the same password, from 104.251.211.122, in Firefox on Linux.",
      "3. At 15:06 a report of all support users is requested and downloaded, without a filter.",
      "4. Then files are downloaded by their own record. Events that name a case show nothing of this; events of the account show all.",
    ]),
    expected: {
      scenario: id,
      label: "reconstruction",
      mustFind: [
        mustFind(
          user,
          stolen.session.id,
          theirs.filter((event) => event.actor.id === user.id),
          signals,
        ),
      ],
      mustNotFind: { atLeast: "high", exceptUsers: [user.name] },
    },
  };
}

function named(character: Character): Character {
  return {
    ...character,
    who: { ...character.who, login: "svc-support-desk@example.com", name: "Support Desk Service" },
  };
}

function appAs(id: string): Target {
  return { id, type: "AppInstance", alternateId: "Support desk", displayName: "Support desk", detailEntry: null };
}

function supportCase(number: number): Target {
  return {
    id: `case-${1000 + number}`,
    type: "SupportCase",
    alternateId: "unknown",
    displayName: `Case ${1000 + number}`,
    detailEntry: null,
  };
}
