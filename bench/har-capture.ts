/** Writes a large capture for the benchmark of HAR. */
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Numbers by chance, from a seed (xorshift32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * A day in the browser: scripts are files of the packages that are installed here, answers are records in the shape of
 * Okta's API, pictures are noise in base64; every entry carries cookies and a token, some of them new each time.
 * `isFresh`: no body comes twice, for each begins with a number of its own.
 */
export function writeCapture(file: string, bytes: number, isFresh = false): void {
  const chance = chances(20231018);
  const word = (length: number): string =>
    Array.from({ length }, () => LETTERS.charAt(Math.floor(chance() * LETTERS.length))).join("");
  const scripts = scriptsOf(join(import.meta.dirname, "..", "node_modules"));
  const sid = `102${word(22)}`;
  const device = word(20);
  let servlet = "";
  const token = `eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.${Buffer.from(JSON.stringify({ iss: "https://acme.okta.com", sub: "jane.roe@acme.example", jti: word(20) })).toString("base64url")}.${word(342)}`;
  const users = Array.from({ length: 400 }, (_, n) => ({
    id: `00u${word(17)}`,
    status: "ACTIVE",
    created: "2023-01-02T03:04:05.000Z",
    profile: { login: `user${n}@acme.example`, firstName: "Ada", lastName: "Example", email: `user${n}@acme.example` },
    _links: { self: { href: `https://acme.okta.com/api/v1/users/00u${word(17)}` } },
  }));
  const events = Array.from({ length: 300 }, (_, n) => ({
    uuid: word(8).toLowerCase(),
    published: `2023-10-18T10:00:00.${100 + n}Z`,
    eventType: "user.authentication.sso",
    displayMessage: "User single sign on to app",
    outcome: { result: "SUCCESS", reason: null },
    client: {
      userAgent: { rawUserAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", os: "Mac OS X", browser: "CHROME" },
      zone: "null",
      device: "Computer",
      ipAddress: "192.0.2.7",
      geographicalContext: { city: "Oslo", country: "Norway" },
    },
    target: [{ id: `0oa${word(17)}`, type: "AppInstance", displayName: "Wiki" }],
  }));
  const picture = (): string => {
    const bytesOfIt = Buffer.alloc(12_000 + Math.floor(chance() * 40_000));
    for (let n = 0; n < bytesOfIt.length; n++) bytesOfIt[n] = Math.floor(chance() * 256);
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]).copy(bytesOfIt);
    return bytesOfIt.toString("base64");
  };
  const page = `<!doctype html><html><head><title>Acme</title></head><body>${'<div class="row item" data-id="7"><a href="/app/home?tab=2">Home</a> <p>Some words that a page says to a person.</p></div>\n'.repeat(120)}<script>window.csrfToken = "${word(32)}";</script></body></html>`;
  const style = ".row .item > a:hover { color: #1662dd; margin: 0 4px; background: url(/img/icon.svg) }\n".repeat(220);
  const messages = JSON.stringify(
    Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [
        `signin.form.message.${n}`,
        `Please check line ${n} of the form, "then" try again, or ask your administrator.`,
      ]),
    ),
  );
  const pictures = Array.from({ length: 12 }, picture);
  const small = (n: number): string =>
    JSON.stringify({ ok: true, n, status: "ACTIVE", links: { next: `https://acme.okta.com/api/v1/x?page=${n}` } });
  /** One of twenty answers, in about the shares of a sign-in page and the application behind it. */
  const answer = (n: number): readonly [mimeType: string, text: string, more: object] => {
    const kind = n % 20;
    if (kind < 7) return ["application/javascript; charset=utf-8", scripts[(n * 7) % scripts.length] ?? "", {}];
    if (kind < 9) return ["text/css", style, {}];
    if (kind < 13) return ["image/png", pictures[n % pictures.length] ?? "", { encoding: "base64" }];
    if (kind < 14) return ["text/html", page, {}];
    if (kind < 16) return ["application/json", messages, {}];
    if (kind < 17) return ["application/json", JSON.stringify(users.slice(n % 300, (n % 300) + 20)), {}];
    if (kind < 18) return ["application/json", JSON.stringify(events.slice(n % 200, (n % 200) + 10)), {}];
    if (kind < 19)
      return [
        "application/json",
        gzipSync(JSON.stringify({ n, sessionToken: word(24) })).toString("base64"),
        { encoding: "base64" },
      ];
    return ["application/json", small(n), {}];
  };
  const out = openSync(file, "w");
  let written = writeSync(
    out,
    '{"log":{"version":"1.2","creator":{"name":"Browser","version":"1"},"pages":[],"entries":[',
  );
  for (let n = 0; written < bytes; n++) {
    const [mimeType, body, more] = answer(n);
    const text = isFresh ? freshened(body, mimeType, n) : body;
    if (n % 60 === 0) servlet = word(32);
    const entry = {
      startedDateTime: new Date(Date.UTC(2023, 9, 18, 10) + n * 40).toISOString(),
      time: 12.25,
      request: {
        method: n % 4 === 0 ? "POST" : "GET",
        url: `https://acme.okta.com/api/v1/things/${n}?limit=20&after=${n}${n % 20 === 0 ? `&nonce=${word(20)}` : ""}`,
        httpVersion: "h2",
        headers: [
          { name: "accept", value: "*/*" },
          { name: "accept-language", value: "en-US,en;q=0.9" },
          {
            name: "cookie",
            value: `sid=${sid}; DT=DI${device}; JSESSIONID=${servlet}; lang=en; _ga=GA1.2.1234567890.1690000000`,
          },
          { name: "authorization", value: `Bearer ${token}` },
          { name: "sec-ch-ua", value: '"Chromium";v="117", "Not;A=Brand";v="8"' },
          {
            name: "user-agent",
            value:
              "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.0.0 Safari/537.36",
          },
          { name: "x-okta-user-agent-extended", value: "okta-auth-js/7.4.1 okta-signin-widget-7.10.1" },
        ],
        cookies: [{ name: "sid", value: sid }],
        queryString: [{ name: "limit", value: "20" }],
        headersSize: -1,
        bodySize: 0,
        ...(n % 4 === 0
          ? {
              postData: {
                mimeType: "application/json",
                text: JSON.stringify({ stateHandle: `02.id.${word(40)}`, identifier: "jane.roe@acme.example" }),
              },
            }
          : {}),
      },
      response: {
        status: 200,
        statusText: "OK",
        httpVersion: "h2",
        headers: [
          { name: "content-type", value: mimeType },
          { name: "date", value: "Wed, 18 Oct 2023 10:00:00 GMT" },
          { name: "x-okta-request-id", value: word(27) },
        ],
        cookies: [],
        content: { size: text.length, mimeType, text, ...more },
        redirectURL: "",
        headersSize: -1,
        bodySize: -1,
      },
      cache: {},
      timings: { send: 0.1, wait: 10, receive: 2 },
    };
    written += writeSync(out, `${n === 0 ? "" : ","}\n${JSON.stringify(entry)}`);
  }
  writeSync(out, "]}}\n");
  closeSync(out);
}

/** A body with a number of its own; what is encoded keeps its sort. */
function freshened(body: string, mimeType: string, n: number): string {
  const own = String(n).padStart(8, "0");
  if (mimeType === "image/png") return `${body.slice(0, 64)}${own}${body.slice(72)}`;
  if (mimeType !== "application/json") return `/* ${own} */ ${body}`;
  return /^[{[]/.test(body)
    ? `${body.slice(0, 1)}${body.startsWith("{") ? `"n${own}":1,` : `"${own}",`}${body.slice(1)}`
    : body;
}

function scriptsOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /^(?:yaml|chai|commander|ipaddr\.js|re2js|fast-check)\/.*\.(?:m?js)$/.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((text) => text.length > 3000 && text.length < 300_000)
    .slice(0, 150);
}
