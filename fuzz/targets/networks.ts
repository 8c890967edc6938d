import { readFileSync } from "node:fs";
import { readAddress, readCidr } from "@nightlatch/core";
import { ConfigError } from "../../packages/app/src/config/config-error.ts";
import { readNetworks } from "../../packages/app/src/config/networks.ts";
import { hostile } from "../hostile.ts";
import type { Target } from "../target.ts";

const TABLE = readFileSync(new URL("../../content/fields/networks.yml", import.meta.url)).subarray(0, 1500);
const USER = Buffer.from(
  "networks:\n  - {cidr: 192.0.2.0/24, class: egress}\n  - asn: 64496\n    class: isp\n  - org: a\n    class: isp\n",
);
const WORDS = [
  ..."-:{}[],&*!|>'\"\n ".split(""),
  "  ",
  "networks:",
  "- ",
  "cidr: ",
  "asn: ",
  "class: isp",
  "&a [*a]",
  "<<: ",
  "__proto__: ",
  "192.0.2.0/24",
  "2001:db8::/32",
];

/** Any text is read, or refused with a code and a line. */
export const networks: Target = {
  name: "networks",
  input: hostile(WORDS, [TABLE, USER]),
  check: (bytes) => {
    const text = Buffer.from(bytes).toString();
    readCidr(text);
    readAddress(text);
    for (const given of [
      [{ file: "a", text }],
      [
        { file: "a", text: "" },
        { file: "b", text },
      ],
    ] as const) {
      try {
        readNetworks(given[0], given[1]);
      } catch (error) {
        if (!(error instanceof ConfigError) || error.code !== "NL-CONFIG-NETWORKS" || error.line < 1) throw error;
      }
    }
  },
};
