import { IndicatorIndex, readIndicators } from "@nightlatch/core";
import { hostile } from "../hostile.ts";
import type { Target } from "../target.ts";

const WORDS = [
  ..."[]{}(),;:'\"\n\t#=* .".split(""),
  "198.51.100.7",
  "198.51.100[.]7",
  "203.0.113.0/24",
  "2001:db8::/32",
  "evil.example",
  "hxxps://",
  "Mozilla/5.0 (X11)",
  "indicator,expires\n",
  '{"type":"bundle","objects":[{"type":"indicator","pattern":"',
  "[ipv4-addr:value = '",
  " IN ('",
  "' OR ",
  "ISSUBSET",
  '{"Event":{"Attribute":[{"type":"ip-src","value":"',
  '"}]}}',
  "__proto__",
];
const STIX = Buffer.from(
  `{"type":"bundle","objects":[{"type":"indicator","id":"indicator--1","pattern":"[ipv4-addr:value = '198.51.100.7' OR domain-name:value IN ('a.example')]","valid_until":"2026-05-01T00:00:00Z"}]}`,
);
const MISP = Buffer.from(
  `{"response":[{"Event":{"info":"x","Attribute":[{"type":"domain|ip","value":"evil.example|203.0.113.9","to_ids":true}]}}]}`,
);
const CSV = Buffer.from('ip;valid_until;comment\n198.51.100.7;2026-05-01;"a ""b"";\nc"\n');

/** Any text is read; what comes of it can be looked for, and has the form that it says. */
export const indicators: Target = {
  name: "indicators",
  input: hostile(WORDS, [STIX, MISP, CSV]),
  check: (bytes) => {
    const read = readIndicators(Buffer.from(bytes).toString(), "feed");
    const index = new IndicatorIndex(read.indicators);
    for (const { kind, value, until } of read.indicators) {
      if (Number.isNaN(until)) throw new RangeError(`"${value}" ends at no time`);
      if (kind !== "address") continue;
      const shown = index.shownBy({ ip: value, domain: "", ua: "", time: Number.NEGATIVE_INFINITY });
      if (!shown.some((one) => one.value === value)) throw new RangeError(`"${value}" is not found by itself`);
    }
  },
};
