import type { Envelope } from "../event/envelope.ts";

/** A field with a name that people use. */
export interface FindField {
  readonly name: string;
  /** What it holds, in a few words. */
  readonly about: string;
  /** `address`: blocks such as `192.0.2.0/24` are understood. `raw`: the record's text, which is only searched. */
  readonly kind: "text" | "number" | "flag" | "address" | "raw";
  /** The event's values, `""` among them for none. */
  readonly of: (event: Envelope) => readonly string[];
  /** Values that it often has. */
  readonly values?: readonly string[];
}

const FLAG = ["true", "false"] as const;

/** Every field with a name. All others are asked by their path in the record. */
export const FIND_FIELDS: readonly FindField[] = [
  text("user", "login name or id of who acted", (event) => [event.actorId, event.actorName]),
  text("session", "session id, or that of its root", (event) => [event.session, event.root]),
  { name: "ip", about: "address of the client, or a block of addresses", kind: "address", of: ({ ip }) => [ip] },
  { name: "asn", about: "number of the network", kind: "number", of: ({ asn }) => [isNetwork(asn) ? String(asn) : ""] },
  text("org", "operator of the network", ({ asOrg }) => [asOrg]),
  text("country", "country of the client", ({ country }) => [country]),
  text("city", "city of the client", ({ city }) => [city]),
  text("type", "type of event, such as user.session.start", ({ type }) => [type]),
  {
    ...text("outcome", "how it ended", ({ outcome }) => [outcome]),
    values: ["SUCCESS", "FAILURE", "ALLOW", "DENY", "CHALLENGE", "SKIPPED", "UNKNOWN"],
  },
  text("reason", "why it ended so", ({ reason }) => [reason]),
  text("app", "name or id of an application that it was about", ({ targets }) =>
    targets.filter(({ type }) => type === "AppInstance").flatMap(({ id, name }) => [id, name]),
  ),
  text("target", "name or id of anything that it was about", ({ targets }) =>
    targets.flatMap(({ id, name }) => [id, name]),
  ),
  text("token", "API token that made the call", ({ token }) => [token]),
  text("client", "OAuth client that made the call", ({ client }) => [client]),
  text("device", "device id, device token or fingerprint", (event) => [event.deviceId, event.dt, event.fp]),
  text("agent", "user agent, in full", ({ ua }) => [ua]),
  text("os", "operating system", ({ uaOs }) => [uaOs]),
  text("browser", "browser", ({ uaBrowser }) => [uaBrowser]),
  text("uri", "path of the request", ({ uri }) => [uri]),
  { ...text("risk", "risk that Okta saw", ({ risk }) => [risk]), values: ["LOW", "MEDIUM", "HIGH"] },
  text("behavior", "behaviour that Okta found new, such as New Device", ({ positives }) => positives),
  text("tunnel", "what is known of a proxy or VPN", ({ tunnel }) => [tunnel]),
  text("credential", "type of credential", ({ credential }) => [credential]),
  text("factor", "factor of authentication", ({ factor }) => [factor]),
  text("privilege", "privilege that was granted or revoked", ({ privilege }) => [privilege]),
  { name: "proxy", about: "whether the address is a known proxy", kind: "flag", of: flag("isProxy"), values: FLAG },
  { name: "threat", about: "whether Okta suspected a threat", kind: "flag", of: flag("threat"), values: FLAG },
  text("uid", "id of the event", ({ uid }) => [uid]),
  text("source", "where the event comes from", ({ source }) => [source]),
  { name: "text", about: "the record's text, to be searched with ~", kind: "raw", of: () => [] },
];

const BY_NAME: ReadonlyMap<string, FindField> = new Map(FIND_FIELDS.map((field) => [field.name, field]));

/** The field of a name. */
export function findField(name: string): FindField | undefined {
  return BY_NAME.get(name);
}

/** Lists of objects in a record, which a path may go through without saying so. */
const LISTS: readonly string[] = ["target", "request.ipChain", "client.ipChain"];

/**
 * The keys of a path in the record, `[]` behind those of lists; `undefined` when a name is none. A path has a dot in it,
 * or begins with `record.`.
 */
export function recordPath(name: string): readonly string[] | undefined {
  const path = name.startsWith("record.") ? name.slice("record.".length) : name;
  const keys = path.split(".");
  if (path === name && keys.length < 2) return undefined;
  if (keys.length > 16 || !keys.every((key, n) => PATH_KEY.test(key) && (n < keys.length - 1 || !key.endsWith("[]"))))
    return undefined;
  return keys.map((key, n) => {
    const known = n < keys.length - 1 && LISTS.includes(keys.slice(0, n + 1).join("."));
    return known ? `${key}[]` : key;
  });
}

const PATH_KEY = /^[A-Za-z_][A-Za-z0-9_]*(?:\[\])?$/;

function text(name: string, about: string, of: FindField["of"]): FindField {
  return { name, about, kind: "text", of };
}

/** A number of an autonomous system (RFC 6793: 32 bits); the log may say something else. */
function isNetwork(asn: number): boolean {
  return Number.isInteger(asn) && asn > 0 && asn <= 0xffff_ffff;
}

function flag(name: "isProxy" | "threat"): FindField["of"] {
  return (event) => [String(event[name])];
}
