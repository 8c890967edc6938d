import type { Device } from "../cast/device.ts";
import { oktaId, type Person } from "../cast/person.ts";
import type { Place } from "../cast/place.ts";
import type { Target } from "../log-event.ts";
import { openSession, type Scene, type Session, transactionId } from "../scene.ts";

/** The second factor of a sign-in; "none" is a password alone. */
export type Factor = "push" | "fastpass" | "webauthn" | "otp" | "sms" | "none";

/** A person at a browser, before there is a session. */
export interface Visitor {
  readonly who: Person;
  readonly place: Place;
  readonly device: Device;
}

export interface SignIn {
  readonly at: number;
  readonly factor: Factor;
  /** Pushes that went unanswered before this one. */
  readonly missedPushes?: number;
  /** Wrong passwords typed before the right one. */
  readonly typos?: number;
  /** Delegated to Active Directory: the agent's own event comes first. */
  readonly directory?: boolean;
}

/**
 * A sign-in as its engine logs it, and the session that it opens. Identity Engine writes the steps under a transient
 * id and the session under another; Classic opens the session first and asks for the factor then.
 */
export function signIn(scene: Scene, visitor: Visitor, how: SignIn): Session {
  const session = openSession(scene, how.at);
  const run = new Run(scene, visitor, session, how.at);
  for (let typo = 0; typo < (how.typos ?? 0); typo += 1) run.wrongPassword();
  if (how.directory === true) run.directory();
  if (scene.tenant.flavour === "classic") {
    run.start();
    if (how.factor !== "none") {
      run.policy("CHALLENGE", session.id);
      run.secondFactor(how, session.id);
    }
    run.policy("ALLOW", session.id);
  } else {
    if (how.factor !== "fastpass") run.password();
    run.policy(how.factor === "none" ? "ALLOW" : "CHALLENGE", session.transient);
    run.secondFactor(how, session.transient);
    run.start();
    run.policy("ALLOW", session.id);
    run.verified(how.factor);
  }
  return session;
}

/** A sign-in that ends at a wrong password; there is no session. */
export function failedSignIn(scene: Scene, visitor: Visitor, at: number, reason = "INVALID_CREDENTIALS"): void {
  new Run(scene, visitor, openSession(scene, at), at).wrongPassword(reason);
}

class Run {
  readonly #scene: Scene;
  readonly #visitor: Visitor;
  readonly #session: Session;
  readonly #flow: string;
  #at: number;

  constructor(scene: Scene, visitor: Visitor, session: Session, at: number) {
    this.#scene = scene;
    this.#visitor = visitor;
    this.#session = session;
    this.#flow = transactionId(scene.random);
    this.#at = at;
  }

