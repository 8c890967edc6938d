import type { Envelope } from "../event/envelope.ts";
import { OCSF_VERSION, type OcsfUser } from "./detection-finding.ts";

/** What every class of event has (OCSF 1.8.0, base_event). Times are milliseconds. */
interface OcsfBase {
  readonly activity_id: number;
  readonly activity_name: string;
  readonly category_uid: number;
  readonly category_name: string;
  readonly class_uid: number;
  readonly class_name: string;
  readonly type_uid: number;
  readonly type_name: string;
  readonly time: number;
  readonly severity_id: 1;
  readonly severity: "Informational";
  readonly status_id: number;
  readonly status: string;
  readonly status_detail?: string;
  readonly metadata: {
    readonly version: string;
    readonly uid: string;
    readonly tenant_uid: string;
    readonly event_code: string;
    readonly logged_time: number;
    readonly product: { readonly name: string; readonly vendor_name: string };
  };
  /** The record, as its source wrote it. */
  readonly raw_data: string;
}

/** An event of the log as Authentication (3002), API Activity (6003) or Base Event (0). */
export interface OcsfEvent extends OcsfBase {
  readonly user?: OcsfUser;
  readonly actor?: { readonly user?: OcsfUser; readonly session?: { readonly uid: string } };
  readonly session?: { readonly uid: string };
  readonly service?: { readonly name: string };
  readonly api?: { readonly operation: string };
  readonly src_endpoint?: { readonly ip: string };
  readonly http_request?: { readonly user_agent: string };
  readonly resources?: readonly { readonly uid?: string; readonly name?: string; readonly type?: string }[];
}

/** Activities of Authentication by type of event. */
const SIGN_INS: ReadonlyMap<string, readonly [id: number, caption: string]> = new Map([
  ["user.session.start", [1, "Logon"]],
  ["user.session.end", [2, "Logoff"]],
]);
const OTHER = 99;

/**
 * An event of Okta's log in OCSF 1.8.0: a session's start and end as Authentication, what came from an address as API
 * Activity, and anything else as Base Event, because the other two want what it does not have. What has no attribute
 * is in `raw_data`.
 */
export function toOcsfEvent(event: Envelope, more: { readonly raw: string; readonly received: number }): OcsfEvent {
  const user = userOf(event);
  const signIn = SIGN_INS.get(event.type);
  const session = event.session === "" ? {} : { session: { uid: event.session } };
  const from = {
    ...(event.ip === "" ? {} : { src_endpoint: { ip: event.ip } }),
    ...(event.ua === "" ? {} : { http_request: { user_agent: event.ua } }),
  };
  if (signIn !== undefined && user !== undefined)
    return {
      ...baseOf(event, more, { of: AUTHENTICATION, activity: signIn }),
      user,
      ...session,
      ...from,
      service: { name: "Okta" },
    };
  const activity = [OTHER, event.type] as const;
  if (user === undefined || event.ip === "") return baseOf(event, more, { of: BASE, activity });
  const resources = event.targets
    .filter(({ id, name }) => id !== "" || name !== "")
    .map(({ id, name, type }) => ({
      ...(id === "" ? {} : { uid: id }),
      ...(name === "" ? {} : { name }),
      ...(type === "" ? {} : { type }),
    }));
  return {
    ...baseOf(event, more, { of: API_ACTIVITY, activity }),
    actor: { user, ...session },
    ...from,
    api: { operation: event.type },
    ...(resources.length === 0 ? {} : { resources }),
  };
}

type Category = readonly [uid: number, name: string, category: number, categoryName: string];
const AUTHENTICATION: Category = [3002, "Authentication", 3, "Identity & Access Management"];
const API_ACTIVITY: Category = [6003, "API Activity", 6, "Application Activity"];
const BASE: Category = [0, "Base Event", 0, "Uncategorized"];

function baseOf(
  event: Envelope,
  { raw, received }: { readonly raw: string; readonly received: number },
  {
    of: [uid, name, category, categoryName],
    activity: [id, caption],
  }: { readonly of: Category; readonly activity: readonly [id: number, caption: string] },
): OcsfBase {
  const [statusId, status] = STATUS.get(event.outcome) ?? [OTHER, event.outcome || "Unknown"];
  return {
    activity_id: id,
    activity_name: caption,
    category_uid: category,
    category_name: categoryName,
    class_uid: uid,
    class_name: name,
    type_uid: uid * 100 + id,
    type_name: `${name}: ${id === OTHER ? "Other" : caption}`,
    time: event.time,
    severity_id: 1,
    severity: "Informational",
    status_id: event.outcome === "" ? 0 : statusId,
    status,
    ...(event.reason === "" ? {} : { status_detail: event.reason }),
    metadata: {
      version: OCSF_VERSION,
      uid: event.uid,
      tenant_uid: event.tenant,
      event_code: event.type,
      logged_time: received,
      product: { name: "System Log", vendor_name: "Okta" },
    },
    raw_data: raw,
  };
}

/** status_id and its caption by Okta's outcome. */
const STATUS: ReadonlyMap<string, readonly [id: number, caption: string]> = new Map([
  ["SUCCESS", [1, "Success"]],
  ["ALLOW", [1, "Success"]],
  ["FAILURE", [2, "Failure"]],
  ["DENY", [2, "Failure"]],
]);

function userOf({ actorId, actorName }: Envelope): OcsfUser | undefined {
  if (actorId === "" && actorName === "") return undefined;
  return { ...(actorId === "" ? {} : { uid: actorId }), ...(actorName === "" ? {} : { name: actorName }) };
}
