export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly ip: string;
  readonly asn: number;
  readonly city: {
    readonly city: string;
    readonly state: string;
    readonly country: string;
    readonly code: string;
    readonly lat: number;
    readonly lon: number;
  };
  readonly os: string;
  readonly ua: string;
  readonly dt: string;
  readonly fp: string;
  session: string;
  /** When the session ends. */
  until: number;
  readonly apps: readonly App[];
}

interface App {
  readonly id: string;
  readonly name: string;
}

export interface Happening {
  readonly person: Person;
  readonly app: App;
  readonly type: string;
  readonly message: string;
  readonly outcome: string;
  readonly factor: string;
}

export interface Once {
  readonly uuid: string;
  readonly time: number;
  readonly transaction: string;
}

/** One line of the log, as Okta's API answers it. */
export function eventText({ person, app, type, message, outcome, factor }: Happening, once: Once): string {
  const { city } = person;
  const geo = `{"city":"${city.city}","state":"${city.state}","country":"${city.country}","postalCode":"${city.code}","geolocation":{"lat":${city.lat},"lon":${city.lon}}}`;
  const behaviors =
    "New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE";
  const logged = `{\\"risk\\":{\\"level\\":\\"LOW\\"},\\"behaviors\\":{\\"New Geo-Location\\":\\"NEGATIVE\\",\\"New Device\\":\\"NEGATIVE\\",\\"New IP\\":\\"NEGATIVE\\",\\"New State\\":\\"NEGATIVE\\",\\"New Country\\":\\"NEGATIVE\\",\\"Velocity\\":\\"NEGATIVE\\",\\"New City\\":\\"NEGATIVE\\"}}`;
  // Okta weighs risk and behaviour where it decides about a sign-in, and nowhere else.
  const judged = type.startsWith("policy.") || type.startsWith("user.session.");
  const debug = [
    `"authnRequestId":"${once.transaction}"`,
    judged ? `"behaviors":"{${behaviors}}"` : "",
    `"deviceFingerprint":"${person.fp}"`,
    `"dtHash":"${person.dt}"`,
    factor === "" ? "" : `"factor":"${factor}"`,
    judged ? `"logOnlySecurityData":"${logged}"` : "",
    `"requestId":"${once.transaction}"`,
    `"requestUri":"/app/example_app/${app.id}/sso/saml"`,
    judged ? `"risk":"{level=LOW}"` : "",
    `"threatSuspected":"false"`,
    `"url":"/app/example_app/${app.id}/sso/saml?"`,
  ];
  return `{"actor":{"id":"${person.id}","type":"User","alternateId":"${person.login}","displayName":"${person.name}","detailEntry":null},"client":{"userAgent":{"rawUserAgent":"${person.ua}","os":"${person.os}","browser":"CHROME"},"zone":"null","device":"Computer","id":null,"ipAddress":"${person.ip}","geographicalContext":${geo}},"device":null,"authenticationContext":{"authenticationProvider":null,"credentialProvider":null,"credentialType":null,"issuer":null,"interface":null,"authenticationStep":0,"rootSessionId":"${person.session}","externalSessionId":"${person.session}"},"displayMessage":"${message}","eventType":"${type}","outcome":{"result":"${outcome}","reason":null},"published":"${new Date(once.time).toISOString()}","securityContext":{"asNumber":${person.asn},"asOrg":"example isp ${person.asn}","isp":"example isp ${person.asn}","domain":"example.net","isProxy":false},"severity":"INFO","debugContext":{"debugData":{${debug.filter((entry) => entry !== "").join(",")}}},"legacyEventType":null,"transaction":{"type":"WEB","id":"${once.transaction}","detail":{}},"uuid":"${once.uuid}","version":"0","request":{"ipChain":[{"ip":"${person.ip}","geographicalContext":${geo},"version":"V4","source":null}]},"target":[{"id":"${app.id}","type":"AppInstance","alternateId":"${app.name}","displayName":"${app.name}","detailEntry":{"signOnModeType":"SAML_2_0"}},{"id":"0ua${person.id.slice(3)}","type":"AppUser","alternateId":"${person.login}","displayName":"${person.name}","detailEntry":null}]}\n`;
}
