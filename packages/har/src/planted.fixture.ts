/** A capture with a secret in every place that a secret can sit in. All of it is made up. */
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";

/** One secret and where it was put. */
export interface Planted {
  readonly what: string;
  readonly secret: string;
}

/** Letters and digits that look made by chance, the same for the same seed. */
export function chance(
  seed: number,
  length: number,
  alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
): string {
  let state = (seed * 2654435761) >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return alphabet.charAt((state >>> 8) % alphabet.length);
  }).join("");
}

const HEX = "0123456789abcdef";
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const base64url = (text: string): string => Buffer.from(text).toString("base64url");

/** A token with a signature that is `signature`. */
export function jwt(claims: object, signature: string): string {
  return `${base64url(JSON.stringify({ alg: "RS256", kid: "key-1" }))}.${base64url(JSON.stringify(claims))}.${signature}`;
}

/** The capture as an object, and what was planted in it. */
export function plantedCapture(): { readonly har: unknown; readonly planted: readonly Planted[] } {
  const planted: Planted[] = [];
  let seed = 1;
  const put = (what: string, secret: string): string => {
    planted.push({ what, secret });
    return secret;
  };
  const some = (what: string, length = 24, before = ""): string => put(what, before + chance(seed++, length));
  const hex = (what: string, length: number): string => put(what, chance(seed++, length, HEX));
  const token = (what: string, claims: object): string => {
    const signature = put(`${what}: signature`, chance(seed++, 86));
    return jwt(claims, signature);
  };

  const sid = some("sid cookie", 22, "102");
  const idx = `eyJ6aXAiOiJERUYiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiZGlyIn0..${some("idx: iv", 16)}.${some("idx: text", 120)}.${some("idx: tag", 22)}`;
  const access = token("Okta access token", {
    iss: "https://acme.okta.com/oauth2/default",
    sub: "jane.roe@acme.example",
    uid: put("user id in a claim", "00uJaneRoe1234567890".slice(0, 20)),
    cid: "0oaClientId123456789",
    scp: ["openid"],
    exp: 1_696_300_000,
  });
  const cfJwt = token("CF_Authorization", {
    iss: "https://acme.cloudflareaccess.com",
    email: put("e-mail in a claim", "jane.roe@acme.example"),
    aud: ["a1b2"],
    identity_nonce: some("identity_nonce", 16),
    exp: 1_696_300_000,
  });
  const signature = some("SAML signature", 88);
  const saml = `<saml2p:Response xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" ID="${some("SAML response id", 20, "id")}"><ds:SignatureValue>${signature}</ds:SignatureValue><saml2:Assertion><saml2:NameID>richard.roe@acme.example</saml2:NameID><saml2:AuthnStatement SessionIndex="${some("SessionIndex", 24, "id")}"/></saml2:Assertion></saml2p:Response>`;
  put("e-mail in SAML", "richard.roe@acme.example");
  const pem = `-----BEGIN PRIVATE KEY-----\n${some("PEM line 1", 64)}\n${some("PEM line 2", 64)}\n-----END PRIVATE KEY-----`;
  const path = some("token in a path", 32);
  const secretInGzip = some("in a gzip body");
  const secretInZlib = some("in a zlib body");
  const everywhere = some("one value everywhere", 28);
  const password = put("password", 'Tr0ub4dor&3"\\x');

  const request = {
    method: "POST",
    url: `https://${put("user in a URL", "svc-backup7")}:${put("password in a URL", "pa55:w0rd!")}@acme.okta.com/reset-password/${path}?client_id=0oaClientId123456789&code=${some("code", 30)}&state=${some("state", 32)}&redirectUrl=${encodeURIComponent(`https://app.example/cb?access_token=${some("token in a URL in a URL", 40)}&ok=1`)}#id_token=${access}`,
    httpVersion: "h2",
    headers: [
      {
        name: "cookie",
        value: `sid=${sid}; DT=${some("DT cookie", 22, "DI")}; JSESSIONID=${hex("JSESSIONID", 32)}; xids=${some("xids", 22)}; theme=${put("cookie of unknown name", "planted-Value_07")}; idx=${idx}`,
      },
      { name: "authorization", value: `Bearer ${access}` },
      { value: `SSWS ${some("SSWS", 40, "00")}`, name: "X-Forwarded-Authorization" },
      {
        name: "proxy-authorization",
        value: `Basic ${base64(`proxy-user7:${put("password in Basic", "s3cr3t-Proxy!")}`)}`,
      },
      { name: "X-Api-Key", value: some("API key", 32) },
      { name: "CF-Access-Client-Id", value: `${hex("service token id", 32)}.access` },
      { name: "cf-access-client-secret", value: hex("service token secret", 64) },
      { name: "Cf-Access-Jwt-Assertion", value: cfJwt },
      { name: "X-Auth-Key", value: hex("global API key", 37) },
      { name: "DPoP", value: token("DPoP proof", { htm: "POST", jti: some("jti", 20) }) },
      { name: "x-strange-thing", value: some("header of unknown name", 28) },
      {
        name: "referer",
        value: `https://acme.okta.com/app/x?sessionToken=${some("sessionToken in Referer", 26, "20111")}`,
      },
      { name: "x-amz-security-token", value: some("AWS session token", 120) },
      { name: "X-Forwarded-For", value: put("client address", "198.51.100.77") },
      {
        name: "user-agent",
        value:
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.0.0 Safari/537.36",
      },
    ],
    cookies: [
      { name: "sid", value: sid, path: "/", httpOnly: true },
      { name: "CF_Authorization", value: cfJwt },
    ],
    queryString: [
      { name: "X-Amz-Signature", value: hex("X-Amz-Signature", 64) },
      {
        name: "X-Amz-Credential",
        value: `${put("AWS key id", `AKIA${chance(seed++, 16, CAPITALS)}`)}/20231001/us-east-1/s3/aws4_request`,
      },
    ],
    postData: {
      mimeType: "application/json",
      text: JSON.stringify({
        identifier: put("user name", "jane.roe@corp.example"),
        credentials: { passcode: password },
        passCode: put("one-time code", "482913"),
        stateHandle: some("stateHandle", 40, "02.id."),
        pin: 739_201,
        query: `mutation { login(password: "${put("password in GraphQL", "graphQL-p4ss")}") { token } }`,
        inner: JSON.stringify({
          refresh_token: some("refresh token in JSON in JSON", 43),
          deeper: JSON.stringify({ client_secret: some("client secret, three deep", 64) }),
        }),
        list: [
          { value: some("value before its name", 26), name: "recoveryToken" },
          { name: "device_secret", value: some("device secret", 40) },
        ],
      }),
      params: [
        { name: "code_verifier", value: some("code verifier", 43) },
        { value: base64(saml), name: "SAMLResponse" },
      ],
    },
  };
  put("pin as a number", "739201");
  const form = new URLSearchParams({
    grant_type: "password",
    username: "bob",
    password: put("password in a form", "f0rm p@ss/word+1"),
    client_secret: some("client secret in a form", 40),
    client_assertion: token("client assertion", { iss: "0oaX" }),
    SAMLResponse: base64(saml),
    RelayState: token("RelayState", { sub: "x" }),
  });
  const multipart = `--B0und\r\nContent-Disposition: form-data; name="api_token"\r\n\r\n${some("token in multipart", 30)}\r\n--B0und\r\nContent-Disposition: form-data; name="note"\r\n\r\nharmless\r\n--B0und--\r\n`;
  const html = `<!doctype html><html><head><meta content="${some("CSRF token in meta", 36)}" name="csrf-token"></head><body><form><input value="${base64(saml).replaceAll("+", "&#x2b;").replaceAll("=", "&#x3d;")}" type="hidden" name="SAMLResponse"/><input type=hidden name=_xsrf value=${some("hidden field", 32)}></form><script>var stateToken = '${some("stateToken in a script", 40, "00").replaceAll("a", "\\x61")}'; window.cfg = {"accessToken":"${some("token in a script", 40)}", apiKey: '${some("AIza key", 35, "AIza")}'};</script><a href="mailto:${put("e-mail in HTML", "support7@corp.example")}">mail</a></body></html>`;
  const body = (mimeType: string, text: string, more: object = {}): object => ({
    size: text.length,
    mimeType,
    text,
    ...more,
  });
  const entry = (over: { request?: object; response?: object; more?: object }): object => ({
    startedDateTime: "2023-10-02T14:00:00.000Z",
    time: 120.5,
    request: {
      method: "GET",
      url: "https://acme.okta.com/api/v1/users/me",
      httpVersion: "h2",
      headers: [],
      cookies: [],
      queryString: [],
      headersSize: -1,
      bodySize: 0,
      ...over.request,
    },
    response: {
      status: 200,
      statusText: "OK",
      httpVersion: "h2",
      headers: [{ name: "content-type", value: "application/json" }],
      cookies: [],
      content: { size: 0, mimeType: "text/plain" },
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
      ...over.response,
    },
    cache: {},
    timings: { send: 0, wait: 100, receive: 20.5 },
    ...over.more,
  });
  const entries = [
    entry({
      request,
      response: {
        headers: [
          {
            name: "set-cookie",
            value: `sid=${sid}; Path=/; Secure; HttpOnly\nokta-oauth-nonce=${some("Set-Cookie", 64)}; Path=/`,
          },
          { name: "location", value: `https://app.example/cb?interaction_code=${some("interaction code", 43)}` },
          {
            name: "Link",
            value: `<https://acme.okta.com/api/v1/logs?after=1&token=${some("token in Link", 24)}>; rel="next"`,
          },
          { name: "refresh", value: `0; url=https://x.example/?ticket=${some("ticket in Refresh", 24)}` },
        ],
        redirectURL: `https://app.example/cb#access_token=${access}&session_state=${some("session_state", 44)}`,
        cookies: [{ name: "_zendesk_session", value: some("cookie in a response", 40) }],
        content: body(
          "application/json",
          JSON.stringify({
            access_token: access,
            token_type: "Bearer",
            refresh_token: some("refresh token", 43),
            sessionToken: some("sessionToken", 26, "20111"),
            _embedded: {
              user: {
                id: "00uJaneRoe1234567890".slice(0, 20),
                profile: {
                  firstName: put("first name", "Jacqueline"),
                  lastName: "Roe",
                  mobilePhone: put("phone", "+1 555 0100 777"),
                },
              },
            },
          }),
        ),
      },
    }),
    entry({
      request: { method: "POST", postData: { mimeType: "application/x-www-form-urlencoded", text: form.toString() } },
      response: { content: body("text/html; charset=utf-8", html) },
    }),
    entry({
      request: { method: "POST", postData: { mimeType: "multipart/form-data; boundary=B0und", text: multipart } },
      response: {
        content: body(
          "application/json",
          base64(
            JSON.stringify({
              api_key: some("in a base64 body", 32),
              user: { password: put("password in a base64 body", "base64-b0dy") },
            }),
          ),
          { encoding: "base64" },
        ),
      },
    }),
    entry({
      response: {
        headers: [{ name: "content-encoding", value: "gzip" }],
        content: body(
          "application/json",
          gzipSync(JSON.stringify({ id_token_hint: secretInGzip, x: everywhere })).toString("base64"),
          { encoding: "base64" },
        ),
      },
    }),
    entry({
      response: {
        content: body(
          "application/octet-stream",
          deflateSync(JSON.stringify({ auth_token: secretInZlib })).toString("base64"),
          { encoding: "base64" },
        ),
      },
    }),
    entry({
      request: {
        url: `https://idp.example/sso?SAMLRequest=${encodeURIComponent(deflateRawSync(saml).toString("base64"))}&RelayState=${encodeURIComponent(base64(JSON.stringify({ session_token: some("in base64 in a URL", 32) })))}`,
      },
    }),
    entry({
      response: {
        content: body(
          "application/xml",
          `<?xml version="1.0"?><s:Envelope><s:Body><sessionId>00D5g000004AbCd!AQ4AQ${some("Salesforce session", 60)}</sessionId><wsse:Password Type="x">${put("password in XML", "xml-p4ssw0rd")}</wsse:Password><wresult>${base64(saml)}</wresult></s:Body></s:Envelope>`,
        ),
      },
    }),
    entry({
      response: {
        content: body(
          "text/javascript",
          `const k={secretKey:"${some("secret in JavaScript", 40)}",gh:"${some("GitHub token", 36, "ghp_")}",slack:"xoxb-${put("Slack token", "1234567890-abcdefghijKL")}"};${pem}`,
        ),
      },
    }),
    entry({
      more: {
        _webSocketMessages: [
          {
            type: "send",
            time: 1,
            opcode: 1,
            data: JSON.stringify({
              type: "connection_init",
              payload: { authToken: some("in a WebSocket message", 36) },
            }),
          },
          { type: "receive", time: 2, opcode: 1, data: `42["session","${everywhere}"]` },
        ],
        _eventStreamMessages: [
          { time: 3, eventName: "x", data: JSON.stringify({ accessToken: some("in an event stream", 36) }) },
        ],
      },
    }),
    entry({
      more: {
        _initiator: {
          type: "script",
          stack: {
            callFrames: [
              {
                functionName: "f",
                url: `https://cdn.example/app.js?apikey=${some("in an initiator", 24)}`,
                lineNumber: 1,
              },
            ],
          },
        },
        comment: `login with ${some("in a comment", 20)} failed`,
      },
    }),
    entry({
      request: {
        headers: [{ name: "x-trace-note", value: everywhere }],
        url: `https://x.example/?a=${base64url(everywhere)}&b=${Buffer.from(everywhere).toString("hex")}`,
      },
      response: {
        content: body(
          "text/plain",
          `padding ${base64(`..${everywhere}..`)} and ${base64(`.${everywhere}`)} ${Buffer.from(everywhere).toString("hex").toUpperCase()} ${encodeURIComponent(password)} ${JSON.stringify(password)} ${base64(password)}`,
        ),
      },
    }),
    entry({
      request: {
        url: `https://api.example/v1/items;jsessionid=${hex("jsessionid in a path", 32)}?sig=${encodeURIComponent(some("Azure sig", 43))}&sv=2022`,
      },
      response: {
        content: body(
          "application/json",
          JSON.stringify({
            kty: "RSA",
            n: "x",
            d: some("JWK private part", 86),
            key: some("Cloudflare token", 40, "cfut_"),
            gcs: `https://storage.example/o?X-Goog-Signature=${hex("X-Goog-Signature", 128)}`,
            tunnel: base64(JSON.stringify({ a: hex("tunnel account", 32), t: "t-1", s: some("tunnel secret", 40) })),
          }),
        ),
      },
    }),
    entry({
      response: {
        content: body(
          "text/plain",
          `curl 'https://acme.okta.com/api/v1/users' -H 'Authorization: SSWS ${some("SSWS in cURL", 40, "00")}' -b 'sid=${some("sid in cURL", 22, "102")}' -u 'admin7:${put("password of cURL", "curl-Pass-9")}'`,
        ),
      },
    }),
  ];
  const pages = [
    {
      startedDateTime: "2023-10-02T14:00:00.000Z",
      id: "page_1",
      title: `Reset ${some("in a page title", 20)} - Acme`,
      pageTimings: {},
      comment: "plain words",
    },
  ];
  return { har: { log: { version: "1.2", creator: { name: "Browser", version: "1" }, pages, entries } }, planted };
}
