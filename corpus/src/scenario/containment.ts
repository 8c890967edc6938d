import { cities } from "../cast/city.ts";
import type { LogEvent } from "../log-event.ts";
import { openAdminConsole } from "../gesture/open-app.ts";
import type { Random } from "../random/random.ts";
import { type Scene, type Seat, userEntity } from "../scene.ts";
import { castIn, usualDay, minute } from "./play.ts";

/** Okta's binding of admin sessions meets the intruder: it says so, and the console is refused. Answers the time. */
export function bindingRefuses(scene: Scene, seat: Seat, at: number, seen: (event: LogEvent) => void): number {
  seen(
    scene.write(seat, {
      at,
      verb: "security.session.detect_client_roaming",
      result: "FAILURE",
      reason: "Session was used from a different ASN",
      uri: "/oauth2/v1/authorize",
    }),
  );
  return openAdminConsole(scene, seat, { at: at + 2000, refused: "DENY" });
}

/** A responder signs in and clears the sessions of the victims. Answers the responder's seat. */
export function clearSessions(scene: Scene, victims: readonly Seat[], at: number, random: Random): Seat {
  const agent = { system: "mac", browser: "firefox", version: 118 } as const;
  const responder = castIn(scene, random, { index: 931, city: cities.austin, agent, factor: "webauthn" });
  const seat = usualDay(scene, random, responder, { at: at - 3 * minute, apps: 0, console: false });
  victims.forEach((victim, turn) => {
    const done = at + turn * 20_000;
    const targets = [userEntity(victim.who)];
    scene.write(seat, {
      at: done,
      verb: "user.session.clear",
      uri: `/api/v1/users/${victim.who.id}/sessions`,
      targets,
    });
    scene.write(seat, {
      at: done + 300,
      verb: "user.session.end",
      uri: `/api/v1/users/${victim.who.id}/sessions`,
      targets,
    });
  });
  return seat;
}
