/** A class of secret, of personal data, or of what could not be judged. */
export type SecretClass =
  | "okta-session"
  | "okta-idx"
  | "okta-device-token"
  | "okta-cookie"
  | "okta-api-token"
  | "okta-transaction"
  | "device-secret"
  | "authorization-code"
  | "refresh-token"
  | "jwt"
  | "okta-token"
  | "cloudflare-access"
  | "jwe"
  | "access-token"
  | "client-secret"
  | "code-verifier"
  | "password"
  | "one-time-code"
  | "saml"
  | "saml-session"
  | "cloudflare-service-token"
  | "cloudflare-api-token"
  | "cloudflare-tunnel"
  | "saas-session"
  | "vendor-token"
  | "cloud-key"
  | "signed-url"
  | "private-key"
  | "basic"
  | "api-key"
  | "session-id"
  | "csrf"
  | "state"
  | "secret"
  | "cookie"
  | "opaque"
  | "claim"
  | "email"
  | "user-id"
  | "login"
  | "person-name"
  | "phone"
  | "postal-address"
  | "ip-address"
  | "withheld";

/** What is known of one class of secret, as data. */
export interface ClassFacts {
  /** Stands before the `#` of its pseudonyms. */
  readonly label: string;
  readonly kind: "credential" | "personal" | "cookie" | "opaque" | "withheld";
  readonly title: string;
  readonly confidence: "exact" | "high" | "medium" | "low";
  /** What a thief who holds it could reach. */
  readonly opens: string;
  /** What ends it. */
  readonly action: string;
  /** Of two classes of one value the higher says what it is. */
  readonly rank: number;
}

type Row = readonly [
  label: string,
  rank: number,
  confidence: ClassFacts["confidence"],
  title: string,
  opens: string,
  action: string,
];

const CREDENTIALS: Readonly<Partial<Record<SecretClass, Row>>> = {
  "okta-session": [
    "sid",
    95,
    "exact",
    "Okta session cookie",
    "Everything the user reaches through Okta, the Admin Console too, until the session ends",
    "Clear the user's sessions: DELETE /api/v1/users/{id}/sessions",
  ],
  "okta-idx": [
    "idx",
    95,
    "exact",
    "Okta Identity Engine session cookie",
    "Everything the user reaches through Okta, the Admin Console too, until the session ends",
    "Clear the user's sessions: DELETE /api/v1/users/{id}/sessions",
  ],
  "okta-device-token": [
    "dt",
    90,
    "high",
    "Okta device token",
    "Nothing alone; it makes a sign-in look like a known device",
    "Clear the user's sessions, and look at rules that trust a known device",
  ],
  "okta-cookie": [
    "okta",
    85,
    "high",
    "Okta cookie of a sign-in or a page",
    "The flow it belongs to",
    "Clear the user's sessions",
  ],
  "okta-api-token": [
    "ssws",
    97,
    "high",
    "Okta API token (SSWS)",
    "The Okta API with the rights of the administrator who made it",
    "Revoke it: DELETE /api/v1/api-tokens/{id}",
  ],
  "okta-transaction": [
    "step",
    70,
    "medium",
    "Okta sign-in, recovery or activation token",
    "One step of a sign-in or recovery, for minutes",
    "None when it is old; else end the user's sign-in and reset the factor or password it belongs to",
  ],
  "device-secret": [
    "devsecret",
    82,
    "high",
    "Device secret of native SSO",
    "New tokens for the applications of that device",
    "Revoke the user's grants and sessions",
  ],
  "authorization-code": [
    "code",
    66,
    "medium",
    "OAuth authorization code",
    "One token request, for a minute or so",
    "None when it is old; else revoke the grant",
  ],
  "refresh-token": [
    "refresh",
    84,
    "high",
    "Refresh token",
    "New access tokens until it is revoked or expires",
    "Revoke it: DELETE /api/v1/users/{id}/clients/{clientId}/tokens, or the issuer's revocation endpoint",
  ],
  jwt: [
    "jwt",
    60,
    "exact",
    "Signed token (JWT)",
    "What its audience accepts it for, until it expires",
    "Revoke at its issuer; a JWT that is checked offline dies only when it expires",
  ],
  "okta-token": [
    "jwt",
    88,
    "exact",
    "Okta access or ID token",
    "The APIs and applications of its audience, until it expires",
    "Revoke by user and client; where it is checked offline it dies only when it expires",
  ],
  "cloudflare-access": [
    "cfaccess",
    88,
    "exact",
    "Cloudflare Access token",
    "The applications of its audience behind Cloudflare Access, until it expires",
    "Revoke the user: POST /accounts/{id}/access/organizations/revoke_user",
  ],
  jwe: [
    "jwe",
    58,
    "high",
    "Encrypted token (JWE)",
    "What its issuer accepts it for",
    "End the session it belongs to, at its issuer",
  ],
  "access-token": [
    "token",
    55,
    "medium",
    "Access or other token",
    "What its issuer accepts it for",
    "Revoke it at its issuer",
  ],
  "client-secret": ["secret", 80, "high", "Client secret", "Tokens in the name of the client", "Rotate it"],
  "code-verifier": ["verifier", 64, "medium", "PKCE code verifier", "Nothing without the code it belongs to", "None"],
  password: ["pwd", 86, "high", "Password", "Signing in as its user, where no second factor is asked", "Reset it"],
  "one-time-code": ["otp", 72, "high", "One-time code", "One sign-in, for a minute or so", "None when it is old"],
  saml: [
    "saml",
    83,
    "exact",
    "SAML or WS-Federation message",
    "The application it is addressed to, within its window",
    "End the user's session at the application; check the replay window",
  ],
  "saml-session": [
    "samlsession",
    62,
    "high",
    "SAML session index",
    "Nothing alone; it names the session",
    "End the user's session at the application",
  ],
  "cloudflare-service-token": [
    "cfservice",
    89,
    "exact",
    "Cloudflare Access service token",
    "The applications that accept the service token",
    "Rotate the service token",
  ],
  "cloudflare-api-token": [
    "cfapi",
    92,
    "high",
    "Cloudflare API credential",
    "The Cloudflare API with the rights it was given",
    "Roll it",
  ],
  "cloudflare-tunnel": [
    "tunnel",
    78,
    "medium",
    "Cloudflare tunnel or WARP token",
    "Running the tunnel in its owner's name",
    "Rotate it",
  ],
  "saas-session": [
    "session",
    76,
    "high",
    "Session of an application",
    "That application as its user, until the session ends",
    "End the user's sessions in that application",
  ],
  "vendor-token": [
    "key",
    79,
    "high",
    "Token of a known vendor",
    "That vendor's API with the rights it was given",
    "Revoke or rotate it at that vendor",
  ],
  "cloud-key": [
    "cloudkey",
    87,
    "high",
    "Cloud access key",
    "The cloud account with the rights of the key",
    "Deactivate and rotate it",
  ],
  "signed-url": [
    "sig",
    54,
    "high",
    "Signature of a signed URL",
    "The one object or call that was signed, until it expires",
    "Note when it expires; rotate the signing key when that is long",
  ],
  "private-key": ["pem", 96, "exact", "Private key", "Whatever trusts the key", "Replace the key pair"],
  basic: ["basic", 74, "exact", "User and password (Basic)", "Signing in as its user", "Reset the password"],
  "api-key": ["apikey", 68, "medium", "API key", "The API it belongs to", "Rotate it"],
  "session-id": [
    "session",
    57,
    "medium",
    "Session identifier",
    "The session it names, until it ends",
    "End the session at its issuer",
  ],
  csrf: [
    "csrf",
    50,
    "medium",
    "Token against forged requests",
    "Nothing without the session it belongs to",
    "End the session it belongs to",
  ],
  state: ["state", 48, "low", "State or nonce of a sign-in", "Nothing alone", "None"],
  secret: ["secret", 52, "medium", "Named as a secret", "Unknown", "Review it"],
};

