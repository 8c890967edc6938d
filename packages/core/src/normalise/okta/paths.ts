/**
 * Which values of a System Log record the envelope is made of, and where each lies (Okta Management API, LogEvent).
 *
 * Every path names objects only; `[]` marks a list of objects. Both readers, the plain and the fast one, work from
 * these tables, so that they cannot look at different things.
 */

/** Scalars, read as text. The position in this list is the value's slot. */
export const TEXT_PATHS = [
  "uuid",
  "eventType",
  "outcome.result",
  "outcome.reason",
  "actor.id",
  "actor.type",
  "actor.alternateId",
  "actor.displayName",
  "authenticationContext.externalSessionId",
  "authenticationContext.rootSessionId",
  "authenticationContext.credentialType",
  "transaction.id",
  "transaction.detail.requestApiTokenId",
  "client.id",
  "client.ipAddress",
  "client.device",
  "client.userAgent.rawUserAgent",
  "client.userAgent.os",
  "client.userAgent.browser",
  "client.geographicalContext.country",
  "client.geographicalContext.city",
  "securityContext.asOrg",
  "securityContext.isp",
  "securityContext.domain",
  "securityContext.isProxy",
  "securityContext.risk.level",
  "device.id",
  "device.managed",
  "debugContext.debugData.dtHash",
  "debugContext.debugData.deviceFingerprint",
  "debugContext.debugData.requestUri",
  "debugContext.debugData.url",
  "debugContext.debugData.risk",
  "debugContext.debugData.behaviors",
  "debugContext.debugData.logOnlySecurityData",
  "debugContext.debugData.tunnels",
  "debugContext.debugData.threatSuspected",
  "debugContext.debugData.factor",
  "debugContext.debugData.privilegeGranted",
  "debugContext.debugData.privilegeRevoked",
  "published",
] as const;

/** Scalars, read as numbers. */
export const NUMBER_PATHS = [
  "securityContext.asNumber",
  "client.geographicalContext.geolocation.lat",
  "client.geographicalContext.geolocation.lon",
] as const;

/** Lists of objects, and the members of each that are read as text, in this order. */
export const LIST_PATHS = [
  { path: "target[]", members: ["id", "type", "alternateId", "displayName"] },
  { path: "request.ipChain[]", members: ["ip"] },
  { path: "client.ipChain[]", members: ["ip"] },
  { path: "securityContext.userBehaviors[]", members: ["name", "result"] },
  { path: "securityContext.ipDetails.ipServiceCategories[]", members: ["type", "operator"] },
  { path: "request.ipChain[].ipDetails.ipServiceCategories[]", members: ["type", "operator"] },
] as const;

export type TextPath = (typeof TEXT_PATHS)[number];
export type NumberPath = (typeof NUMBER_PATHS)[number];
export type ListPath = (typeof LIST_PATHS)[number]["path"];

/** Slot of a text. */
export function slotOf(path: TextPath): number {
  return TEXT_PATHS.indexOf(path);
}

/** Slot of a number. */
export function numberSlotOf(path: NumberPath): number {
  return NUMBER_PATHS.indexOf(path);
}

/** Slot of a list. */
export function listSlotOf(path: ListPath): number {
  return LIST_PATHS.findIndex((list) => list.path === path);
}

/** Slot of the event's id. */
export const UID_SLOT: number = slotOf("uuid");
