import type { Envelope, Target } from "../event/envelope.ts";
import { verbOf } from "./verbs.ts";

const SAID: ReadonlyMap<string, string> = new Map([
  ["user.session.start", "signed in"],
  ["user.session.end", "signed out"],
  ["user.authentication.sso", "opened"],
  ["user.authentication.auth_via_mfa", "answered a second factor"],
  ["user.authentication.verify", "proved who they are"],
  ["policy.evaluate_sign_on", "was judged by a sign-on policy"],
  ["user.session.access_admin_app", "opened the Admin Console"],
  ["security.session.detect_client_roaming", "was seen roaming by Okta's session binding"],
]);

/**
 * One sentence on what an event is, from the actor's side.
 *
 * @example
 * narrate(event) // "created an API token «ci» at /api/internal/tokens"
 */
export function narrate(event: Envelope): string {
  const verb = verbOf(event.type);
  const did = verb?.did ?? SAID.get(event.type) ?? event.type;
  const subject = subjectOf(event);
  const named = subject === undefined ? "" : ` «${subject.display || subject.name || subject.id}»`;
  const rights = event.privilege === "" ? "" : ` (${event.privilege})`;
  const failed = event.outcome === "" || /^(?:SUCCESS|ALLOW)$/.test(event.outcome) ? "" : `: ${event.outcome}`;
  const reason = failed !== "" && event.reason !== "" ? `, ${event.reason}` : "";
  return `${did}${named}${rights}${failed}${reason}`;
}

/** What the event acted on: applications for openings, the person acted upon for account changes. */
function subjectOf(event: Envelope): Target | undefined {
  const { targets } = event;
  if (targets.length === 0) return undefined;
  const user = targets.find((target) => target.type === "User" && target.id !== event.actorId);
  if (user !== undefined && /^(?:user|group|application\.user)/.test(event.type))
    return { ...user, display: user.name || user.display };
  return targets.find((target) => target.type !== "User" && target.type !== "AuthenticatorEnrollment") ?? targets[0];
}

/** Applications an event opened or asked for. */
export function appsOf(event: Envelope): readonly string[] {
  return event.targets
    .filter((target) => target.type === "AppInstance")
    .map((target) => target.display || target.name || target.id);
}

/** Whether the Admin Console refused somebody. */
export function isRefusedByConsole(event: Envelope): boolean {
  return (event.outcome === "DENY" || event.outcome === "FAILURE") && concernsConsole(event);
}

/** Whether an event concerns the Admin Console. */
export function concernsConsole(event: Envelope): boolean {
  if (event.type === "user.session.access_admin_app") return true;
  return event.targets.some((target) => /Okta Admin(?:istration| Console)/i.test(`${target.display} ${target.name}`));
}
