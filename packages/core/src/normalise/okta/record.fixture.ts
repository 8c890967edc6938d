/** A System Log record with every part that the envelope reads. */
export function record(): Record<string, unknown> {
  return {
    actor: { id: "00uAAAA", type: "User", alternateId: "jo@example.com", displayName: "Jo Example", detailEntry: null },
    client: {
      userAgent: { rawUserAgent: "Mozilla/5.0 (X11; Linux x86_64)", os: "Linux", browser: "CHROME" },
      zone: "null",
      device: "Computer",
      id: null,
      ipAddress: "192.0.2.10",
      geographicalContext: {
        city: "Austin",
        state: "Texas",
        country: "United States",
        postalCode: "78701",
        geolocation: { lat: 30.2672, lon: -97.7431 },
      },
    },
    device: { id: "guoAAAA", name: "laptop", managed: true },
    authenticationContext: { credentialType: "OTP", externalSessionId: "idxAAAA", rootSessionId: "unknown" },
    displayMessage: "User login to Okta",
    eventType: "user.session.start",
    outcome: { result: "SUCCESS", reason: null },
    published: "2023-10-18T10:15:00.123Z",
    securityContext: {
      asNumber: 64500,
      asOrg: "example isp",
      isp: "example isp",
      domain: "example.net",
      isProxy: false,
    },
    severity: "INFO",
    debugContext: {
      debugData: {
        requestUri: "/api/v1/authn",
        url: "/api/v1/authn?",
        dtHash: "fc735b3e2a613ad06e315578b8d94e28",
        deviceFingerprint: "a890fcf88fa360a1005a2688abbd85cf",
        threatSuspected: "false",
        risk: "{reasons=Anomalous Device, Anomalous Location, level=HIGH}",
        behaviors: "{New Geo-Location=NEGATIVE, New Device=POSITIVE, New IP=NEGATIVE}",
        logOnlySecurityData: '{"risk":{"level":"HIGH"},"behaviors":{"New Device":"POSITIVE"}}',
        factor: "OKTA_VERIFY_PUSH",
        privilegeGranted: "Help Desk administrator",
      },
    },
    legacyEventType: "core.user_auth.login_success",
    transaction: { type: "WEB", id: "ZTAAAA", detail: { requestApiTokenId: "00TAAAA" } },
    uuid: "5f1d2c3b-0000-11ee-8000-000000000001",
    version: "0",
    request: { ipChain: [{ ip: "192.0.2.10", geographicalContext: null, version: "V4", source: null }] },
    target: [
      { id: "0oaAAAA", type: "AppInstance", alternateId: "Okta Admin Console", displayName: "Okta Admin Console" },
    ],
  };
}
