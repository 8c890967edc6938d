import { contains, readAddress, readCidr } from "@nightlatch/core";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";

// The oracle reads the long deprecated `::192.0.2.1` as an IPv4-mapped address; RFC 4291 says it is none.
const ipV6 = fc.ipV6().filter((text) => !/^::\d+\./.test(text));
const address = fc.oneof(fc.ipV4(), ipV6);
const junk = fc.string({ unit: fc.constantFrom("0", "1", "9", "f", ":", ".", "::", "255", "/"), maxLength: 12 });

describe("addresses and blocks, property", () => {
  it("NW-3 an address is read like ipaddr.js reads it", () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(readAddress(text)).toEqual(ipaddr.process(text).toByteArray());
      }),
      { numRuns: 1000 },
    );
  });

  it("NW-3 what is no address is none", () => {
    fc.assert(
      fc.property(junk, (text) => {
        const valid = text.includes(":") ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
        expect(readAddress(text) !== undefined).toBe(valid);
      }),
      { numRuns: 3000 },
    );
  });

  it("NW-5 an address lies in a block when ipaddr.js says so", () => {
    const pair = fc.oneof(
      fc.tuple(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(ipV6, ipV6, fc.integer({ min: 0, max: 128 })),
    );
    fc.assert(
      fc.property(pair, fc.boolean(), ([block, other, bits], same) => {
        const text = same ? block : other;
        const expected = ipaddr.parse(text).match(ipaddr.parseCIDR(`${block}/${bits}`));
        const cidr = readCidr(`${block}/${bits}`)!;
        fc.pre(cidr.bytes.length === readAddress(text)!.length);
        expect(contains(cidr, readAddress(text)!)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it("NW-5 two addresses that share a prefix of any length are in its block, and no longer one tells otherwise", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 31 }), (text, bits) => {
        const bytes = [...readAddress(text)!];
        bytes[bits >> 3]! ^= 0x80 >> (bits & 7);
        expect(contains(readCidr(`${text}/${bits}`)!, bytes)).toBe(true);
        expect(contains(readCidr(`${text}/${bits + 1}`)!, bytes)).toBe(false);
      }),
    );
  });
});
