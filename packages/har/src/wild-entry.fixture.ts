/** What entries around a secret are built from. */

/** Makes an entry of a capture around a secret. */
export type Place = (secret: string) => object;

export const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");
export const base64url = (text: string | Uint8Array): string => Buffer.from(text).toString("base64url");
export const json = JSON.stringify;
export const uri = encodeURIComponent;
/** Every letter as an escape of a script. */
export const inScript = (text: string): string =>
  text.replaceAll(/[^a-z]/gi, (char) => `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
export const inUnicode = (text: string): string =>
  text.replaceAll(/[^]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
export const inHtml = (text: string): string =>
  text.replaceAll(/[^a-z0-9]/gi, (char) => `&#x${char.charCodeAt(0).toString(16)};`);

interface Parts {
  readonly url?: string;
  readonly method?: string;
  readonly sent?: Readonly<Record<string, string>>;
  readonly got?: Readonly<Record<string, string>>;
  readonly request?: object;
  readonly response?: object;
  readonly content?: object;
  readonly more?: object;
}

function pairs(of: Readonly<Record<string, string>> = {}): readonly object[] {
  return Object.entries(of).map(([name, value]) => ({ name, value }));
}

export function entry({ url = "https://acme.okta.com/app/UserHome", method = "GET", ...parts }: Parts): object {
  return {
    startedDateTime: "2023-10-02T14:00:00.000Z",
    time: 12.5,
    request: {
      method,
      url,
      httpVersion: "h2",
      headers: pairs(parts.sent),
      cookies: [],
      queryString: [],
      headersSize: -1,
      bodySize: -1,
      ...parts.request,
    },
    response: {
      status: 200,
      statusText: "OK",
      httpVersion: "h2",
      headers: pairs(parts.got),
      cookies: [],
      content: { size: 0, mimeType: "text/plain", text: "ok", ...parts.content },
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
      ...parts.response,
    },
    cache: {},
    timings: { send: 0.5, wait: 10, receive: 2 },
    ...parts.more,
  };
}

export const sent = (name: string, value: string): object => entry({ sent: { [name]: value } });
export const got = (name: string, value: string): object => entry({ got: { [name]: value } });
export const post = (mimeType: string, text: string): object =>
  entry({ method: "POST", request: { postData: { mimeType, text } } });
export const form = (fields: Readonly<Record<string, string>>): object =>
  post("application/x-www-form-urlencoded", new URLSearchParams(fields).toString());
export const body = (mimeType: string, text: string, more: object = {}): object =>
  entry({ content: { mimeType, text, ...more } });
export const answer = (value: unknown): object => body("application/json", json(value));
export const ask = (value: unknown): object => post("application/json", json(value));
export const jwt = (claims: object, signature: string): string =>
  `${base64url('{"alg":"RS256","kid":"k1"}')}.${base64url(json(claims))}.${signature}`;
export const saml = (inner: string): string =>
  `<saml2p:Response xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" Destination="https://app.example/acs">${inner}</saml2p:Response>`;
export const rpc = (method: string, inner: string): string =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName>${inner}</methodCall>`;
