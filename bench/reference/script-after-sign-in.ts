import { different, MINUTE, type ReferenceDetector, Sliding } from "./detector.ts";

const SCRIPTED = /python|curl|wget|go-http-client|okhttp|axios|node|powershell|headless|java\/|ruby|libwww|httpclient/i;
const SEEN = new Set(["user.session.start", "policy.evaluate_sign_on", "user.authentication.sso"]);

/** A session that just began is used elsewhere, by a program that is no browser. */
export const scriptAfterSignIn: ReferenceDetector = {
  name: "script soon after the sign-in",
  known: "Elastic",
  rule: "one root session of one user: it starts, then signs on somewhere, with more than one address or user agent, one of them a scripting library, within half an hour",
  start: () => {
    const window = new Sliding(30 * MINUTE);
    return (event) => {
      if (!SEEN.has(event.type) || event.root === "" || event.actorId === "") return undefined;
      const key = `${event.actorId} ${event.root}`;
      const seen = window.add(key, event);
      const began = seen.findIndex(({ type }) => type === "user.session.start");
      const after = began >= 0 && seen.slice(began + 1).some(({ type }) => type !== "user.session.start");
      const moved = different(seen, ({ ip }) => ip) > 1 || different(seen, ({ ua }) => ua) > 1;
      return after && moved && seen.some(({ ua }) => SCRIPTED.test(ua)) ? window.alarm(key, seen) : undefined;
    };
  },
};
