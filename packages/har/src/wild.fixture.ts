/**
 * Places where a capture holds a secret, one by one: each makes an entry around a value that stands nowhere else, so
 * that only the place itself, or the look of the value, can give it away. All of it is made up.
 */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import {
  answer,
  ask,
  base64,
  base64url,
  body,
  entry,
  form,
  got,
  inHtml,
  inScript,
  inUnicode,
  json,
  jwt,
  post,
  rpc,
  saml,
  sent,
  uri,
  type Place,
} from "./wild-entry.fixture.ts";

/** What a person made up: a password, an answer. The place must say that it is secret. */
export const FOR_WORDS: Readonly<Record<string, Place>> = {
  "authn: password": (s) => ask({ username: "jane", password: s, options: { warnBeforePasswordExpired: true } }),
  "authn: answer of a security question": (s) =>
    ask({
      stateToken: "00x",
      factorType: "question",
      provider: "OKTA",
      profile: { question: "disliked_food", answer: s },
    }),
  "authn: answer to a challenge": (s) => ask({ stateToken: "00x", answer: s }),
  "idx: answer": (s) => ask({ stateHandle: "02.id.x", credentials: { questionKey: "disliked_food", answer: s } }),
  "idx: passcode": (s) => ask({ stateHandle: "02.id.x", credentials: { passcode: s } }),
  "idx: passCode": (s) => ask({ credentials: { passCode: s } }),
  "change: old password": (s) => ask({ oldPassword: { value: s }, newPassword: { value: "" } }),
  "user: credentials": (s) => ask({ profile: { login: "x" }, credentials: { password: { value: s } } }),
  "user: recovery question": (s) =>
    ask({ credentials: { recovery_question: { question: "Who's a major player?", answer: s } } }),
  "user: hash": (s) => ask({ credentials: { password: { hash: { algorithm: "BCRYPT", salt: s } } } }),
  "form: password": (s) => form({ user: "jane", password: s }),
  "form: j_password": (s) => form({ j_username: "jane", j_password: s }),
  "form: user[password]": (s) => form({ "user[password]": s }),
  "form: login.pass": (s) => form({ "login.pass": s }),
  "form: passwd in capitals": (s) => form({ PASSWD: s }),
  "form: txtPassword$1": (s) => form({ ctl00$Main$txtPassword: s }),
  "form: confirm_pwd": (s) => form({ confirm_pwd: s }),
  "form: client secret": (s) => form({ grant_type: "client_credentials", client_secret: s }),
  "params: password": (s) =>
    entry({ method: "POST", request: { postData: { mimeType: "x", params: [{ value: s, name: "Passwd" }] } } }),
  "multipart: password": (s) =>
    post(
      "multipart/form-data; boundary=----W",
      `------W\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n------W\r\nContent-Disposition: form-data; name="password"\r\nContent-Type: text/plain\r\n\r\n${s}\r\n------W--\r\n`,
    ),
  "query: password": (s) => entry({ url: `https://a.example/login?user=jane&password=${uri(s)}&x=1` }),
  "url: userinfo": (s) => entry({ url: `https://jane:${uri(s)}@a.example/` }),
  "basic header": (s) => sent("Authorization", `Basic ${base64(`jane:${s}`)}`),
  "basic of a proxy": (s) => sent("proxy-authorization", `Basic ${base64(`jane:${s}`)}`),
  "digest header": (s) =>
    sent("Authorization", `Digest username="jane", realm="r", nonce="${s}", uri="/", response="${s}"`),
  "cookie of any name": (s) => sent("cookie", `theme=${s.replaceAll(/[ ;,"]/g, "_")}`),
  "GraphQL literal": (s) => ask({ query: `mutation { signIn(user: "jane", password: ${json(s)}) { ok } }` }),
  "GraphQL variables": (s) =>
    ask({ query: "mutation($i: I!) { signIn(input: $i) { ok } }", variables: { i: { password: s } } }),
  "SOAP wsse": (s) =>
    post(
      "text/xml",
      `<s:Envelope><wsse:UsernameToken><wsse:Username>j</wsse:Username><wsse:Password Type="#PasswordText">${inHtml(s)}</wsse:Password></wsse:UsernameToken></s:Envelope>`,
    ),
  "SOAP plain": (s) => post("text/xml", `<login><username>jane</username><password>${inHtml(s)}</password></login>`),
  "XML attribute": (s) => post("text/xml", `<login user="jane" password="${inHtml(s)}"/>`),
  "XML-RPC member": (s) =>
    post(
      "text/xml",
      rpc(
        "login",
        `<params><param><value><struct><member><name>password</name><value><string>${inHtml(s)}</string></value></member></struct></value></param></params>`,
      ),
    ),
  "hidden input": (s) => body("text/html", `<form><input type="hidden" name="password" value="${inHtml(s)}"></form>`),
  "password input": (s) => body("text/html", `<form><input value='${inHtml(s)}' type='password' name='f17'></form>`),
  textarea: (s) => body("text/html", `<textarea name="client_secret" rows=4>${inHtml(s)}</textarea>`),
  "comment: password is": (s) => entry({ more: { comment: `the password is ${s}` } }),
  "comment: pw:": (s) => entry({ more: { comment: `Login jane / pw: ${s}` } }),
  "comment: password =": (s) => entry({ more: { comment: `password = ${s} (test user)` } }),
  "text: password is": (s) => body("text/plain", `Dear Jane, your temporary password is ${s} and must be changed.`),
  "text: password:": (s) => body("text/plain", `user: jane\npassword: ${s}\n`),
  "websocket: STOMP": (s) =>
    entry({ more: { _webSocketMessages: [{ type: "send", data: `CONNECT\nlogin:jane\npasscode:${s}\n\n\u0000` }] } }),
  "websocket: socket.io": (s) =>
    entry({ more: { _webSocketMessages: [{ type: "send", data: `42["login",{"password":${json(s)}}]` }] } }),
  "JSON in JSON in JSON": (s) => ask({ a: json({ b: json({ password: s }) }) }),
  "JSON in a form": (s) => form({ payload: json({ credentials: { password: s } }) }),
  "form in JSON": (s) => ask({ raw: new URLSearchParams({ user: "x", password: s }).toString() }),
  "JSON in a cookie": (s) => sent("cookie", `prefs=${uri(json({ password: s }))}`),
  "base64 JSON in a query": (s) =>
    entry({ url: `https://a.example/?d=${uri(base64(json({ u: "jane", password: s })))}` }),
  "base64 body": (s) => body("application/json", base64(json({ user: { password: s } })), { encoding: "base64" }),
  "gzip in base64 body": (s) =>
    body("application/json", base64(gzipSync(json({ user: { password: s } }))), { encoding: "base64" }),
  "list of pairs": (s) =>
    ask([
      { key: "username", value: "x" },
      { value: s, key: "password" },
    ]),
  "columns and rows": (s) => answer({ fields: [{ name: "password", type: "string", default: s }] }),
  "script object": (s) => body("text/javascript", `window.cfg={user:"jane",password:${json(s)},x:1}`),
  "script assignment": (s) => body("text/html", `<script>var password = '${inScript(s)}';</script>`),
  YAML: (s) => body("text/yaml", `db:\n  user: app\n  password: "${s}"\n`),
  ini: (s) => body("text/plain", `[db]\nuser=app\npassword=${s.replaceAll(" ", "")}\n`),
  DSN: (s) => answer({ url: `postgres://app:${uri(s)}@db.example/x` }),
  "ADO string": (s) => answer({ connection: `Server=db;User Id=app;Password=${s.replaceAll(";", "")};Pooling=true` }),
  SCIM: (s) => ask({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "j", password: s }),
  "LDAP-like": (s) => ask({ userPassword: s }),
  German: (s) => form({ passwort: s }),
  French: (s) => form({ motdepasse: s }),
  Spanish: (s) => form({ contrasena: s }),
  "curl in text": (s) => body("text/plain", `curl -u 'jane:${s.replaceAll("'", "")}' https://a.example/`),
  "JSON in percent escapes": (s) => post("text/plain", uri(json({ user: "x", password: s }))),
  "brotli in base64": (s) =>
    entry({
      got: { "Content-Encoding": "br" },
      content: {
        mimeType: "application/json",
        text: base64(brotliCompressSync(json({ password: s }))),
        encoding: "base64",
      },
    }),
  "brotli as text": (s) =>
    entry({
      got: { "content-encoding": "br" },
      content: { mimeType: "application/json", text: brotliCompressSync(json({ password: s })).toString("latin1") },
    }),
  "JSON in base64 in a header": (s) => sent("x-ms-client-principal", base64(json({ user: "jane", password: s }))),
  CDATA: (s) => post("text/xml", `<login><password><![CDATA[${s}]]></password></login>`),
  "property list": (s) => post("text/xml", `<dict><key>password</key><string>${inHtml(s)}</string></dict>`),
  "object of Python": (s) => body("text/plain", `{'user': 'jane', 'password': '${s}'}`),
  "capture in a capture": (s) =>
    answer({ log: { entries: [{ request: { postData: { params: [{ name: "password", value: s }] } } }] } }),
  "a table": (s) => body("text/csv", `name,url,username,password\nx,https://a.example/,jane,${s}\n`),
  "claim in JWT": (s) =>
    answer({ id_token: jwt({ iss: "https://acme.okta.com", password: s, note: s }, "c2lnbmF0dXJlc2lnbmF0dXJl") }),
};

