import type { Envelope } from "@nightlatch/core";
import { likeness } from "./likeness.ts";
import { type Alarm, MINUTE, type ReferenceDetector } from "./detector.ts";

const DAY = 24 * 60 * MINUTE;
const ALIKE = 0.95;
/** The Admin Console as an OpenID Connect client. */
const ADMIN_CONSOLE = /^okta\./;

/** A session with its device token goes on at another address in a browser that calls itself otherwise. */
export const sessionUnlike: ReferenceDetector = {
  name: "session unlike its first event",
  known: "Panther",
  rule: "one external session with one dtHash, on session starts and single sign-on outside the Admin Console: another address than at first, and a user agent less than 95 % like the first, within a day of it",
  start: () => {
    const first = new Map<string, Envelope>();
    const told = new Set<string>();
    return (event): Alarm | undefined => {
      if (event.type !== "user.session.start" && event.type !== "user.authentication.sso") return undefined;
      if (ADMIN_CONSOLE.test(event.client) || event.session === "" || event.dt === "") return undefined;
      const key = `${event.session}-${event.dt}`;
      const known = first.get(key);
      if (known === undefined || event.time - known.time > DAY) {
        first.set(key, event);
        return undefined;
      }
      if (event.ip === known.ip || likeness(event.ua, known.ua) >= ALIKE || told.has(key)) return undefined;
      told.add(key);
      return { time: event.time, uids: [event.uid] };
    };
  },
};