  wrongPassword(reason = "INVALID_CREDENTIALS"): void {
    this.#write({
      verb: "user.session.start",
      session: this.#scene.random.chance(0.5) ? "unknown" : null,
      result: "FAILURE",
      reason,
      credential: { provider: "OKTA_CREDENTIAL_PROVIDER", type: "PASSWORD" },
      debug: this.#judge(false),
    });
    this.#wait(4, 15);
  }

  directory(): void {
    this.#write({ verb: "user.authentication.auth_via_AD_agent", session: this.#session.transient });
  }

  password(): void {
    this.#write({
      verb: "user.authentication.auth_via_mfa",
      session: this.#session.transient,
      credential: { provider: "OKTA_CREDENTIAL_PROVIDER", type: "PASSWORD" },
      debug: { factor: "PASSWORD_AS_FACTOR", factorIntent: "AUTHENTICATION" },
      targets: [enrollment("Password", this.#scene)],
    });
    this.#wait(0, 1);
  }

  secondFactor(how: SignIn, session: string): void {
    const factor = how.factor;
    if (factor === "none") return;
    if (factor === "push") {
      for (let missed = 0; missed < (how.missedPushes ?? 0); missed += 1) {
        this.#push(session);
        this.#wait(60, 61);
      }
      this.#push(session);
    }
    this.#wait(3, factor === "fastpass" ? 4 : 20);
    const [name, label, provider] = factorNames[factor];
    this.#write({
      verb: "user.authentication.auth_via_mfa",
      session,
      credential: { provider, type: factor === "sms" ? "SMS" : factor === "otp" ? "OTP" : null },
      debug: { factor: name, factorIntent: "AUTHENTICATION", ...this.#judge(false) },
      targets: [enrollment(label, this.#scene)],
    });
    this.#wait(0, 1);
  }

  start(): void {
    this.#write({
      verb: "user.session.start",
      session: this.#session.id,
      credential: { provider: "OKTA_CREDENTIAL_PROVIDER", type: "PASSWORD" },
      debug: this.#judge(true),
      targets: this.#scene.tenant.flavour === "classic" ? null : [enrollment("Password", this.#scene), dashboard],
    });
    this.#wait(0, 1);
  }

  policy(result: "ALLOW" | "CHALLENGE", session: string): void {
    this.#write({
      verb: "policy.evaluate_sign_on",
      session,
      result,
      reason:
        result === "ALLOW"
          ? "Sign-on policy evaluation resulted in ALLOW"
          : "Sign-on policy evaluation resulted in CHALLENGE",
      debug: this.#judge(false),
      targets: [signOnRule(this.#scene.tenant.flavour === "classic" ? "Default Policy" : "Okta Dashboard")],
    });
    this.#wait(0, 1);
  }

  verified(factor: Factor): void {
    if (this.#scene.random.chance(0.5)) return;
    this.#write({
      verb: "user.authentication.verify",
      session: this.#session.id,
      debug: { factor: factor === "none" ? "PASSWORD_AS_FACTOR" : factorNames[factor][0] },
      targets: [dashboard],
    });
  }

  #push(session: string): void {
    // Okta's own service sends the push, but under the client that asked for it.
    this.#write({
      verb: "system.push.send_factor_verify_push",
      session,
      debug: { devicePlatform: "IOS" },
      targets: [
        {
          id: this.#visitor.who.id,
          type: "User",
          alternateId: this.#visitor.who.login,
          displayName: this.#visitor.who.name,
          detailEntry: null,
        },
      ],
    });
  }

  #judge(keep: boolean): Record<string, string> {
    const { place, device, who } = this.#visitor;
    return this.#scene.familiarity.judge(who.id, { at: this.#at, place, device }, keep);
  }

  #write(deed: Omit<Parameters<Scene["write"]>[1], "at">): void {
    const uri = this.#scene.tenant.flavour === "classic" ? "/api/v1/authn" : "/idp/idx/identify";
    const debug = { authnRequestId: this.#flow, ...deed.debug };
    this.#scene.write(this.#visitor, {
      uri,
      fingerprint: true,
      session: this.#session.id,
      ...deed,
      debug,
      at: this.#at,
    });
  }

  #wait(low: number, high: number): void {
    this.#at += this.#scene.random.between(low * 1000 + 40, high * 1000 + 400);
  }
}

export const factorNames: Record<
  Exclude<Factor, "none">,
  readonly [factor: string, label: string, provider: string]
> = {
  push: ["OKTA_VERIFY_PUSH", "Okta Verify", "OKTA_CREDENTIAL_PROVIDER"],
  fastpass: ["SIGNED_NONCE", "Okta Verify", "OKTA_CREDENTIAL_PROVIDER"],
  webauthn: ["FIDO_WEBAUTHN", "Security Key or Biometric", "OKTA_CREDENTIAL_PROVIDER"],
  otp: ["OKTA_SOFT_TOKEN", "Okta Verify", "OKTA_CREDENTIAL_PROVIDER"],
  sms: ["SMS_FACTOR", "Phone", "OKTA_CREDENTIAL_PROVIDER"],
};

const dashboard: Target = {
  id: "0oaOktaDashboard00001",
  type: "AppInstance",
  alternateId: "Okta Dashboard",
  displayName: "Okta Dashboard",
  detailEntry: null,
};

function enrollment(label: string, scene: Scene): Target {
  return {
    id: oktaId("lae", scene.random),
    type: "AuthenticatorEnrollment",
    alternateId: "unknown",
    displayName: label,
    detailEntry: null,
  };
}

export function signOnRule(policy: string): Target {
  return {
    id: "rstSignOnPolicy000001",
    type: "PolicyEntity",
    alternateId: "unknown",
    displayName: policy,
    detailEntry: { policyType: "OktaSignOn" },
  };
}
