/** A capture as it might hang on a support ticket: invented people and tokens, one in every place that holds them. */
import { deflateRawSync, gzipSync } from "node:zlib";

const URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ALNUM = URL_SAFE.slice(0, 62);
const HEX = "0123456789abcdef";
/** The agent of the browser that made it. */
const AGENT =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36";

interface Ticket {
  readonly har: { readonly log: Record<string, unknown> & { readonly entries: readonly unknown[] } };
  /** Where each secret was put, and the secret. */
  readonly planted: readonly (readonly [where: string, secret: string])[];
  /** Words that are nobody's secret, and must stay. */
  readonly harmless: readonly string[];
}

/** Letters from a linear congruence (Numerical Recipes' constants): random in looks, the same each time. */
function letters(): (length: number, alphabet?: string) => string {
  let state = 20_231_018;
  return (length, alphabet = ALNUM) =>
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return alphabet.charAt((state >>> 16) % alphabet.length);
    }).join("");
}

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");
const base64url = (text: string): string => Buffer.from(text).toString("base64url");

/** The ticket's capture. */
export function ticketCapture(): Ticket {
  const some = letters();
  const planted: [string, string][] = [];
  const put = (where: string, secret: string): string => {
    planted.push([where, secret]);
    return secret;
  };
  const url = (length: number): string => some(length, URL_SAFE);
  const token = (where: string, claims: object): string =>
    `${base64url('{"alg":"RS256","kid":"k1"}')}.${base64url(JSON.stringify(claims))}.${put(`${where} (signature)`, url(86))}`;

  const sid = put("Cookie: sid", `102${url(22)}`);
  const oktaJwt = token("Okta access token", {
    iss: "https://widgets.okta.com/oauth2/default",
    sub: "sam.lee@widgets.example",
    uid: "00u7samlee7SAMLEE5d7",
    cid: "0oa7widgetsWIDGETS57",
    iat: 1_697_630_000,
    exp: 1_697_633_600,
  });
  const access = token("Cloudflare Access", {
    iss: "https://widgets.cloudflareaccess.com",
    email: "sam.lee@widgets.example",
    aud: [some(64, HEX)],
    identity_nonce: put("identity_nonce", some(16)),
    exp: 1_697_716_400,
  });
  const saml = `<saml2p:Response xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" ID="id1"><ds:SignatureValue xmlns:ds="x">${put("SAML signature", `${some(86)}==`)}</ds:SignatureValue><saml2:NameID xmlns:saml2="y">sam.lee@widgets.example</saml2:NameID></saml2p:Response>`;
  const pair = (name: string, value: string): object => ({ name, value });
  const everywhere = put("one value under many names", `nq${url(30)}`);
  let minute = 0;
  const entry = (request: object, response: object = {}, extras: object = {}): object => ({
    startedDateTime: `2023-10-18T12:${String(minute++).padStart(2, "0")}:00.000Z`,
    time: 41.25,
    request: {
      method: "GET",
      url: "https://widgets.okta.com/app/UserHome",
      httpVersion: "h3",
      cookies: [],
      headers: [pair("user-agent", AGENT)],
      queryString: [],
      headersSize: -1,
      bodySize: -1,
      ...request,
    },
    response: {
      status: 200,
      statusText: "",
      httpVersion: "h3",
      cookies: [],
      headers: [],
      content: { size: 2, mimeType: "text/plain", text: "ok" },
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
      ...response,
    },
    cache: {},
    timings: { send: 1, wait: 40, receive: 0.25 },
    ...extras,
  });
  const post = (mimeType: string, text: string): object => ({ method: "POST", postData: { mimeType, text } });
  const content = (mimeType: string, text: string, more: object = {}): object => ({
    content: { size: text.length, mimeType, text, ...more },
  });

  const entries = [
    entry({
      url: `https://widgets.okta.com/signin/reset-password/${put("path", url(20))}?fromURI=${encodeURIComponent(`/app/x?token=${put("URL in a URL", url(32))}`)}&lang=en`,
      headers: [
        pair("user-agent", AGENT),
        pair("sec-ch-ua-platform", '"macOS"'),
        pair(
          "COOKIE",
          `lang=en; sid=${sid}; idx=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..${put("idx (vector)", url(16))}.${put("idx (text)", url(200))}.${put("idx (tag)", url(22))}; DT=${put("Cookie: DT", `DI${url(22)}`)}; JSESSIONID=${put("Cookie: JSESSIONID", some(32, HEX.toUpperCase()))}; proximity_${some(32, HEX)}="${put("Cookie: quoted", some(40))}"`,
        ),
        pair("authorization", `bearer ${oktaJwt}`),
        pair("x-okta-xsrftoken", put("X-Okta-XsrfToken", some(64, HEX))),
        pair("Cf-Access-Client-Secret", put("CF-Access-Client-Secret", some(64, HEX))),
        pair("cf-access-client-id", `${put("CF-Access-Client-Id", some(32, HEX))}.access`),
        pair("cf-access-jwt-assertion", access),
        pair("Proxy-Authorization", `Basic ${base64(`sam:${put("Proxy-Authorization", "Wint3r!Wonder")}`)}`),
      ],
      cookies: [pair("sid", sid), pair("CF_AppSession", put("cookies[]: CF_AppSession", some(16, HEX)))],
    }),
    entry(
      post(
        "application/json",
        JSON.stringify({
          username: "sam.lee@widgets.example",
          password: put("password in JSON", 'b"lue\\sky 77é'),
          context: { deviceToken: put("deviceToken in JSON", some(26)) },
          mfa: { passCode: put("passCode in JSON", "904417") },
        }),
      ),
      content(
        "application/json",
        JSON.stringify({
          stateHandle: `02.id.${put("stateHandle", url(40))}`,
          sessionToken: put("sessionToken", `20111${url(40)}`),
          nested: JSON.stringify({ inner: JSON.stringify({ refresh_token: put("JSON in JSON in JSON", url(43)) }) }),
        }),
      ),
    ),
    entry(
      post(
        "application/x-www-form-urlencoded",
        `grant_type=authorization_code&code=${put("code in a form", url(43))}&code_verifier=${put("code_verifier", url(64))}&client_secret=${put("client_secret in a form", url(40))}&client_assertion=${token("client_assertion", { iss: "0oa7widgetsWIDGETS57" })}&password=${encodeURIComponent(put("password in a form", "pölar & bear+9"))}`,
      ),
      content(
        "application/json",
        base64(
          JSON.stringify({ access_token: oktaJwt, device_secret: put("base64 body", url(42)), token_type: "Bearer" }),
        ),
        { encoding: "base64" },
      ),
    ),
    entry(
      {
        ...post(
          "application/x-www-form-urlencoded",
          `SAMLResponse=${encodeURIComponent(base64(saml))}&RelayState=${encodeURIComponent(base64(JSON.stringify({ jwt: access })))}`,
        ),
        url: "https://app.widgets.example/saml/acs",
      },
      {
        status: 302,
        headers: [
          pair("Set-Cookie", `user_session=${put("Set-Cookie", url(48))}; path=/; secure; HttpOnly; SameSite=Lax`),
          pair(
            "Location",
            `https://app.widgets.example/in#id_token=${oktaJwt}&session_state=${put("fragment", some(40))}`,
          ),
          pair("Refresh", `0;url=https://app.widgets.example/again?ticket=${put("Refresh", some(28))}`),
        ],
        redirectURL: `https://app.widgets.example/in?sig=${encodeURIComponent(put("redirectURL: sig", `${some(43)}=`))}`,
      },
    ),
    entry(
      {
        url: `https://idp.widgets.example/sso?SAMLRequest=${encodeURIComponent(deflateRawSync(saml).toString("base64"))}`,
      },
      content(
        "application/json",
        gzipSync(JSON.stringify({ api_key: put("gzip body", some(36)) })).toString("base64"),
        {
          encoding: "base64",
        },
      ),
    ),
    entry(
      post(
        "multipart/form-data; boundary=xYzZY",
        `--xYzZY\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\n${put("multipart", url(40))}\r\n--xYzZY--\r\n`,
      ),
      content(
        "text/html;charset=utf-8",
        `<html><input name="xsrf" type="hidden" value="${put("hidden input", some(32))}"><script>window.boot={"oktaToken":"${put("script in HTML", `00${url(40)}`)}"};fetch("/x",{headers:{Authorization:"SSWS ${put("SSWS in a script", `00${url(40)}`)}"}})</script></html>`,
      ),
    ),
    entry(
      post(
        "application/json",
        JSON.stringify({
          query: "mutation($p: String!) { signIn(pass: $p) { token } }",
          variables: { p: "x", apiToken: put("GraphQL variable", url(36)) },
        }),
      ),
      content(
        "text/xml",
        `<Envelope><Header><SessionId>00D7w0000000001!AQ${put("Salesforce in SOAP", some(80))}</SessionId></Header></Envelope>`,
      ),
    ),
    entry(
      {
        url: `https://s3.widgets.example/o?X-Amz-Credential=${put("X-Amz-Credential", `ASIA${some(16, ALNUM.slice(0, 26))}`)}%2F20231018%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=${put("X-Amz-Signature", some(64, HEX))}`,
      },
      content(
        "application/javascript",
        `export const k={t:"${put("ghp_", `ghp_${some(36)}`)}",s:'${put("xoxb", `xoxb-${some(12, "0123456789")}-${some(24)}`)}',g:"${put("AIza", `AIza${url(35)}`)}",c:"${put("cfut_", `cfut_${some(40)}`)}"}\n-----BEGIN RSA PRIVATE KEY-----\n${put("PEM", some(64))}\n-----END RSA PRIVATE KEY-----`,
      ),
    ),
    entry(
      {},
      {},
      {
        _webSocketMessages: [
          { type: "send", time: 1, opcode: 1, data: `{"op":"auth","token":"${put("WebSocket", url(40))}"}` },
          {
            type: "receive",
            time: 2,
            opcode: 2,
            data: base64(JSON.stringify({ password: put("base64 in WebSocket", "gr33n.Field") })),
          },
        ],
        _eventStreamMessages: [{ time: 3, data: `{"access_token":"${put("event stream", url(40))}"}` }],
        _initiator: {
          type: "script",
          stack: { callFrames: [{ url: `https://cdn.widgets.example/a.js?key=${put("initiator", some(32))}` }] },
        },
        _securityDetails: { subjectName: "widgets.okta.com", note: everywhere },
        comment: `pasted by hand: password=${put("entry comment", "Sn0wy-Owl-22")}`,
      },
    ),
    entry(
      {
        url: `https://widgets.okta.com/a?x=${base64url(everywhere)}&y=${Buffer.from(everywhere).toString("hex")}&session=${everywhere}`,
        headers: [pair("x-api-key", everywhere)],
      },
      content(
        "text/plain",
        `a ${everywhere} b ${base64(`-${everywhere}-`)} c ${Buffer.from(everywhere).toString("hex").toUpperCase()}`,
      ),
    ),
    entry(
      {},
      content(
        "application/json",
        JSON.stringify({
          a: base64(base64(base64(JSON.stringify({ secret: put("base64 three deep", some(33)) })))),
          jwk: { kty: "EC", crv: "P-256", d: put("JWK d", url(43)) },
          basic: `Authorization: Basic ${base64(`svc:${put("Basic in a body", "Qu1et.River")}`)}`,
        }),
      ),
    ),
  ];
  return {
    har: {
      log: {
        version: "1.2",
        creator: { name: "WebInspector", version: "537.36" },
        comment: `ticket 4711, Authorization: SSWS ${put("log comment", `00${url(40)}`)}`,
        pages: [
          {
            startedDateTime: "2023-10-18T12:00:00.000Z",
            id: "page_1",
            title: `https://widgets.okta.com/login?stateToken=${put("page title", `00${url(40)}`)}`,
            pageTimings: {},
          },
        ],
        entries,
      },
    },
    planted,
    harmless: [
      "WebInspector",
      "/signin/reset-password/",
      "lang=en",
      "ticket 4711",
      "grant_type=authorization_code",
      AGENT,
    ],
  };
}