const OTHERS: Readonly<Partial<Record<SecretClass, readonly [kind: ClassFacts["kind"], ...Row]>>> = {
  cookie: ["cookie", "cookie", 30, "low", "Cookie", "Perhaps the session it belongs to", "End the session at the site"],
  opaque: ["opaque", "opaque", 20, "low", "Random-looking value", "Unknown", "Review it"],
  claim: ["personal", "claim", 10, "low", "Claim of a token", "Nothing", "None"],
  email: ["personal", "mail", 44, "exact", "E-mail address", "Nothing", "None"],
  "user-id": ["personal", "user", 42, "high", "User id", "Nothing", "None"],
  login: ["personal", "login", 40, "high", "Login name", "Nothing", "None"],
  "person-name": ["personal", "name", 36, "medium", "Name of a person", "Nothing", "None"],
  phone: ["personal", "phone", 38, "high", "Telephone number", "Nothing", "None"],
  "postal-address": ["personal", "addr", 34, "medium", "Postal address", "Nothing", "None"],
  "ip-address": ["personal", "ip", 32, "medium", "Address of a client", "Nothing", "None"],
  withheld: ["withheld", "withheld", 99, "low", "Could not be judged", "Unknown", "Look at it by hand"],
};

function facts(kind: ClassFacts["kind"], [label, rank, confidence, title, opens, action]: Row): ClassFacts {
  return { label, kind, title, confidence, opens, action, rank };
}

/** Every class with its facts (what to do: vendors' API references of Okta and Cloudflare). */
const CLASSES: ReadonlyMap<string, ClassFacts> = new Map([
  ...Object.entries(CREDENTIALS).map(([name, row]): [string, ClassFacts] => [name, facts("credential", row)]),
  ...Object.entries(OTHERS).map(([name, [kind, ...row]]): [string, ClassFacts] => [name, facts(kind, row)]),
]);

const UNKNOWN: ClassFacts = {
  label: "opaque",
  kind: "opaque",
  title: "",
  confidence: "low",
  opens: "",
  action: "",
  rank: 0,
};

/** The facts of a class. */
export function factsOf(name: SecretClass): ClassFacts {
  return CLASSES.get(name) ?? UNKNOWN;
}

const PSEUDONYM = new RegExp(
  `^(?:${[...new Set([...CLASSES.values()].map(({ label }) => label))].join("|")})#[0-9a-f]{12}_{0,2}$`,
);

/** True for what a scrub put in the place of a value: it is left alone when the output is scrubbed again. */
export function isPseudonym(text: string): boolean {
  return text.length < 32 && text.includes("#") && PSEUDONYM.test(text);
}
