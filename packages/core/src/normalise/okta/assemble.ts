import type { Envelope, RawRef, Target } from "../../event/envelope.ts";
import { type Leaves, listSlotOf, numberSlotOf, slotOf } from "./paths.ts";
import type { Problem } from "./problem.ts";
import { positivesOf, riskLevelOf, tunnelOf } from "./security.ts";
import type { TimeBounds } from "./timestamp.ts";

export const OKTA_SOURCE = "okta.system_log";

const UID = slotOf("uuid");
const TYPE = slotOf("eventType");
const OUTCOME = slotOf("outcome.result");
const REASON = slotOf("outcome.reason");
const ACTOR_ID = slotOf("actor.id");
const ACTOR_TYPE = slotOf("actor.type");
const ACTOR_NAME = slotOf("actor.alternateId");
const ACTOR_DISPLAY = slotOf("actor.displayName");
const SESSION = slotOf("authenticationContext.externalSessionId");
const ROOT = slotOf("authenticationContext.rootSessionId");
const CREDENTIAL = slotOf("authenticationContext.credentialType");
const TRANSACTION = slotOf("transaction.id");
const TOKEN = slotOf("transaction.detail.requestApiTokenId");
const CLIENT = slotOf("client.id");
const IP = slotOf("client.ipAddress");
const CLIENT_DEVICE = slotOf("client.device");
const UA = slotOf("client.userAgent.rawUserAgent");
const UA_OS = slotOf("client.userAgent.os");
const UA_BROWSER = slotOf("client.userAgent.browser");
const COUNTRY = slotOf("client.geographicalContext.country");
const CITY = slotOf("client.geographicalContext.city");
const AS_ORG = slotOf("securityContext.asOrg");
const ISP = slotOf("securityContext.isp");
const DOMAIN = slotOf("securityContext.domain");
const IS_PROXY = slotOf("securityContext.isProxy");
const DEVICE_ID = slotOf("device.id");
const DEVICE_MANAGED = slotOf("device.managed");
const DT = slotOf("debugContext.debugData.dtHash");
const FP = slotOf("debugContext.debugData.deviceFingerprint");
const REQUEST_URI = slotOf("debugContext.debugData.requestUri");
const URL = slotOf("debugContext.debugData.url");
const THREAT = slotOf("debugContext.debugData.threatSuspected");
const FACTOR = slotOf("debugContext.debugData.factor");
const GRANTED = slotOf("debugContext.debugData.privilegeGranted");
const REVOKED = slotOf("debugContext.debugData.privilegeRevoked");
const PUBLISHED = slotOf("published");
const AS_NUMBER = numberSlotOf("securityContext.asNumber");
const LAT = numberSlotOf("client.geographicalContext.geolocation.lat");
const LON = numberSlotOf("client.geographicalContext.geolocation.lon");
const TARGETS = listSlotOf("target[]");
const REQUEST_CHAIN = listSlotOf("request.ipChain[]");
const CLIENT_CHAIN = listSlotOf("client.ipChain[]");

const NO_TARGETS: readonly Target[] = [];

/** What every record of a reading has in common. */
export interface Reading {
  readonly tenant: string;
  readonly bounds: TimeBounds;
}

