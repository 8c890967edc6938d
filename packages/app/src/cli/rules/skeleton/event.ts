import { randomBytes, randomUUID } from "node:crypto";

/** What differs between the events of a skeleton. */
export interface SkeletonEvent {
  readonly type: string;
  readonly outcome: "SUCCESS" | "FAILURE";
  /** The second person of the skeleton, elsewhere and in another browser. */
  readonly other?: boolean;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A whole event as Okta writes one, about invented people at documentation addresses. */
export function skeletonEvent({ type, outcome, other = false }: SkeletonEvent, time: number): object {
  const [name, alternateId, ip] = other
    ? ["Noor Vance", "noor.vance@example.com", "198.51.100.77"]
    : ["Jo Marsh", "jo.marsh@example.com", "192.0.2.24"];
  const session = `idx${letters(22)}`;
  const geographicalContext = other
    ? {
        city: "Lisbon",
        state: "Lisbon",
        country: "Portugal",
        postalCode: "1100",
        geolocation: { lat: 38.7167, lon: -9.1333 },
      }
    : {
        city: "Austin",
        state: "Texas",
        country: "United States",
        postalCode: "78701",
        geolocation: { lat: 30.2672, lon: -97.7431 },
      };
  const userAgent = other
    ? {
        rawUserAgent:
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
        os: "Windows 10",
        browser: "CHROME",
      }
    : {
        rawUserAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:148.0) Gecko/20100101 Firefox/148.0",
        os: "Mac OS X",
        browser: "FIREFOX",
      };
  const request = letters(22);
  const uri = "/api/v1/example";
  return {
    actor: { id: `00u${letters(17)}`, type: "User", alternateId, displayName: name, detailEntry: null },
    client: { userAgent, zone: "null", device: "Computer", id: null, ipAddress: ip, geographicalContext },
    device: null,
    authenticationContext: {
      authenticationProvider: null,
      credentialProvider: null,
      credentialType: null,
      issuer: null,
      interface: null,
      authenticationStep: 0,
      rootSessionId: session,
      externalSessionId: session,
    },
    displayMessage: type,
    eventType: type,
    outcome: { result: outcome, reason: outcome === "SUCCESS" ? null : "Access denied" },
    published: new Date(time).toISOString(),
    securityContext: {
      asNumber: other ? 64500 : 64496,
      asOrg: "example isp",
      isp: "example isp",
      domain: "example.net",
      isProxy: false,
    },
    severity: outcome === "SUCCESS" ? "INFO" : "WARN",
    debugContext: {
      debugData: {
        requestId: request,
        dtHash: randomBytes(32).toString("hex"),
        requestUri: uri,
        threatSuspected: "false",
        url: `${uri}?`,
      },
    },
    legacyEventType: null,
    transaction: { type: "WEB", id: request, detail: {} },
    uuid: randomUUID(),
    version: "0",
    request: { ipChain: [{ ip, geographicalContext, version: "V4", source: null }] },
    target: [
      {
        id: `0oa${letters(17)}`,
        type: "AppInstance",
        alternateId: "Example App",
        displayName: "Example App",
        detailEntry: null,
      },
    ],
  };
}

function letters(length: number): string {
  return Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join("");
}
