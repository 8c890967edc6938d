/** The things of an organisation, as much of them as a responder can see or change. Times are milliseconds UTC. */

export type UserStatus =
  | "ACTIVE"
  | "DEPROVISIONED"
  | "LOCKED_OUT"
  | "PASSWORD_EXPIRED"
  | "PROVISIONED"
  | "RECOVERY"
  | "STAGED"
  | "SUSPENDED";

export interface User {
  readonly id: string;
  status: UserStatus;
  readonly login: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly created: number;
  lastLogin: number;
  lastUpdated: number;
  passwordChanged: number;
  risk: "LOW" | "MEDIUM" | "HIGH";
  readonly factors: Factor[];
  readonly roles: Role[];
}

export interface Factor {
  readonly id: string;
  readonly factorType: "push" | "signed_nonce" | "webauthn" | "token:software:totp" | "sms" | "question";
  readonly provider: "OKTA" | "FIDO" | "GOOGLE";
  readonly created: number;
}

export interface Role {
  readonly id: string;
  readonly type: "SUPER_ADMIN" | "ORG_ADMIN" | "APP_ADMIN" | "HELP_DESK_ADMIN" | "READ_ONLY_ADMIN" | "REPORT_ADMIN";
  readonly created: number;
}

export interface Session {
  /** What the log calls it, and what the cookie is worth. The drill needs no secret beside it. */
  readonly id: string;
  readonly user: User;
  readonly opened: number;
  readonly place: Place;
  ended: number;
}

/** Where a request comes from. */
export interface Place {
  readonly ip: string;
  readonly asn: number;
  readonly asOrg: string;
  readonly city: string;
  readonly country: string;
  readonly lat: number;
  readonly lon: number;
  readonly isProxy: boolean;
  readonly ua: string;
  readonly os: string;
  readonly browser: string;
  /** Hash of the device token cookie, and the fingerprint that the client makes; `""` when it sends none. */
  readonly dt: string;
  readonly fp: string;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly user: User;
  readonly created: number;
  network: { connection: string; include: string[]; exclude: string[] };
}

export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly scope: string;
  readonly refreshToken: string;
}

export interface App {
  readonly id: string;
  readonly label: string;
  readonly created: number;
  status: "ACTIVE" | "INACTIVE";
  /** Secrets and keys, when it is an OAuth client. */
  readonly credentials: ClientCredential[];
}

/** A secret or a key of an OAuth client. */
export interface ClientCredential {
  readonly id: string;
  readonly store: "secrets" | "jwks";
  readonly created: number;
  status: "ACTIVE" | "INACTIVE";
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly members: Set<User>;
  /** What every member may do. */
  readonly roles: Role[];
}

export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly type: "SAML2" | "OIDC" | "GOOGLE";
  readonly created: number;
  status: "ACTIVE" | "INACTIVE";
  issuer: string;
}

export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly type: "OKTA_SIGN_ON" | "ACCESS_POLICY" | "MFA_ENROLL" | "PASSWORD";
  readonly created: number;
  readonly rules: PolicyRule[];
}

export interface PolicyRule {
  readonly id: string;
  readonly name: string;
  status: "ACTIVE" | "INACTIVE";
  priority: number;
  /** Okta's own form of conditions and actions; kept as it was put. */
  body: Readonly<Record<string, unknown>>;
}

export interface Zone {
  readonly id: string;
  name: string;
  readonly type: "IP" | "DYNAMIC";
  usage: "POLICY" | "BLOCKLIST";
  status: "ACTIVE" | "INACTIVE";
  gateways: { readonly type: "CIDR" | "RANGE"; readonly value: string }[];
  readonly system: boolean;
}

export interface SupportCase {
  readonly caseNumber: string;
  readonly subject: string;
  impersonation: "ENABLED" | "DISABLED" | "NOT_REQUESTED";
  selfAssigned: "APPROVED" | "NOT_REQUIRED" | "REQUESTED";
}

export interface ServiceClient {
  readonly clientId: string;
  readonly name: string;
  /** Public keys. */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  readonly scopes: readonly string[];
  readonly superAdmin: boolean;
}

export interface EventHook {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly authorization: string;
  readonly types: readonly string[];
  verified: boolean;
}

/** A Security Events Provider: whose signed events are taken, and where its keys are. */
export interface EventProvider {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly jwks: string;
}
