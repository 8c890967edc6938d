import type { Envelope, RawRef, Target } from "../../event/envelope.ts";
import { listSlotOf, numberSlotOf, slotOf } from "./paths.ts";
import type { Problem } from "./problem.ts";
import { BOUNDS, NOT_TEXT, NUMBERS, type Rows, stringOf } from "./rows.ts";
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
const AS_NUMBER = 1 + numberSlotOf("securityContext.asNumber");
const LAT = 1 + numberSlotOf("client.geographicalContext.geolocation.lat");
const LON = 1 + numberSlotOf("client.geographicalContext.geolocation.lon");
const TARGETS = listSlotOf("target[]");
const REQUEST_CHAIN = listSlotOf("request.ipChain[]");
const CLIENT_CHAIN = listSlotOf("client.ipChain[]");

const NO_TARGETS: readonly Target[] = [];

/** One row of a table, and where its record lies. */
export interface Row {
  readonly rows: Rows;
  readonly row: number;
  readonly at: RawRef;
}

/** Makes the envelope of a row that `isUsable`. */
export function assemble({ rows, row, at }: Row, tenant: string): Envelope {
  const { strings, texts, numbers, width } = rows;
  const base = row * width;
  const text = (slot: number): string => {
    const number = texts[base + slot] ?? 0;
    // Most are absent or shared.
    if (number === 0) return "";
    return number > 0 ? (strings[number] ?? "") : stringOf(rows, number);
  };
  const number = (slot: number): number => numbers[row * NUMBERS + slot] ?? Number.NaN;
  return {
    tenant,
    source: OKTA_SOURCE,
    uid: text(UID),
    time: number(0),
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
    ip: text(IP) || firstOf(rows, row, REQUEST_CHAIN) || firstOf(rows, row, CLIENT_CHAIN),
    asn: positive(number(AS_NUMBER)),
    asOrg: text(AS_ORG),
    isp: text(ISP),
    domain: text(DOMAIN),
    isProxy: text(IS_PROXY) === "true",
    tunnel: tunnelOf(rows, row),
    country: text(COUNTRY),
    city: text(CITY),
    lat: number(LAT),
    lon: number(LON),
    ua: text(UA),
    uaOs: text(UA_OS),
    uaBrowser: text(UA_BROWSER),
    clientDevice: text(CLIENT_DEVICE),
    dt: idOf(text(DT)),
    fp: idOf(text(FP)),
    deviceId: idOf(text(DEVICE_ID)),
    deviceManaged: text(DEVICE_MANAGED) === "true",
    uri: text(REQUEST_URI) || withoutQuery(text(URL)),
    risk: riskLevelOf(rows, row),
    positives: positivesOf(rows, row),
    threat: text(THREAT) === "true",
    credential: text(CREDENTIAL),
    factor: text(FACTOR),
    privilege: text(GRANTED) || text(REVOKED),
    targets: targetsOf(rows, row),
    at,
  };
}

/** Whether a row has what makes it an event: an id, a type, and a time that is believed. */
export function isUsable({ texts, numbers, width }: Rows, row: number, bounds: TimeBounds): boolean {
  const time = numbers[row * NUMBERS] ?? Number.NaN;
  return (
    isText(texts[row * width + UID]) && isText(texts[row * width + TYPE]) && time >= bounds.from && time <= bounds.to
  );
}

function isText(number = 0): boolean {
  return number !== 0 && number !== NOT_TEXT;
}

/** What keeps a row from being an event. */
export function problemOf(rows: Rows, row: number, bounds: TimeBounds): Problem {
  const { texts, numbers, width } = rows;
  const text = (slot: number): string => stringOf(rows, texts[row * width + slot] ?? 0);
  if (text(UID) === "") return { code: "NL-EVENT-NO-UID", reason: `The record has no "uuid"; an event is known by it` };
  if (text(TYPE) === "") return { code: "NL-EVENT-NO-TYPE", reason: `The record has no "eventType"` };
  const published = text(PUBLISHED).slice(0, 64);
  if (published === "") return { code: "NL-EVENT-NO-TIME", reason: `The record has no "published"` };
  if (Number.isNaN(numbers[row * NUMBERS]))
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

function firstOf(rows: Rows, row: number, list: number): string {
  const { bounds, items } = rows;
  const start = bounds[row * BOUNDS + list] ?? 0;
  const end = bounds[row * BOUNDS + list + 1] ?? 0;
  return start < end ? stringOf(rows, items[start] ?? 0) : "";
}

function targetsOf(rows: Rows, row: number): readonly Target[] {
  const { bounds, items } = rows;
  const start = bounds[row * BOUNDS + TARGETS] ?? 0;
  const end = bounds[row * BOUNDS + TARGETS + 1] ?? 0;
  if (start === end) return NO_TARGETS;
  const targets: Target[] = [];
  for (let n = start; n < end; n += 4)
    targets.push({
      id: idOf(stringOf(rows, items[n] ?? 0)),
      type: stringOf(rows, items[n + 1] ?? 0),
      name: stringOf(rows, items[n + 2] ?? 0),
      display: stringOf(rows, items[n + 3] ?? 0),
    });
  return targets;
}
