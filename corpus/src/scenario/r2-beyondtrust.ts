import { intruderLabel } from "../attack/case.ts";
import { cities } from "../cast/city.ts";
import { newDevice } from "../cast/device.ts";
import { publishedPlace } from "../cast/indicators.ts";
import { oktaId, type Person } from "../cast/person.ts";
import { createUser, deactivateUser, exportReport } from "../gesture/administer.ts";
import { openAdminConsole, openApp } from "../gesture/open-app.ts";
import type { LogEvent } from "../log-event.ts";
import { Random } from "../random/random.ts";
import type { LivedDay, MonthOptions } from "../life/town.ts";
import type { Seat } from "../scene.ts";
import { bindingRefuses, clearSessions } from "./containment.ts";
import { castIn, type Character, clock, usualDay, minute, perform, quietMix } from "./play.ts";
import { headed, mustFind, type Scenario } from "./scenario.ts";

/**
 * R2: less than half an hour after a capture was uploaded, the session in it is used; the console policy refuses the
 * unmanaged machine, the API does not; a report of password health, then a back-door account.
 */
export function r2Beyondtrust(bound: boolean): Scenario {
  const id = bound ? "r2-beyondtrust-bound" : "r2-beyondtrust";
  const town = { users: 4, days: 4, from: Date.UTC(2023, 8, 29), mix: quietMix };
  return apiAfterConsole({
    id,
    bound,
    town,
    title: `R2, the API after the console said no${bound ? " (session binding on)" : ""}`,
  });
}

/** The story of R2 in a town of any size. */
export function apiAfterConsole(given: {
  id: string;
  bound: boolean;
  town: Omit<MonthOptions, "seed">;
  title: string;
}): Scenario {
  const { id, bound } = given;
  const random = new Random(`scenario/${id}`);
  const signals: [LogEvent, string][] = [];
  let admin: Character | undefined;
  let stolen: Seat | undefined;
  let when = 0;
  const days = given.town.days ?? 2;
  const act = (today: LivedDay): void => {
    const { scene, midnight } = today;
    if (new Date(midnight).getUTCDay() % 6 === 0) return;
    const agent = { system: "mac", browser: "chrome", version: 117 } as const;
    admin ??= castIn(scene, random, { index: 918, city: cities.newYork, agent, factor: "fastpass" });
    scene.label = "story";
    const victim = usualDay(scene, random, admin, { at: clock(midnight, 13, 5), apps: 8, console: true });
    if (today.turn < days - 1) return;
    when = clock(midnight, 16, 22);
    const device = newDevice({ system: "windows", browser: "chrome", version: 116 }, random);
    const seat: Seat = {
      ...victim,
      place: publishedPlace("202.59.10.100"),
      device: { ...device, dtHash: victim.device.dtHash },
    };
    stolen = seat;
    scene.label = intruderLabel;
    const note = (event: LogEvent | undefined, what: string): void =>
      void (event !== undefined && signals.push([event, what]));
    const before = scene.written;
    if (bound) bindingRefuses(scene, seat, when, () => undefined);
    else openAdminConsole(scene, seat, { at: when, refused: "DENY" });
    const first = scene.writtenSince(before)[0]?.event;
    note(first, "the session in another country and on another system, with the device token of the first");
    note(
      scene.writtenSince(before).find((entry) => entry.event.eventType === "user.session.access_admin_app")?.event,
      "the Admin Console refuses access",
    );
    const app = scene.tenant.apps[0];
    if (app !== undefined) openApp(scene, seat, app, { at: when + 2 * minute, refused: "CHALLENGE" });
    const report = {
      name: "Password Health",
      uri: "/reports/password-health/async_csv_download_schedule",
      download: true,
    };
    note(exportReport(scene, seat, when + 5 * minute, report), "a report of password health through the API");
    const made: Person = {
      id: oktaId("00u", random),
      login: `svc_network_backup@${scene.tenant.domain}`,
      name: "svc_network_backup",
    };
    note(
      createUser(scene, seat, when + 9 * minute, made),
      "a user with the name of a service is created, with no console login",
    );
    scene.label = "story";
    const responder = clearSessions(scene, [victim], when + 31 * minute, random);
    deactivateUser(scene, responder, when + 29 * minute, made);
  };
  const { events, theirs } = perform({ seed: id, flavour: "identity-engine", roots: false, ...given.town }, act);
  if (stolen === undefined) throw new RangeError("The story was not played, wanted a town of at least two days");
  const user = { id: stolen.who.id, name: stolen.who.login };
  const own = theirs.filter((event) => event.actor.id === user.id);
  return {
    id,
    title: given.title,
    events,
    story: headed(given.title, [
      "*A reconstruction: the victim published no raw events; the order inside a step is ours. People, tenant and victims' addresses are invented.*",
      "",
      `1. \`${user.name}\` administers the tenant from New York, on a managed Mac with FastPass. Around them the tenant lives its ordinary days.`,
      "2. At 16:00 UTC of the last day a capture of the browser, made at the request of a vendor's support, is uploaded to a ticket. Nothing of that is in this log.",
      `3. At 16:22 the session appears at 202.59.10.100 (Malaysia) in Chrome on Windows. The whole cookie jar moved: the device token is the victim's. ${bound ? "Session binding notices. " : ""}The Admin Console's policy wants a managed machine and refuses.`,
      "4. The dashboard asks for a factor and gets none. The API does not ask: a report of password health is requested, and the account `svc_network_backup` is created and activated.",
      "5. Half an hour after the first misuse a responder deactivates that account and clears the sessions.",
    ]),
    expected: {
      scenario: id,
      label: "reconstruction",
      mustFind: [mustFind(user, stolen.session.id, own, signals)],
      mustNotFind: { atLeast: "high", exceptUsers: [user.name] },
    },
  };
}
