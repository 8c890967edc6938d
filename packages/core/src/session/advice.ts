import type { Severity } from "../finding/finding.ts";
import type { Session } from "./session.ts";
import type { Suspicion } from "./suspicion.ts";
import { tokenOf } from "./token.ts";

/** What each kind of deed asks to be undone or checked. */
const UNDO: readonly (readonly [deed: RegExp, advice: string])[] = [
  [/system\.api_token\./, "Revoke the API tokens made or changed there, and look for calls made with them"],
  [
    /system\.idp\./,
    "Deactivate the identity provider that was changed, compare it with its earlier settings, and look for sign-ins through it",
  ],
  [/user\.lifecycle\.(?:create|activate|reactivate|unsuspend)/, "Suspend the users that were created or revived there"],
  [/privilege\.grant|iam\.|impersonation/, "Remove the roles and rights that were granted there"],
  [/user\.mfa\.|device\.enrollment/, "Check every factor of the users touched; remove those their owners do not know"],
  [/user\.account\.(?:reset|update|expire)/, "Reset the passwords that were changed there"],
  [
    /analytics\.reports|show_password|client_secret/,
    "Treat what was exported or read as known to the intruder: rotate the secrets, tell the people listed",
  ],
  [/policy\.|zone\.|security\.|authenticator/, "Put policies, zones and protections back as they were"],
  [
    /log_stream|event_hook/,
    "Restart the log streams and hooks that were stopped, and fill the gap from the System Log",
  ],
  [/app\.oauth2|application\.lifecycle/, "Review the applications and OAuth clients that were made or changed there"],
];

/** What to do now, in order: end the session with its tokens first, for that is what the intruder holds. */
export function adviceFor(session: Session, suspicion: Suspicion, severity: Severity): readonly string[] {
  const who = session.person.name || session.person.id;
  const deeds = suspicion.all().filter((one) => one.kind.startsWith("deed."));
  const undo = UNDO.filter(([deed]) => deeds.some((one) => deed.test(one.kind))).map(([, advice]) => advice);
  if (severity === "low" || severity === "medium")
    return [
      `Ask ${who} whether this was them, by a way that does not pass through Okta`,
      "If it was not, end their sessions with OAuth tokens and reset their factors",
      ...undo,
    ];
  const token = tokenOf(session);
  if (token !== "")
    return [
      `Revoke the API token ${token} of ${who}, after telling whoever runs the program that uses it`,
      ...undo,
      "Find out where the token leaked: a build log, a repository, a shared machine, an earlier incident",
      "List what else leaked with it: a secret that is believed unused is not rotated",
    ];
  const steps = [
    `End all sessions of ${who}, OAuth tokens included (Okta: Clear user sessions, with "also clear tokens")`,
    `Suspend ${who} until they have been reached by a way that does not pass through Okta`,
    ...undo,
    `Reset the password and check every factor of ${who}: an intruder may have added one`,
    "Look for other users seen from the same addresses, and for later use of this session",
  ];
  if (suspicion.opening.length === 0)
    steps.push("Find out where the cookie leaked: a HAR file in a support ticket, malware, a shared machine");
  return steps;
}
