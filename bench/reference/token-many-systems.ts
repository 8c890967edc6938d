import { different, MINUTE, type ReferenceDetector, Sliding } from "./detector.ts";

const CHECKS = new Set(["user.authentication.verify", "user.authentication.auth_via_mfa"]);

/** One device token passes factor checks on two operating systems. */
export const tokenManySystems: ReferenceDetector = {
  name: "device token on two systems",
  known: "Elastic",
  rule: "one dtHash, on checks of a factor: two operating systems or more, within an hour",
  start: () => {
    const window = new Sliding(60 * MINUTE);
    return (event) => {
      if (!CHECKS.has(event.type) || event.dt === "") return undefined;
      const seen = window.add(event.dt, event);
      return different(seen, ({ uaOs }) => uaOs) >= 2 ? window.alarm(event.dt, seen) : undefined;
    };
  },
};
