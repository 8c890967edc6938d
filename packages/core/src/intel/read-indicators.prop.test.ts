import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, readAddress, readCidr } from "../network/cidr.ts";
import type { Indicator } from "./indicator.ts";
import { IndicatorIndex } from "./indicator-index.ts";
import { readIndicators } from "./read-indicators.ts";

const octet = fc.nat(255);
const address = fc.oneof(
  fc.tuple(octet, octet, octet, octet).map((bytes) => bytes.join(".")),
  fc.ipV6(),
);
const block = fc.oneof(
  fc.tuple(fc.tuple(octet, octet, octet, octet), fc.nat(32)).map(([bytes, bits]) => `${bytes.join(".")}/${bits}`),
  fc.tuple(fc.ipV6(), fc.nat(128)).map(([text, bits]) => `${text}/${bits}`),
);
const cell = fc.oneof(address, fc.string({ maxLength: 12 }), fc.constantFrom('"', ",", "\n", 'a"b', "x;y", "é", ""));

function indicator(kind: Indicator["kind"], value: string): Indicator {
  return { kind, value, source: "feed", note: "", until: Number.POSITIVE_INFINITY };
}

describe("lists of indicators, any", () => {
  it("TI-8 no text makes the reader throw", () => {
    const json = fc.json({ maxDepth: 6 });
    const pieces = fc.constantFrom(
      "[ipv4-addr:value = '",
      "' OR ",
      "]",
      "(",
      "IN",
      '{"type":"bundle","objects":[',
      ",",
      "\n",
      "#",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      json,
      fc.array(fc.oneof(pieces, fc.string())).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (written) => {
        expect(readIndicators(written, "feed").indicators.every(({ source }) => source === "feed")).toBe(true);
      }),
    );
  });

  it("TI-9 a table gives back the values that were written into it, however they are quoted", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(address, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const table = ["indicator,comment", ...rows.map(([value, note]) => `${value},${quote(note)}`)].join("\r\n");
        const read = readIndicators(table, "feed");
        const written = new Set(rows.map(([value]) => value.toLowerCase()));
        expect(new Set(read.indicators.map(({ value }) => value.toLowerCase()))).toEqual(written);
        expect(read.problems).toEqual([]);
      }),
    );
  });

  it("TI-10 an address is found exactly when an indicator is the address, or a block in which it lies", () => {
    fc.assert(
      fc.property(
        fc.array(address, { maxLength: 6 }),
        fc.array(block, { maxLength: 6 }),
        address,
        (plain, blocks, ip) => {
          const all = [
            ...plain.map((one) => indicator("address", one)),
            ...blocks.map((one) => indicator("network", one)),
          ];
          const seen = new IndicatorIndex(all).shownBy({ ip, domain: "", ua: "", time: 0 });
          const bytes = readAddress(ip);
          const due = all.filter(({ value }) => {
            const cidr = readCidr(value);
            return bytes !== undefined && cidr !== undefined && contains(cidr, bytes);
          });
          expect(new Set(seen)).toEqual(new Set(due));
        },
      ),
      { examples: [[["192.0.2.1"], ["::/0", "0.0.0.0/0"], "192.0.2.1"]] },
    );
  });
});
