import { different, MINUTE, type ReferenceDetector, Sliding } from "./detector.ts";

const LEFT_OUT = new Set(["user.session.start", "policy.evaluate_sign_on", "user.authentication.sso"]);

/** One session shows four device tokens and two addresses. */
export const manyTokens: ReferenceDetector = {
  name: "many device tokens in a session",
  known: "Elastic",
  rule: "one external session of one user, leaving out session starts, sign-on evaluations and single sign-on: four dtHash or more and two addresses or more, within nine minutes",
  start: () => {
    const window = new Sliding(9 * MINUTE);
    return (event) => {
      if (LEFT_OUT.has(event.type) || event.session === "" || event.actorId === "") return undefined;
      const key = `${event.actorId} ${event.session}`;
      const seen = window.add(key, event);
      const enough = different(seen, ({ dt }) => dt) >= 4 && different(seen, ({ ip }) => ip) >= 2;
      return enough ? window.alarm(key, seen) : undefined;
    };
  },
};
