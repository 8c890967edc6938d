import type { Target } from "../event/envelope.ts";

/** What a scope tells apart. `other` keeps the source's own word: nothing that was touched is left out. */
export type ObjectKind =
  | "session"
  | "user"
  | "application"
  | "downstream-account"
  | "token"
  | "client"
  | "grant"
  | "policy"
  | "provider"
  | "factor"
  | "group"
  | "role"
  | "zone"
  | "hook"
  | "log-stream"
  | "report"
  | "file"
  | "device"
  | "support-case"
  | "setting"
  | "other";

/** Types of targets as Okta writes them (`target[].type`, an open set). */
const BY_TYPE: ReadonlyMap<string, ObjectKind> = new Map([
  ["user", "user"],
  ["appinstance", "application"],
  ["appuser", "downstream-account"],
  ["token", "token"],
  ["apitoken", "token"],
  ["access_token", "grant"],
  ["refresh_token", "grant"],
  ["id_token", "grant"],
  ["publicclientapp", "client"],
  ["clientsecret", "client"],
  ["policyentity", "policy"],
  ["policyrule", "policy"],
  ["rule", "policy"],
  ["identityprovider", "provider"],
  ["idp instance", "provider"],
  ["idpkey", "provider"],
  ["factor", "factor"],
  ["userfactor", "factor"],
  ["authenticatorenrollment", "factor"],
  ["authenticator", "factor"],
  ["usergroup", "group"],
  ["group", "group"],
  ["role", "role"],
  ["custom_role", "role"],
  ["resourceset", "role"],
  ["networkzone", "zone"],
  ["zone", "zone"],
  ["inline hook", "hook"],
  ["event hook", "hook"],
  ["hook", "hook"],
  ["eventhook", "hook"],
  ["inlinehook", "hook"],
  ["logstream", "log-stream"],
  ["log stream", "log-stream"],
  ["report", "report"],
  ["file", "file"],
  ["device", "device"],
  ["userdevice", "device"],
  ["supportcase", "support-case"],
  ["case", "support-case"],
]);

/** What a kind is called when the target's own type says nothing: the area of the event's type. */
const BY_EVENT: readonly (readonly [type: RegExp, kind: ObjectKind])[] = [
  [/^system\.log_stream\./, "log-stream"],
  [/^(?:event_hook|inline_hook)\./, "hook"],
  [/^(?:zone|network_zone)\./, "zone"],
  [/^system\.idp\./, "provider"],
  [/^(?:policy|application\.policy)\./, "policy"],
  [/^system\.api_token\./, "token"],
  [/^iam\./, "role"],
  [/^security\./, "setting"],
  [/^analytics\.reports\./, "report"],
];

/** What a target is. */
export function kindOfTarget({ type }: Pick<Target, "type">, event: string): ObjectKind {
  return BY_TYPE.get(type.toLowerCase()) ?? BY_EVENT.find(([matches]) => matches.test(event))?.[1] ?? "other";
}
