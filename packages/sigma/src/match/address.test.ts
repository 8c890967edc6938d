import { describe, expect, it } from "vitest";
import { isInBlock, readAddress, readBlock } from "./address.ts";

function lies(address: string, block: string): boolean {
  const groups = readAddress(address);
  return groups !== undefined && isInBlock(groups, readBlock(block)!);
}

describe("blocks of addresses", () => {
  it("SG-136 hold the addresses that agree in the bits of the prefix", () => {
    expect(lies("192.0.2.255", "192.0.2.0/24")).toBe(true);
    expect(lies("192.0.3.0", "192.0.2.0/24")).toBe(false);
    expect(lies("198.51.100.129", "198.51.100.128/25")).toBe(true);
    expect(lies("198.51.100.127", "198.51.100.128/25")).toBe(false);
    expect(lies("203.0.113.7", "203.0.113.7")).toBe(true);
    expect(lies("203.0.113.6", "203.0.113.7/32")).toBe(false);
    expect(lies("203.0.113.6", "0.0.0.0/0")).toBe(true);
    expect(lies("2001:DB8::1", "2001:db8::/32")).toBe(true);
    expect(lies("2001:db9::1", "2001:db8::/32")).toBe(false);
    expect(lies("2001:db8:8000::", "2001:db8::/33")).toBe(false);
    expect(lies("2001:db8::192.0.2.1", "2001:db8::c000:201/128")).toBe(true);
    expect(lies("::1", "::/0")).toBe(true);
  });

  it("SG-136 take an IPv4-mapped IPv6 address for the IPv4 address, which lies in no IPv6 block", () => {
    expect(lies("::ffff:192.0.2.1", "192.0.2.0/24")).toBe(true);
    expect(lies("192.0.2.1", "::ffff:192.0.2.0/120")).toBe(true);
    expect(lies("192.0.2.1", "::/0")).toBe(false);
    expect(lies("2001:db8::1", "0.0.0.0/0")).toBe(false);
  });

  it("SG-136 hold nothing that is no address", () => {
    for (const text of [
      "",
      "192.0.2",
      "192.0.2.256",
      "192.0.02.1",
      "192.0.2.1:80",
      "fe80::1%eth0",
      "1::2::3",
      ":::",
      "1:2:3:4:5:6:7",
      "g::",
      "1:2:3:4:5:6:7::8",
      "::192.0.2.1:1",
    ])
      expect(readAddress(text)).toBeUndefined();
    for (const text of [
      "192.0.2.0/33",
      "192.0.2.0/",
      "192.0.2.0/-1",
      "192.0.2.0/24/1",
      "2001:db8::/129",
      "192.0.2.0/024",
    ])
      expect(readBlock(text)).toBeUndefined();
  });
});
