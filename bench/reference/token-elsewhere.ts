import { different, MINUTE, type ReferenceDetector, Sliding } from "./detector.ts";

/** One device token of one user at two addresses and in two systems or browsers, among sign-on evaluations that let in. */
export const tokenElsewhere: ReferenceDetector = {
  name: "device token elsewhere",
  known: "Okta, Splunk, Chronicle, Anvilogic",
  rule: "one dtHash of one user, on evaluations of the sign-on policy that let in: more than one address, and more than one system or browser, within an hour",
  start: () => {
    const window = new Sliding(60 * MINUTE);
    return (event) => {
      if (event.type !== "policy.evaluate_sign_on" || event.dt === "") return undefined;
      if (event.outcome !== "ALLOW" && event.outcome !== "SUCCESS") return undefined;
      const key = `${event.actorId} ${event.dt}`;
      const seen = window.add(key, event);
      const moved = different(seen, ({ ip }) => ip) > 1;
      const changed = different(seen, ({ uaOs }) => uaOs) > 1 || different(seen, ({ uaBrowser }) => uaBrowser) > 1;
      return moved && changed ? window.alarm(key, seen) : undefined;
    };
  },
};
