import type { SecretClass } from "./classes.ts";

/**
 * Secrets that their shape gives away wherever they stand. Prefixes are as their vendors publish them: Okta (API
 * tokens), Cloudflare (API token formats), GitHub, GitLab, Slack, Stripe, AWS, Google, npm, SendGrid and others.
 */
const SHAPES: readonly (readonly [RegExp, SecretClass])[] = [
  [/^eyJhIjoi[\w+/=-]{30,}$/, "cloudflare-tunnel"],
  [/^eyJ[\w-]*\.[\w-]*\.[\w-]*\.[\w-]*\.[\w-]+$/, "jwe"],
  [/^eyJ[\w-]+\.[\w-]*\.[\w-]*$/, "jwt"],
  [/^00[\w-]{40}$/, "okta-api-token"],
  [/^102[\w-]{20,30}$/, "okta-session"],
  [/^20111[\w-]{20,}$/, "okta-transaction"],
  [/^02\.id\.[\w.~-]{10,}$/, "okta-transaction"],
  [/^cf(?:ut|at|k)_\w{20,}$/, "cloudflare-api-token"],
  [/^v1\.0-[0-9a-f]{16,}[\w-]*$/, "cloudflare-api-token"],
  [/^[0-9a-f]{32}\.access$/, "cloudflare-service-token"],
  [/^(?:AKIA|ASIA|AGPA|AROA|ABIA|ACCA)[A-Z0-9]{16}$/, "cloud-key"],
  [/^(?:AIza[\w-]{35}|ya29\.[\w.-]{20,}|GOCSPX-[\w-]{20,}|1\/\/[\w-]{30,})$/, "cloud-key"],
  [/^(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|gl(?:oas|dt|rt|ptt|cbt)-[\w-]{16,})$/, "vendor-token"],
  [/^(?:xox[a-z]-[\w%-]{8,}|xapp-[\w-]{10,}|xwfp-[\w-]{10,})$/, "vendor-token"],
  [
    /^(?:[sr]k_(?:live|test)_\w{10,}|whsec_\w{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|npm_\w{30,}|pypi-[\w-]{30,}|hf_\w{20,}|dop_v1_\w{40,}|shp(?:at|ca|pa|ss)_\w{20,}|sk-[\w-]{20,}|dckr_pat_[\w-]{16,}|NRAK-\w{20,}|lin_api_\w{20,}|ntn_\w{20,}|pat-na1-[\w-]{20,}|ATATT3x[\w=-]{20,}|AGE-SECRET-KEY-\w{20,}|hv[sb]\.[\w-]{20,}|dapi[0-9a-f]{32}|EAA[A-Za-z0-9]{40,})$/,
    "vendor-token",
  ],
  [/^00D[A-Za-z0-9]{9,15}![\w.]{10,}$/, "saas-session"],
];

/** The class that a whole value shows by its shape; undefined when it shows none. */
export function shapeOf(value: string): SecretClass | undefined {
  if (value.length < 12 || value.length > 20_000) return undefined;
  if (!mayHaveShape(value.charCodeAt(0), value.charCodeAt(1)) && !value.endsWith(".access")) return undefined;
  return SHAPES.find(([pattern]) => pattern.test(value))?.[1];
}

/** Whether a class may be told by the first chars of a word; a quick look before the patterns. */
export function mayHaveShape(a: number, b: number): boolean {
  return STARTS[(a << 7) | b] === 1;
}

const STARTS = new Uint8Array(1 << 14);
for (const start of "ey 00 10 20 02 cf v1 AK AS AG AR AB AC AI ya GO 1/ gh gi gl xo xa xw sk rk wh SG np py hf do sh dc NR li nt pa AT hv da EA".split(
  " ",
))
  STARTS[(start.charCodeAt(0) << 7) | start.charCodeAt(1)] = 1;
