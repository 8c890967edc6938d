import type { Place, Session, User } from "../entities.ts";
import { type Organisation, partyOf, target } from "../organisation.ts";

/** A person signs in with password and factor, and has a session. `undefined` when the account is not usable. */
export function signIn(
  org: Organisation,
  user: User,
  {
    place,
    factor = "FIDO_WEBAUTHN",
    at = org.now(),
  }: { readonly place: Place; readonly factor?: string; readonly at?: number },
): Session | undefined {
  const by = { actor: partyOf(user), place };
  if (org.isBlocked(place.ip)) {
    org.write(by, { type: "security.request.blocked", message: "Request blocked", outcome: "DENY" }, { at });
    return undefined;
  }
  if (user.status !== "ACTIVE") {
    const reason = user.status === "SUSPENDED" ? "User suspended" : "Invalid credentials";
    org.write(by, { type: "user.session.start", message: "User login to Okta", outcome: "FAILURE", reason }, { at });
    return undefined;
  }
  const session: Session = { id: `idx${org.chance.letters(22)}`, user, opened: at, place, ended: 0 };
  org.sessions.set(session.id, session);
  user.lastLogin = at;
  const inside = { ...by, session: session.id };
  org.write(
    inside,
    { type: "policy.evaluate_sign_on", message: "Evaluation of sign-on policy", outcome: "CHALLENGE" },
    { at },
  );
  org.write(
    inside,
    { type: "user.authentication.auth_via_mfa", message: "Authentication of user via MFA", debug: { factor } },
    { at: at + 4000 },
  );
  org.write(
    inside,
    {
      type: "user.session.start",
      message: "User login to Okta",
      targets: [target("AppInstance", { id: "okta.dashboard", name: "Okta Dashboard" })],
    },
    { at: at + 4500 },
  );
  return session;
}

/** Somebody opens an application with a session; with one that has ended they cannot. */
export function openApp(
  org: Organisation,
  session: Session,
  {
    appId,
    place = session.place,
    at = org.now(),
  }: { readonly appId: string; readonly place?: Place; readonly at?: number },
): void {
  const app = org.apps.get(appId);
  if (app === undefined || (session.ended !== 0 && at >= session.ended)) return;
  const by = { actor: partyOf(session.user), place, session: session.id };
  const targets = [target("AppInstance", { id: app.id, name: app.label })];
  org.write(
    by,
    { type: "policy.evaluate_sign_on", message: "Evaluation of sign-on policy", outcome: "ALLOW", targets },
    { at },
  );
  org.write(by, { type: "user.authentication.sso", message: "User single sign on to app", targets }, { at: at + 300 });
}

/** Ends sessions; each is told in the log, under one transaction, as clearing does it. */
export function endSessions(
  org: Organisation,
  sessions: readonly Session[],
  by: { readonly transaction: string },
): void {
  for (const session of sessions) {
    if (session.ended !== 0) continue;
    session.ended = org.now();
    org.write(
      { actor: partyOf(session.user), session: session.id },
      { type: "user.session.end", message: "User logout from Okta", transaction: by.transaction },
    );
  }
}
