/**
 * The user in a subject, in any of its formats (RFC 9493, SSF 1.0): by the tenant's id, by an address, or not at all.
 * Of a complex subject, and of Okta's, the user is a part; of aliases, the first that names somebody.
 */
export function userIn(
  subject: Readonly<Record<string, unknown>>,
  depth = 0,
): { readonly id: string; readonly name: string } {
  // A complex subject has simple ones in it, and aliases have no aliases (RFC 9493, 3.2.8).
  if (depth > DEEPEST) return NOBODY;
  const text = (name: string): string => (typeof subject[name] === "string" ? subject[name] : "");
  const { user, identifiers } = subject;
  if (isPlain(user)) return userIn(user, depth + 1);
  if (Array.isArray(identifiers)) {
    const named = identifiers.filter(isPlain).map((one) => userIn(one, depth + 1));
    return named.find(({ id, name }) => id !== "" || name !== "") ?? NOBODY;
  }
  switch (text("format") || text("subject_type")) {
    case "email":
      return { id: "", name: text("email") };
    case "iss_sub":
    case "iss-sub":
      return { id: text("sub"), name: "" };
    case "account":
      return { id: "", name: text("uri").replace(/^acct:/, "") };
    default:
      return NOBODY;
  }
}

const DEEPEST = 2;
const NOBODY = { id: "", name: "" };

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
