import type { ObjectKind } from "./object-kind.ts";

/** What a role of an administrator reaches. */
export interface Right {
  /** How the role is written, in the log ("Super administrator") and by the API ("SUPER_ADMIN"). */
  readonly role: RegExp;
  readonly what: string;
  readonly kinds: readonly ObjectKind[];
}

const EVERYTHING: readonly ObjectKind[] = [
  "user",
  "factor",
  "group",
  "application",
  "client",
  "token",
  "role",
  "policy",
  "provider",
  "zone",
  "hook",
  "log-stream",
  "report",
  "support-case",
  "setting",
];

/** Standard roles of Okta (help.okta.com, "Standard administrator roles and permissions"). */
const RIGHTS: readonly Right[] = [
  {
    role: /super/i,
    what: "everything in the tenant, other administrators and Okta's support access included",
    kinds: EVERYTHING,
  },
  {
    role: /^org|organization/i,
    what: "everything but roles of administrators and identity providers' secrets",
    kinds: EVERYTHING.filter((kind) => kind !== "role" && kind !== "support-case"),
  },
  {
    role: /app.*admin|application/i,
    what: "applications, their assignments and their secrets",
    kinds: ["application", "client", "downstream-account"],
  },
  { role: /api.*access/i, what: "authorization servers, clients and their tokens", kinds: ["client", "grant"] },
  { role: /help.?desk/i, what: "passwords, factors and locks of the users in its reach", kinds: ["user", "factor"] },
  { role: /group.*member/i, what: "members of groups", kinds: ["group", "user"] },
  {
    role: /user.*admin|group.*admin/i,
    what: "users, their factors and their groups",
    kinds: ["user", "factor", "group"],
  },
  { role: /report/i, what: "reports and the System Log", kinds: ["report"] },
  { role: /mobile/i, what: "devices", kinds: ["device"] },
  { role: /read.?only/i, what: "to read everything, reports included", kinds: ["report"] },
];

/** What a role reaches; of a role that is not one of Okta's own nothing is known. */
export function rightsOf(role: string): Right | undefined {
  return RIGHTS.find((right) => right.role.test(role));
}