/** Makes the envelope of the values found in a record, or says what is wrong with them. */
export function assemble(leaves: Leaves, at: RawRef, reading: Reading): Envelope | Problem {
  const { strings, texts, numbers, time } = leaves;
  const text = (slot: number): string => strings[texts[slot] ?? 0] ?? "";
  const { bounds } = reading;
  if (text(UID) === "" || text(TYPE) === "" || !(time >= bounds.from && time <= bounds.to))
    return problemOf(leaves, bounds);
  return {
    tenant: reading.tenant,
    source: OKTA_SOURCE,
    uid: text(UID),
    time,
    type: text(TYPE),
    outcome: text(OUTCOME),
    reason: text(REASON),
    actorId: idOf(text(ACTOR_ID)),
    actorType: text(ACTOR_TYPE),
    actorName: text(ACTOR_NAME),
    actorDisplay: text(ACTOR_DISPLAY),
    session: idOf(text(SESSION)),
    root: idOf(text(ROOT)),
    transaction: idOf(text(TRANSACTION)),
    token: idOf(text(TOKEN)),
    client: idOf(text(CLIENT)),
    ip: text(IP) || firstOf(leaves, REQUEST_CHAIN) || firstOf(leaves, CLIENT_CHAIN),
    asn: positive(numbers[AS_NUMBER] ?? 0),
    asOrg: text(AS_ORG),
    isp: text(ISP),
    domain: text(DOMAIN),
    isProxy: text(IS_PROXY) === "true",
    tunnel: tunnelOf(leaves),
    country: text(COUNTRY),
    city: text(CITY),
    lat: numbers[LAT] ?? Number.NaN,
    lon: numbers[LON] ?? Number.NaN,
    ua: text(UA),
    uaOs: text(UA_OS),
    uaBrowser: text(UA_BROWSER),
    clientDevice: text(CLIENT_DEVICE),
    dt: idOf(text(DT)),
    fp: idOf(text(FP)),
    deviceId: idOf(text(DEVICE_ID)),
    deviceManaged: text(DEVICE_MANAGED) === "true",
    uri: text(REQUEST_URI) || withoutQuery(text(URL)),
    risk: riskLevelOf(leaves),
    positives: positivesOf(leaves),
    threat: text(THREAT) === "true",
    credential: text(CREDENTIAL),
    factor: text(FACTOR),
    privilege: text(GRANTED) || text(REVOKED),
    targets: targetsOf(leaves),
    at,
  };
}

/** Okta writes `unknown`, and some exports `-`, where there is no id: such ids must never join two events. */
function idOf(text: string): string {
  return text === "unknown" || text === "-" ? "" : text;
}

function positive(value: number): number {
  return value > 0 && value < Number.POSITIVE_INFINITY ? value : 0;
}

function withoutQuery(url: string): string {
  const question = url.indexOf("?");
  return question < 0 ? url : url.slice(0, question);
}

function firstOf(leaves: Leaves, list: number): string {
  return leaves.strings[leaves.lists[list]?.[0] ?? 0] ?? "";
}

function targetsOf({ strings, lists }: Leaves): readonly Target[] {
  const members = lists[TARGETS];
  if (members === undefined || members.length === 0) return NO_TARGETS;
  const targets: Target[] = [];
  for (let n = 0; n < members.length; n += 4)
    targets.push({
      id: idOf(strings[members[n] ?? 0] ?? ""),
      type: strings[members[n + 1] ?? 0] ?? "",
      name: strings[members[n + 2] ?? 0] ?? "",
      display: strings[members[n + 3] ?? 0] ?? "",
    });
  return targets;
}

function problemOf({ strings, texts, time }: Leaves, bounds: TimeBounds): Problem {
  const text = (slot: number): string => strings[texts[slot] ?? 0] ?? "";
  if (text(UID) === "") return { code: "NL-EVENT-NO-UID", reason: `The record has no "uuid"; an event is known by it` };
  if (text(TYPE) === "") return { code: "NL-EVENT-NO-TYPE", reason: `The record has no "eventType"` };
  const published = text(PUBLISHED).slice(0, 64);
  if (published === "") return { code: "NL-EVENT-NO-TIME", reason: `The record has no "published"` };
  if (Number.isNaN(time))
    return {
      code: "NL-EVENT-NO-TIME",
      reason: `"published" is "${published}"; a time as RFC 3339 writes it is wanted`,
    };
  const [from, to] = [new Date(bounds.from).toISOString(), new Date(bounds.to).toISOString()];
  return {
    code: "NL-EVENT-TIME-RANGE",
    reason: `"published" is "${published}"; a time from ${from} to ${to} is wanted`,
  };
}
