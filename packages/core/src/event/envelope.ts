/**
 * The envelope: what detection and joins need of one event, whatever its source.
 *
 * The record itself stays byte for byte where it was read (`at` says where); the envelope is a reading of it.
 * Absent text is `""`, absent numbers are `0` (AS number) or `NaN` (coordinates): one shape for every event keeps
 * the engine monomorphic and saves every reader a null check.
 * Names in the comments are Okta System Log paths (Okta Management API, LogEvent).
 */
export interface Envelope {
  /** The watched account this event belongs to. */
  readonly tenant: string;
  /** Where the event comes from, for example `okta.system_log`. */
  readonly source: string;
  /** Identity of the event within (tenant, source): `uuid`. */
  readonly uid: string;
  /** When it happened: `published`, milliseconds since 1970 UTC. Never rewritten. */
  readonly time: number;
  /** `eventType`. */
  readonly type: string;
  /** `outcome.result`: SUCCESS, FAILURE, ALLOW, DENY, CHALLENGE … (open set). */
  readonly outcome: string;
  /** `outcome.reason`. */
  readonly reason: string;

  /** `actor.id`, `actor.type`, `actor.alternateId`, `actor.displayName`. */
  readonly actorId: string;
  readonly actorType: string;
  readonly actorName: string;
  readonly actorDisplay: string;

  /** `authenticationContext.externalSessionId`; `""` for null, `unknown` and `-`. */
  readonly session: string;
  /** `authenticationContext.rootSessionId`; `""` likewise. */
  readonly root: string;
  /** `transaction.id`; `""` for null and `unknown`. */
  readonly transaction: string;
  /** `transaction.detail.requestApiTokenId`: the SSWS token that made the call. */
  readonly token: string;
  /** `client.id`: the OAuth client that made the call. */
  readonly client: string;

  /** `client.ipAddress`, else the first of `request.ipChain`. */
  readonly ip: string;
  /** `securityContext.asNumber`, 0 when absent. */
  readonly asn: number;
  /** `securityContext.asOrg`, `.isp`, `.domain`. */
  readonly asOrg: string;
  readonly isp: string;
  readonly domain: string;
  /** `securityContext.isProxy`. */
  readonly isProxy: boolean;
  /**
   * What Okta knows of a tunnel behind the address: service categories and operators of `securityContext.ipDetails`,
   * `request.ipChain[].ipDetails` and `debugData.tunnels`, joined by `, `.
   */
  readonly tunnel: string;
  /** `client.geographicalContext`; coordinates are degrees, `NaN` when absent. */
  readonly country: string;
  readonly city: string;
  readonly lat: number;
  readonly lon: number;

  /** `client.userAgent.rawUserAgent`, `.os`, `.browser`; `client.device`. */
  readonly ua: string;
  readonly uaOs: string;
  readonly uaBrowser: string;
  readonly clientDevice: string;
  /** `debugData.dtHash`: hash of the device token cookie (`DT`). */
  readonly dt: string;
  /** `debugData.deviceFingerprint`: made by the client, not kept in a cookie. */
  readonly fp: string;
  /** `device.id`, `device.managed`. */
  readonly deviceId: string;
  readonly deviceManaged: boolean;

  /** `debugData.requestUri`, else `debugData.url` without its query. */
  readonly uri: string;
  /** Risk level Okta gave: `LOW`, `MEDIUM`, `HIGH` or `""`. */
  readonly risk: string;
  /** Names of the behaviours Okta found POSITIVE, such as `New Device`. */
  readonly positives: readonly string[];
  /** `debugData.threatSuspected` is true. */
  readonly threat: boolean;
  /** `authenticationContext.credentialType`, and `debugData.factor`. */
  readonly credential: string;
  readonly factor: string;
  /** `debugData.privilegeGranted`, else `debugData.privilegeRevoked`. */
  readonly privilege: string;

  readonly targets: readonly Target[];
  /** Where the raw record lies. */
  readonly at: RawRef;
}

/** One object the event acted on. */
export interface Target {
  readonly id: string;
  readonly type: string;
  /** `alternateId`: login name, e-mail, or an app's internal name. */
  readonly name: string;
  /** `displayName`. */
  readonly display: string;
}

/** Where the bytes of a record are: they are never copied into the envelope. */
export interface RawRef {
  /** Name of the input as the user gave it. */
  readonly file: string;
  /** 1-based line where the record begins. */
  readonly line: number;
  /** Byte offset and length in the decoded (decompressed) input. */
  readonly offset: number;
  readonly length: number;
}