/** What a machine made. The place says that it is secret, or the value's look does. */
export const FOR_TOKENS: Readonly<Record<string, Place>> = {
  ...FOR_WORDS,
  "claim of its own in a JWT": (s) =>
    answer({ id_token: jwt({ iss: "https://acme.okta.com", nonce: s, jti: s }, "x".repeat(43)) }),
  "script in an attribute": (s) => body("text/html", `<a onclick="go('/x?token=${s}')">x</a>`),
  "data URL of JSON": (s) => answer({ u: `data:application/json;base64,${base64(json({ token: s }))}` }),
  "data URL of a picture": (s) =>
    answer({ qr: `data:image/svg+xml;base64,${base64(`<svg><text>otpauth://totp/a?secret=${s}</text></svg>`)}` }),
  "XML attribute of a name": (s) => post("text/xml", `<ds:Ctx Token="${s}"/>`),
  "headers in a log": (s) => answer({ headers: [`Cookie: a=${s}`, "Accept: */*"] }),
  "headers in a body": (s) => answer({ headers: { cookie: `lang=en; zz=${s}`, authorization: [`Bearer ${s}`] } }),
  PHP: (s) => body("text/plain", `a:1:{s:5:"token";s:${s.length}:"${s}";}`),
  "websocket, base64 of JSON": (s) =>
    entry({ more: { _webSocketMessages: [{ type: "send", opcode: 2, data: base64(json({ token: s })) }] } }),
  "websocket, JSON in JSON": (s) =>
    entry({ more: { _webSocketMessages: [{ type: "send", data: json([json({ msg: "connect", token: s })]) }] } }),
  "X-Okta-Something": (s) => sent("X-Okta-Something", s),
  "Cf-Access-Token": (s) => sent("cf-access-token", s),
  "text of an element": (s) => body("image/svg+xml", `<svg><desc>${s}</desc></svg>`),
  title: (s) => entry({ more: { title: `Signed in with ${s}` } }),
  bearer: (s) => sent("authorization", `Bearer ${s}`),
  "bearer without a space": (s) => sent("authorization", s),
  "token scheme": (s) => sent("Authorization", `token ${s}`),
  "two schemes": (s) => sent("Authorization", `Basic amFuZTp4, Bearer ${s}`),
  SSWS: (s) => sent("AUTHORIZATION", `SSWS ${s}`),
  "signature V4": (s) =>
    sent(
      "authorization",
      `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20231001/x, SignedHeaders=host, Signature=${s}`,
    ),
  "x-okta-session": (s) => sent("X-Okta-Session", s),
  "x-okta-xsrftoken": (s) => sent("x-okta-xsrftoken", s),
  "x-device-fingerprint": (s) => sent("X-Device-Fingerprint", s),
  "x-vault-token": (s) => sent("X-Vault-Token", s),
  "x-goog-api-key": (s) => sent("x-goog-api-key", s),
  apikey: (s) => sent("apikey", s),
  "x-csrf-token": (s) => sent("X-CSRF-Token", s),
  "sec-websocket-protocol": (s) => sent("Sec-WebSocket-Protocol", `base64url.bearer.authorization.k8s.io.${s}, v1`),
  "header of no name": (s) => entry({ request: { headers: [{ value: s }] } }),
  "unknown header": (s) => sent("x-acme-ctx", s),
  "unknown response header": (s) => got("x-acme-ctx", s),
  etag: (s) => got("x-subject-token", s),
  "www-authenticate": (s) => got("WWW-Authenticate", `Bearer realm="x", nonce="${s}"`),
  "authentication-info": (s) => got("Authentication-Info", `nextnonce="${s}"`),
  referer: (s) => sent("referer", `https://a.example/cb?code=${s}&state=x`),
  "origin with userinfo": (s) => sent("x-original-url", `/cb?access_token=${s}`),
  location: (s) => got("Location", `https://a.example/cb#access_token=${s}&token_type=Bearer`),
  "location path": (s) => got("location", `/reset-password/${s}`),
  link: (s) => got("Link", `<https://a.example/x?cursor=2&sig=${s}>; rel="next"`),
  refresh: (s) => got("Refresh", `0;url=https://a.example/?ticket=${s}`),
  "content-location": (s) => got("Content-Location", `https://a.example/d?token=${s}`),
  "set-cookie": (s) => got("Set-Cookie", `thing=${s}; Path=/; HttpOnly; SameSite=Lax`),
  "set-cookie, second line": (s) => got("set-cookie", `a=1; Path=/\nthing=${s}; Path=/`),
  "set-cookie, joined by commas": (s) =>
    got("set-cookie", `a=1; Path=/, thing=${s}; Expires=Wed, 01 Jan 2031 00:00:00 GMT`),
  "cookie, quoted": (s) => sent("Cookie", `a=1; thing="${s}"`),
  "cookie, second": (s) => sent("Cookie", `a=1;thing=${s};b=2`),
  "cookie without a name": (s) => sent("Cookie", s),
  "cookies list": (s) => entry({ request: { cookies: [{ name: "zz", value: s, path: "/", domain: ".a.example" }] } }),
  "cookies list of the response": (s) => entry({ response: { cookies: [{ value: s, name: "q" }] } }),
  "name of a cookie": (s) => entry({ request: { cookies: [{ name: s, value: "1" }] } }),
  "cookies as an object": (s) => entry({ request: { cookies: { zz: s } } }),
  "headers as an object": (s) => entry({ request: { headers: { "X-Thing": s, Cookie: `a=${s}` } } }),
  "headers as pairs of a list": (s) => entry({ request: { headers: [["cookie", `a=${s}`]] } }),
  "headers as text": (s) =>
    entry({ request: { headersText: `GET / HTTP/1.1\r\nHost: a.example\r\nCookie: zz=${s}\r\n\r\n` } }),
  "_headers as text": (s) => entry({ response: { _rawHeaders: `HTTP/1.1 200 OK\r\nSet-Cookie: zz=${s}; Path=/\r\n` } }),
  "query list": (s) => entry({ request: { queryString: [{ name: "q", value: s }] } }),
  query: (s) => entry({ url: `https://a.example/x?q=${s}` }),
  "query without a name": (s) => entry({ url: `https://a.example/x?${s}` }),
  "query, name": (s) => entry({ url: `https://a.example/x?${s}=1` }),
  "query with semicolons": (s) => entry({ url: `https://a.example/x?a=1;access_token=${s};b=2` }),
  fragment: (s) => entry({ url: `https://a.example/x#${s}` }),
  "fragment route": (s) => entry({ url: `https://a.example/x#/reset/${s}?x=1` }),
  path: (s) => entry({ url: `https://a.example/invite/${s}` }),
  "path of no meaning": (s) => entry({ url: `https://a.example/p/${s}/view` }),
  "path parameter": (s) => entry({ url: `https://a.example/p;jsessionid=${s}?x=1` }),
  "telegram path": (s) => entry({ url: `https://api.example/bot123456789:${s}/getMe` }),
  "host label": (s) => entry({ url: `https://a.example/x?u=${uri(`https://b.example/cb?token=${s}`)}` }),
  "URL in a URL in a URL": (s) =>
    entry({ url: `https://a.example/?u=${uri(`https://b.example/?v=${uri(`https://c.example/?code=${s}`)}`)}` }),
  "JWT in a URL in JSON": (s) =>
    answer({ next: `https://a.example/cb?id_token=${jwt({ iss: "https://acme.okta.com", exp: 1_696_300_000 }, s)}` }),
  "opaque RelayState": (s) => form({ RelayState: s, SAMLResponse: base64(saml("")) }),
  "RelayState in a query": (s) => entry({ url: `https://acme.okta.com/sso?RelayState=${s}` }),
  "RelayState input": (s) => body("text/html", `<input type="hidden" name="RelayState" value="${s}"/>`),
  "SAMLResponse: session index": (s) =>
    form({ SAMLResponse: base64(saml(`<saml2:AuthnStatement SessionIndex="${s}"/>`)) }),
  "SAMLResponse in an input": (s) =>
    body(
      "text/html",
      `<input name="SAMLResponse" type="hidden" value="${base64(saml(`<ds:SignatureValue>${s}</ds:SignatureValue>`))
        .replaceAll("+", "&#x2b;")
        .replaceAll("=", "&#x3d;")}"/>`,
    ),
  "SAMLRequest deflated in a query": (s) =>
    entry({
      url: `https://a.example/sso?SAMLRequest=${uri(base64(deflateRawSync(saml(`<x ID="${s}"/>`))))}&Signature=${s}`,
    }),
  wresult: (s) =>
    form({
      wa: "wsignin1.0",
      wresult: `<t:RequestSecurityTokenResponse><t:RequestedSecurityToken>${s}</t:RequestedSecurityToken></t:RequestSecurityTokenResponse>`,
    }),
  "stateToken in a script": (s) => body("text/html", `<script>var stateToken = '${inScript(`00${s}-_`)}';</script>`),
  "stateToken in JSON in a script": (s) =>
    body("text/html", `<script>var oktaData = {"signIn":{"stateToken":"${inScript(s)}"}};</script>`),
  "state in JSON.parse": (s) =>
    body(
      "text/html",
      `<script>window.__S=JSON.parse('${json({ session: { accessToken: s } }).replaceAll('"', '\\"')}')</script>`,
    ),
  "window state in a script tag": (s) =>
    body("text/html", `<script id="__NEXT_DATA__" type="application/json">${json({ props: { token: s } })}</script>`),
  "data attribute": (s) => body("text/html", `<div id="app" data-token="${s}"></div>`),
  "data attribute with JSON": (s) =>
    body("text/html", `<div data-props="${json({ authToken: s }).replaceAll('"', "&quot;")}"></div>`),
  meta: (s) => body("text/html", `<meta name="csrf-token" content="${s}">`),
  "link in HTML": (s) => body("text/html", `<a href="https://a.example/unsubscribe?t=${s}&amp;x=1">x</a>`),
  "HTML comment": (s) => body("text/html", `<p>x</p><!-- token: ${s} -->`),
  localStorage: (s) =>
    body(
      "text/javascript",
      `localStorage.setItem("okta-token-storage", ${json(json({ accessToken: { accessToken: s } }))})`,
    ),
  "setItem of a plain token": (s) => body("text/javascript", `localStorage.setItem('token', '${s}')`),
  template: (s) => body("text/javascript", `fetch(\`/x?api_key=${s}\`)`),
  "header in a script": (s) => body("text/javascript", `fetch("/x",{headers:{"Authorization":"Bearer ${s}"}})`),
  JSONP: (s) => body("text/javascript", `cb({"sessionToken":"${s}"})`),
  "CSS url": (s) => body("text/css", `a{background:url(https://a.example/i.png?sig=${s})}`),
  SVG: (s) => body("image/svg+xml", `<svg><metadata><token>${s}</token></metadata></svg>`),
  "plain JSON string": (s) => body("application/json", json(s)),
  "plain text": (s) => body("text/plain", s),
  "list of strings": (s) => answer(["a", s]),
  "unknown field": (s) => answer({ zz: s }),
  "field called id": (s) => answer({ session: { id: s } }),
  "Okta session object": (s) => answer({ id: s, userId: "00u1", status: "ACTIVE", cookieToken: "" }),
  cookieToken: (s) => answer({ cookieToken: s }),
  "JWK d": (s) => answer({ keys: [{ kty: "RSA", n: "AQAB", e: "AQAB", d: s }] }),
  "JWK p": (s) => answer({ kty: "RSA", p: s, n: "x" }),
  "JWK q": (s) => answer({ q: s, kty: "RSA", n: "x" }),
  "JWK dp": (s) => answer({ kty: "RSA", dp: s }),
  "JWK dq": (s) => answer({ dq: s, kty: "RSA" }),
  "JWK qi": (s) => answer({ kty: "RSA", qi: s }),
  "JWK k": (s) => answer({ kty: "oct", k: s }),
  "JWK in a script": (s) => body("text/javascript", `var k={kty:"oct",k:"${s}"}`),
  "JWK in JSON in JSON": (s) => answer({ settings: json({ jwk: { kty: "EC", x: "a", y: "b", d: s } }) }),
  "app secret": (s) => answer({ credentials: { oauthClient: { client_id: "0oa1", client_secret: s } } }),
  "API token value": (s) => answer({ id: "00T1", name: "ci", clientName: "Okta API", tokenValue: s }),
  "factor sharedSecret": (s) =>
    answer({ _embedded: { activation: { timeStep: 30, sharedSecret: s, encoding: "base32" } } }),
  "factor qrcode": (s) =>
    answer({
      _embedded: {
        activation: {
          _links: { qrcode: { href: `https://acme.okta.com/api/v1/users/00u1/factors/ost1/qr/20111${s}` } },
        },
      },
    }),
  otpauth: (s) => answer({ uri: `otpauth://totp/Acme:jane?secret=${s}&issuer=Acme` }),
  "activation link": (s) => answer({ activationUrl: `https://acme.okta.com/welcome/${s}` }),
  "reset link in a mail": (s) =>
    body("text/plain", `Click https://acme.okta.com/signin/reset-password/${s} within an hour.`),
  activationToken: (s) => answer({ activationToken: s }),
  "CF service token": (s) => answer({ result: { client_id: "x.access", client_secret: s } }),
  "CF tunnel": (s) => answer({ result: base64(json({ a: "0123456789abcdef0123456789abcdef", t: "u", s: base64(s) })) }),
  "CF API": (s) => answer({ success: true, result: { id: "x", value: s } }),
  "CF edge cookie": (s) => sent("cookie", `CF_AppSession=${s}`),
  "CF_Authorization signature": (s) =>
    sent("cookie", `CF_Authorization=${jwt({ iss: "https://acme.cloudflareaccess.com" }, s)}`),
  kubeconfig: (s) =>
    body("text/yaml", `users:\n- name: a\n  user:\n    client-key-data: ${base64(s)}\n    token: ${s}\n`),
  "docker config": (s) => answer({ auths: { "r.example": { auth: base64(`jane:${s}`) } } }),
  npmrc: (s) => body("text/plain", `//r.example/:_authToken=${s}\n`),
  netrc: (s) => body("text/plain", `machine a.example login jane password ${s}\n`),
  env: (s) => body("text/plain", `PATH=/bin\nexport AWS_SECRET_ACCESS_KEY=${s}\n`),
  "Azure SAS": (s) =>
    answer({ url: `https://x.blob.example/c/b?sv=2022-11-02&se=2023-10-03&sr=b&sp=r&sig=${uri(`${s}+/=`)}` }),
  "Azure connection": (s) =>
    answer({ c: `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${s}==;EndpointSuffix=x` }),
  "Slack hook": (s) => answer({ hook: `https://hooks.slack.example/services/T00000000/B00000000/${s}` }),
  PEM: (s) => body("text/plain", `-----BEGIN RSA PRIVATE KEY-----\n${s}\n-----END RSA PRIVATE KEY-----\n`),
  "PEM in JSON in JSON": (s) =>
    answer({ a: json({ private_key: `-----BEGIN PRIVATE KEY-----\n${s}\n-----END PRIVATE KEY-----\n` }) }),
  "service account": (s) =>
    answer({
      type: "service_account",
      private_key_id: s,
      private_key: `-----BEGIN PRIVATE KEY-----\\n${s}\\n-----END PRIVATE KEY-----`,
    }),
  "base64 of base64": (s) => answer({ d: base64(base64(json({ token: s }))) }),
  "base64url JSON in a cookie": (s) => sent("cookie", `s=${base64url(json({ token: s }))}.x`),
  "gzip JSON in a field": (s) => answer({ d: base64(gzipSync(json({ token: s }))) }),
  "zlib in a query": (s) => entry({ url: `https://a.example/?z=${base64url(deflateSync(json({ token: s })))}` }),
  "hex JSON": (s) => answer({ d: Buffer.from(json({ token: s })).toString("hex") }),
  "body in base64, HTML": (s) =>
    body("text/html", base64(`<html><script>var accessToken="${s}"</script></html>`), { encoding: "base64" }),
  "gzip body of HTML": (s) =>
    body("text/html", base64(gzipSync(`<html><input type=hidden name=x_token value=${s}></html>`)), {
      encoding: "base64",
    }),
  "request body in base64": (s) =>
    entry({
      method: "POST",
      request: { postData: { mimeType: "application/json", text: base64(json({ token: s })), encoding: "base64" } },
    }),
  "gRPC-web text": (s) =>
    post("application/grpc-web-text", base64(Buffer.concat([Buffer.from([0, 0, 0, 0, 30, 10, 28]), Buffer.from(s)]))),
  "protobuf body": (s) =>
    body(
      "application/x-protobuf",
      base64(Buffer.concat([Buffer.from([8, 1, 18, s.length]), Buffer.from(s), Buffer.from([24, 1])])),
      { encoding: "base64" },
    ),
  "msgpack websocket": (s) =>
    entry({
      more: {
        _webSocketMessages: [
          {
            type: "send",
            opcode: 2,
            data: base64(
              Buffer.concat([
                Buffer.from([0x81, 0xa5]),
                Buffer.from("token"),
                Buffer.from([0xd9, s.length]),
                Buffer.from(s),
              ]),
            ),
          },
        ],
      },
    }),
  "websocket JSON": (s) =>
    entry({
      more: { _webSocketMessages: [{ type: "send", time: 1, opcode: 1, data: json({ type: "auth", token: s }) }] },
    }),
  "websocket text": (s) => entry({ more: { _webSocketMessages: [{ type: "send", data: `AUTH ${s}` }] } }),
  "websocket GraphQL": (s) =>
    entry({
      more: {
        _webSocketMessages: [
          {
            type: "send",
            data: json({ type: "connection_init", payload: { headers: { Authorization: `Bearer ${s}` } } }),
          },
        ],
      },
    }),
  "websocket, Charles": (s) => entry({ more: { webSocketMessages: [{ payload: json({ token: s }) }] } }),
  "event stream": (s) => entry({ more: { _eventStreamMessages: [{ data: json({ access_token: s }) }] } }),
  "event stream body": (s) => body("text/event-stream", `event: x\nid: 1\ndata: {"token":"${s}"}\n\n`),
  initiator: (s) =>
    entry({
      more: { _initiator: { type: "script", stack: { callFrames: [{ url: `https://a.example/a.js?key=${s}` }] } } },
    }),
  "initiator URL": (s) => entry({ more: { _initiator: { type: "parser", url: `https://a.example/cb?code=${s}` } } }),
  "initiator parent": (s) =>
    entry({
      more: {
        _initiator: {
          stack: { parent: { description: "x", callFrames: [{ url: `https://a.example/#access_token=${s}` }] } },
        },
      },
    }),
  redirectURL: (s) => entry({ response: { redirectURL: `https://a.example/cb?code=${s}&state=x` } }),
  "redirectURL, relative": (s) => entry({ response: { redirectURL: `/login/token/redirect?stateToken=${s}` } }),
  statusText: (s) => entry({ response: { statusText: `Bearer ${s}` } }),
  _error: (s) => entry({ response: { _error: `refused token ${s}` } }),
  "server-timing": (s) => got("Server-Timing", `auth;desc="token=${s}"`),
  "report-to": (s) => got("Report-To", json({ endpoints: [{ url: `https://a.example/report?s=${s}` }] })),
  "CSP report": (s) =>
    post("application/csp-report", json({ "csp-report": { "document-uri": `https://a.example/cb?code=${s}` } })),
  serverIPAddress: (s) => entry({ more: { _securityDetails: { subjectName: "x", custom: s } } }),
  "comment: token VALUE": (s) => entry({ more: { comment: `used token ${s} here` } }),
  "comment: the session is": (s) => entry({ more: { comment: `the session is ${s}, do not share` } }),
  "comment of a header": (s) =>
    entry({ request: { headers: [{ name: "accept", value: "*/*", comment: `was Bearer ${s}` }] } }),
  "comment of timings": (s) => entry({ more: { timings: { send: 0, wait: 1, receive: 1, comment: `key ${s}` } } }),
  "custom field": (s) => entry({ more: { _acme: { deep: [{ er: { thing: s } }] } } }),
  "custom key": (s) => entry({ more: { _acme: { [s]: true } } }),
  pageref: (s) => entry({ more: { pageref: `https://a.example/?token=${s}` } }),
  connection: (s) => entry({ more: { connection: s } }),
  _resourceType: (s) => entry({ more: { _fetchedVia: `https://a.example/?token=${s}` } }),
  cache: (s) => entry({ more: { cache: { beforeRequest: { eTag: "x", _url: `https://a.example/?token=${s}` } } } }),
  "params fileName": (s) =>
    entry({
      method: "POST",
      request: {
        postData: { mimeType: "multipart/form-data", params: [{ name: "f", fileName: `${s}.pem`, contentType: "x" }] },
      },
    }),
  "params as query": (s) =>
    entry({
      method: "POST",
      request: {
        postData: {
          mimeType: "application/x-www-form-urlencoded",
          text: "",
          params: [{ name: "refresh_token", value: s }],
        },
      },
    }),
  "mitmproxy: bytes": (s) =>
    entry({ request: { postData: { mimeType: "", text: `b'{"token": "${s}"}'`, params: [] } } }),
  "Fiddler: custom flags": (s) => entry({ more: { _fiddler: { "x-auth": s, "ui-comments": `cookie ${s}` } } }),
  "Charles: notes": (s) => entry({ more: { notes: `Authorization: Bearer ${s}` } }),
  Postman: (s) => answer({ auth: { type: "bearer", bearer: [{ key: "token", value: s, type: "string" }] } }),
  batch: (s) =>
    post(
      "multipart/mixed; boundary=b",
      `--b\r\nContent-Type: application/http\r\n\r\nGET /x HTTP/1.1\r\nAuthorization: Bearer ${s}\r\n\r\n--b--\r\n`,
    ),
  "file part": (s) =>
    post(
      "multipart/form-data; boundary=b",
      `--b\r\nContent-Disposition: form-data; name="file"; filename="x.json"\r\nContent-Type: application/json\r\n\r\n{"refresh_token":"${s}"}\r\n--b--\r\n`,
    ),
  NDJSON: (s) => post("application/x-ndjson", `{"a":1}\n{"token":"${s}"}\n`),
  "guarded JSON": (s) => body("application/json", `)]}',\n{"token":"${s}"}`),
  "escaped slashes": (s) => body("application/json", `{"url":"https:\\/\\/a.example\\/cb?code=${s}"}`),
  "unicode escapes": (s) => body("application/json", `{"token":"${inUnicode(s)}"}`),
  "escaped key": (s) => body("application/json", `{"\\u0074oken":"${s}"}`),
  "log line": (s) => body("text/plain", `2023-10-02 14:00:00 DEBUG auth - got token=${s} for jane`),
  "log line with JSON": (s) => body("text/plain", `2023-10-02 14:00:00 DEBUG {"accessToken":"${s}"}`),
  CSV: (s) => body("text/csv", `user,api_key\njane,${s}\n`),
  markdown: (s) => body("text/markdown", `Use \`X-Api-Key: ${s}\``),
};
