/**
 * What a User-Agent string claims. A claim, not a fact: the string is free text that an intruder can copy, so a match
 * says little and a contradiction says much. Parsing follows RFC 9110 section 10.1.5 (products and comments) as far
 * as browsers do.
 */
export interface Agent {
  readonly raw: string;
  /** `chrome`, `edge`, `firefox`, `safari`, `opera`, `ie`; a scripted client's own name; `""` when unknown. */
  readonly family: string;
  /** Major version, 0 when unknown. */
  readonly major: number;
  /** `windows`, `macos`, `ios`, `android`, `linux`, `chromeos`, `""`. */
  readonly os: string;
  /** Version as written, `""` when unknown. Browsers freeze it, so it is told but never compared. */
  readonly osVersion: string;
  /** `app`: a program with a user in front of it, such as a mail client or a phone's own application. */
  readonly kind: "browser" | "app" | "script" | "companion" | "idp" | "unknown" | "none";
  /** Family, operating system and kind: what must stay the same for two strings to be one browser. */
  readonly key: string;
  /** Why no such build ever existed, or `""`. */
  readonly impossible: string;
  /** For people: "Chrome 118 on macOS". */
  readonly label: string;
}

const FAMILIES: readonly (readonly [family: string, label: string, pattern: RegExp])[] = [
  ["edge", "Edge", /\b(?:Edg|EdgA|EdgiOS|Edge)\/(\d+)/],
  ["opera", "Opera", /\b(?:OPR|OPiOS)\/(\d+)/],
  ["samsung", "Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["firefox", "Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["chrome", "Chrome", /\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\/(\d+)/],
  ["safari", "Safari", /\bVersion\/(\d+)[.\d]* (?:Mobile\/\S+ )?Safari\//],
  ["ie", "Internet Explorer", /\b(?:MSIE |Trident\/.*rv:)(\d+)/],
  ["webview", "Web view", /\bAppleWebKit\/(\d+)/],
];

const SYSTEMS: readonly (readonly [os: string, label: string, pattern: RegExp])[] = [
  ["ios", "iOS", /\b(?:iPhone|iPad|iPod)\b.*? OS ([\d_]+)/],
  ["android", "Android", /\bAndroid ?([\d.]*)/],
  ["windows", "Windows", /\bWindows NT ([\d.]+)/],
  ["chromeos", "ChromeOS", /\bCrOS \S+ ([\d.]+)/],
  ["macos", "macOS", /\bMac OS X ([\d_.]+)/],
  ["linux", "Linux", /\b(?:Linux|X11)()/],
];

/** First word of clients that people drive programs with; the list is open: no `Mozilla/` at all says the same. */
const SCRIPTS =
  /^(?:python|curl|wget|go-http|okhttp|java|apache-httpclient|node|axios|got\b|undici|postman|insomnia|powershell|ruby|perl|libwww|php|guzzle|httpie|aiohttp|httpx|rest-client|dart|scrapy|k6|colly|resty)|PowerShell\/|HeadlessChrome|PhantomJS|Electron\/.*puppeteer|playwright/i;
/** Applications that people use, and what they run on: they speak through their system's library or a mail protocol. */
const APPS: readonly (readonly [os: string, label: string, pattern: RegExp])[] = [
  ["ios", "an Apple application", /\bCFNetwork\/[\d.]+ Darwin\/|^Apple-(?:iPhone|iPad)/],
  ["ios", "Outlook for iOS", /^Outlook-iOS/i],
  ["android", "an Android application", /^Dalvik\/|^Outlook-Android|^Android-Mail/i],
  ["macos", "Outlook for Mac", /^MacOutlook|^Mac OS X\/.*Exchange/i],
  ["windows", "Microsoft Office", /^Microsoft Office\/.*Windows/i],
  ["", "Microsoft Office", /^Microsoft (?:Office|Outlook|Exchange)/i],
];
/** The provider's own programs on a person's device. */
const COMPANIONS = /\b(?:Okta ?Verify|OktaVerify|Okta ?Mobile|OktaMobile|Okta ?Browser ?Plugin|com\.okta\.)/i;
const PROVIDER = /^Okta-(?:Integrations|Workflows|IntegrationNetwork)/i;

/**
 * Reads a User-Agent string.
 *
 * @example
 * readAgent("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36").label
 * // "Chrome 118 on macOS"
 */
export function readAgent(text: string): Agent {
  const raw = text.trim().slice(0, 1024);
  if (raw === "" || raw === "unknown" || raw === "null") return named(raw, "", 0, "none", "no user agent");
  if (PROVIDER.test(raw)) return named(raw, "okta", 0, "idp", "Okta itself");
  if (COMPANIONS.test(raw)) return named(raw, "okta-app", 0, "companion", "an Okta app on the device");
  const [os, osLabel, osVersion] = systemOf(raw);
  for (const [appOs, label, pattern] of APPS)
    if (pattern.test(raw)) return { ...named(raw, label, 0, "app", label), os: appOs };
  if (SCRIPTS.test(raw) || !/^(?:Mozilla|Opera)\//.test(raw)) {
    const name = /^[^\s/(]{1,40}/.exec(raw)?.[0] ?? "client";
    return { ...named(raw, name.toLowerCase(), 0, "script", `the program ${name}`), os, osVersion };
  }
  for (const [family, label, pattern] of FAMILIES) {
    const found = pattern.exec(raw);
    if (found === null) continue;
    const major = Number(found[1] ?? 0);
    return {
      raw,
      family,
      major,
      os,
      osVersion,
      kind: "browser",
      key: `${family}|${os}`,
      impossible: whyImpossible(raw, family, os),
      label: `${label} ${major}${osLabel === "" ? "" : ` on ${osLabel}`}`,
    };
  }
  return { ...named(raw, "", 0, "unknown", osLabel === "" ? "an unknown browser" : `a browser on ${osLabel}`), os };
}

function named(raw: string, family: string, major: number, kind: Agent["kind"], label: string): Agent {
  return { raw, family, major, os: "", osVersion: "", kind, key: `${kind}|${family}`, impossible: "", label };
}

function systemOf(raw: string): readonly [os: string, label: string, version: string] {
  for (const [os, label, pattern] of SYSTEMS) {
    const found = pattern.exec(raw);
    if (found !== null) return [os, label, (found[1] ?? "").replaceAll("_", ".")];
  }
  return ["", "", ""];
}

/** Build number of each Chrome major (chromiumdash release branches): `Chrome/99.0.4844.x` and no other. */
const CHROME_BUILDS: ReadonlyMap<number, number> = new Map(
  [
    4430, 4472, 4515, 4577, 4606, 4638, 4664, 4692, 4758, 4844, 4896, 4951, 5005, 5060, 5112, 5195, 5249, 5304, 5359,
    5414, 5481, 5563, 5615, 5672, 5735, 5790, 5845, 5938, 5993, 6045, 6099, 6167, 6261, 6312, 6367, 6422, 6478, 6533,
    6613, 6668, 6723, 6778, 6834, 6943, 6998, 7049, 7103, 7151, 7204, 7258, 7339,
  ].map((build, index) => [90 + index, build]),
);

/** A version that was never shipped: the mark of a string made up by a tool. */
function whyImpossible(raw: string, family: string, os: string): string {
  const chrome = /\bChrome\/(\d+)\.\d+\.(\d+)\./.exec(raw);
  if (chrome !== null) {
    const major = Number(chrome[1]);
    const build = Number(chrome[2]);
    const real = CHROME_BUILDS.get(major);
    if (real !== undefined && build !== 0 && build !== real)
      return `Chrome ${major} was built as ${real}, never as ${build}`;
  }
  const firefox = /\brv:(\d+)[.\d]*\).*\bFirefox\/(\d+)/.exec(raw);
  // Firefox froze rv at 109 between majors 110 and 119 (Mozilla bug 1805967).
  if (firefox !== null && firefox[1] !== firefox[2] && firefox[1] !== "109")
    return `Firefox ${firefox[2] ?? ""} never called itself rv:${firefox[1] ?? ""}`;
  if (family === "safari" && os === "windows" && !raw.includes("Version/5."))
    return "Safari for Windows ended with version 5";
  return "";
}
