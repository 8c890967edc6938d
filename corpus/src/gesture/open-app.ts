import { type App, adminConsoleClientId } from "../cast/app.ts";
import type { Target } from "../log-event.ts";
import { appTarget, type Scene, type Seat } from "../scene.ts";
import { type Factor, factorNames, signOnRule } from "./sign-in.ts";

/** How an app is opened: a policy may ask for a factor first. */
export interface Opening {
  readonly at: number;
  readonly stepUp?: Factor;
  /** The policy asks and nobody answers, or it says no. */
  readonly refused?: "CHALLENGE" | "DENY";
  /** Some engines log the evaluation only when it asks for something. */
  readonly quiet?: boolean;
}

/** Single sign-on into an app with an open session. */
export function openApp(scene: Scene, seat: Seat, app: App, opening: Opening): number {
  let at = opening.at;
  const judged = (): Record<string, string> =>
    scene.familiarity.judge(seat.who.id, { at, place: seat.place, device: seat.device }, false);
  const targets = [appTarget(app), signOnRule(app.label)];
  const uri = `/app/${app.key}/${app.id}/sso/${app.mode === "SAML_2_0" ? "saml" : "oidc"}`;
  if (opening.refused !== undefined) {
    const reason =
      opening.refused === "DENY"
        ? "Sign-on policy evaluation resulted in DENY"
        : "Sign-on policy evaluation resulted in CHALLENGE";
    scene.write(seat, {
      at,
      verb: "policy.evaluate_sign_on",
      result: opening.refused,
      reason,
      uri,
      debug: judged(),
      targets,
      fingerprint: scene.random.chance(0.3),
    });
    return at;
  }
  if (opening.stepUp !== undefined && opening.stepUp !== "none") {
    const reason = "Sign-on policy evaluation resulted in CHALLENGE";
    scene.write(seat, {
      at,
      verb: "policy.evaluate_sign_on",
      result: "CHALLENGE",
      reason,
      uri: "/idp/idx/introspect",
      debug: judged(),
      targets,
      fingerprint: true,
    });
    at += scene.random.between(4000, 20_000);
    const debug = { factor: factorNames[opening.stepUp][0], factorIntent: "AUTHENTICATION", ...judged() };
    scene.write(seat, {
      at,
      verb: "user.authentication.auth_via_mfa",
      uri: "/idp/idx/challenge/answer",
      debug,
      fingerprint: true,
    });
    at += scene.random.between(100, 600);
  }
  if (opening.quiet !== true) {
    const reason = "Sign-on policy evaluation resulted in ALLOW";
    scene.write(seat, { at, verb: "policy.evaluate_sign_on", result: "ALLOW", reason, uri, debug: judged(), targets });
    at += scene.random.between(20, 400);
  }
  const debug = { initiationType: scene.random.chance(0.6) ? "SP_INITIATED" : "IDP_INITIATED", signOnMode: app.mode };
  scene.write(seat, { at, verb: "user.authentication.sso", uri, debug, targets: [appTarget(app), appUser(seat, app)] });
  return at;
}

/** Opens Okta's Admin Console; `refused` is a console policy that says no to this client. */
export function openAdminConsole(scene: Scene, seat: Seat, opening: Opening): number {
  const { at } = opening;
  const judged = scene.familiarity.judge(seat.who.id, { at, place: seat.place, device: seat.device }, false);
  const targets = [adminConsole, signOnRule("Okta Admin Console")];
  const uri = "/oauth2/v1/authorize";
  if (opening.refused !== undefined) {
    const reason = `Sign-on policy evaluation resulted in ${opening.refused}`;
    scene.write(seat, {
      at,
      verb: "policy.evaluate_sign_on",
      result: opening.refused,
      reason,
      uri,
      debug: judged,
      targets,
      clientId: adminConsoleClientId,
    });
    const failed = { result: "FAILURE", reason: "Access denied by sign-on policy", uri: "/admin/sso/callback" };
    scene.write(seat, {
      at: at + scene.random.between(80, 900),
      verb: "user.session.access_admin_app",
      ...failed,
      targets: [adminConsole],
    });
    return at + 1000;
  }
  let now = at;
  if (opening.stepUp !== undefined && opening.stepUp !== "none") {
    scene.write(seat, {
      at: now,
      verb: "policy.evaluate_sign_on",
      result: "CHALLENGE",
      reason: "Sign-on policy evaluation resulted in CHALLENGE",
      uri,
      debug: judged,
      targets,
      fingerprint: true,
      clientId: adminConsoleClientId,
    });
    now += scene.random.between(3000, 15_000);
    const debug = { factor: factorNames[opening.stepUp][0], factorIntent: "AUTHENTICATION" };
    scene.write(seat, {
      at: now,
      verb: "user.authentication.auth_via_mfa",
      uri: "/idp/idx/challenge/answer",
      debug,
      fingerprint: true,
    });
    now += scene.random.between(100, 600);
  }
  scene.write(seat, {
    at: now,
    verb: "policy.evaluate_sign_on",
    result: "ALLOW",
    reason: "Sign-on policy evaluation resulted in ALLOW",
    uri,
    debug: judged,
    targets,
    clientId: adminConsoleClientId,
  });
  now += scene.random.between(100, 700);
  scene.write(seat, {
    at: now,
    verb: "user.authentication.sso",
    uri,
    debug: { initiationType: "SP_INITIATED", signOnMode: "OPENID_CONNECT" },
    targets: [adminConsole],
    clientId: adminConsoleClientId,
  });
  now += scene.random.between(100, 700);
  scene.write(seat, {
    at: now,
    verb: "user.session.access_admin_app",
    uri: "/admin/sso/callback",
    targets: [adminConsole],
  });
  return now;
}

/** The person signs out. */
export function signOut(scene: Scene, seat: Seat, at: number): void {
  scene.write(seat, { at, verb: "user.session.end", uri: "/login/signout" });
}

const adminConsole: Target = {
  id: "0oaOktaAdminConsole01",
  type: "AppInstance",
  alternateId: "Okta Admin Console",
  displayName: "Okta Admin Console",
  detailEntry: null,
};

function appUser(seat: Seat, app: App): Target {
  return {
    id: `0ua${app.id.slice(3, 10)}${seat.who.id.slice(3, 13)}`,
    type: "AppUser",
    alternateId: seat.who.login,
    displayName: seat.who.name,
    detailEntry: null,
  };
}
