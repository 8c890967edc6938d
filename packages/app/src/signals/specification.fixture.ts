/**
 * Examples of the specifications, as claims of tokens: CAEP 1.0 and SSF 1.0 (OpenID Foundation), and Okta's own for its
 * receiver and transmitter. What they say is what has to be read, odd as some of it is: `txn` is a number, timestamps
 * are milliseconds in some and seconds in others.
 */
const IDP = "https://idp.example.com/123456789/";
const JANE = { format: "iss_sub", iss: "https://idp.example.com/3456789/", sub: "jane.smith@example.com" };
const AT = 1_615_304_991_643;

interface Example {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly happened: number | undefined;
}

const caep = (type: string, subject: object, body: object): Example =>
  example(`caep/event-type/${type}`, subject, body);

function example(path: string, subject: object, body: object): Example {
  const type = `https://schemas.openid.net/secevent/${path}`;
  const payload = {
    iss: IDP,
    jti: "24c63fb56e5a2d77a6b512616ca9fa24",
    iat: 1_615_305_159,
    aud: "https://sp.example.com/caep",
    txn: 8_675_309,
    sub_id: subject,
    events: { [type]: body },
  };
  return { type, payload, happened: "event_timestamp" in body ? AT : undefined };
}

export const EXAMPLES: readonly Example[] = [
  caep("session-revoked", { format: "opaque", id: "dMTlD|1600802906337.16|16008.16" }, { event_timestamp: AT }),
  caep(
    "session-revoked",
    {
      format: "complex",
      session: { format: "opaque", id: "dMTlD|1600802906337.16|16008.16" },
      user: { format: "iss_sub", iss: IDP, sub: "99beb27c-c1c2-4955-882a-e0dc4996fcbc" },
      tenant: { format: "opaque", id: "123456789" },
    },
    {
      initiating_entity: "policy",
      reason_admin: { en: "Landspeed Policy Violation: C076E82F" },
      reason_user: {
        en: "Access attempt from multiple regions.",
        "es-410": "Intento de acceso desde varias regiones.",
      },
      event_timestamp: AT,
    },
  ),
  caep(
    "token-claims-change",
    { format: "saml_assertion_id", issuer: IDP, assertion_id: "_a75adf55-01d7-dbd8372ebdfc" },
    { event_timestamp: AT, claims: { "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/role": "ro-admin" } },
  ),
  caep("credential-change", JANE, {
    credential_type: "fido2-roaming",
    change_type: "create",
    fido2_aaguid: "accced6a-63f5-490a-9eea-e59bc1896cfc",
    friendly_name: "Jane's USB authenticator",
    initiating_entity: "user",
    reason_admin: { en: "User self-enrollment" },
    event_timestamp: AT,
  }),
  caep("assurance-level-change", JANE, {
    namespace: "NIST-AAL",
    current_level: "nist-aal2",
    previous_level: "nist-aal1",
    change_direction: "increase",
    initiating_entity: "user",
    event_timestamp: AT,
  }),
  caep("assurance-level-change", JANE, {
    namespace: "Retinal Scan",
    current_level: "hi-res-scan",
    initiating_entity: "user",
    event_timestamp: AT,
  }),
  caep(
    "device-compliance-change",
    {
      format: "complex",
      device: { format: "iss_sub", iss: IDP, sub: "e9297990-14d2-42ec-a4a9-4036db86509a" },
      tenant: { format: "opaque", id: "123456789" },
    },
    { current_status: "not-compliant", previous_status: "compliant", initiating_entity: "policy", event_timestamp: AT },
  ),
  caep(
    "session-established",
    { format: "email", email: "someuser@example.com" },
    { ips: ["192.168.1.12", "10.1.1.1"], acr: "AAL2", amr: "otp", event_timestamp: AT },
  ),
  caep(
    "session-presented",
    { format: "email", email: "someuser@example.com" },
    { ips: ["192.168.1.12", "10.1.1.1"], ext_id: "12345", event_timestamp: AT },
  ),
  example(
    "ssf/event-type/verification",
    { format: "opaque", id: "f67e39a0a4d34d56b3aa1bc4cff0069f" },
    { state: "VGhpcyBpcyBhbiBl" },
  ),
  okta("https://schemas.okta.com/secevent/okta/event-type/user-risk-change", {
    subject: { user: { format: "email", email: "joe.smith@example.com" } },
    current_level: "low",
    previous_level: "high",
    initiating_entity: "system",
    reason_admin: { en: "Event message example" },
    event_timestamp: AT / 1000,
  }),
  okta("https://schemas.openid.net/secevent/caep/event-type/session-revoked", {
    subject: { format: "iss_sub", iss: "https://acme.okta.example", sub: "00uqdn2u51MJuG16d1d6" },
    event_timestamp: AT,
  }),
];

/** Okta puts the subject into the event. */
function okta(type: string, body: object): Example {
  const payload = {
    iss: "https://acme.okta.example",
    jti: "sec1",
    iat: 1_615_305_159,
    aud: "https://acme.okta.example",
    events: { [type]: body },
  };
  return { type, payload, happened: AT };
}
