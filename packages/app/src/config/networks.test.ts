import { readFileSync } from "node:fs";
import { createNetworkOf, type Envelope } from "@nightlatch/core";
import { describe, expect, it } from "vitest";
import { readNetworks } from "./networks.ts";

const file = new URL("../../../../content/fields/networks.yml", import.meta.url);
const table = { file: "networks.yml", text: readFileSync(file, "utf8") };

function user(text: string): { readonly file: string; readonly text: string } {
  return { file: "nightlatch.yaml", text };
}

function classed(said: Partial<Envelope>, text = ""): string {
  const nothing = { ip: "192.0.2.7", asn: 0, asOrg: "", isp: "", domain: "", isProxy: false, tunnel: "", country: "" };
  return createNetworkOf(readNetworks(table, user(text)))({ ...nothing, ...said } as Envelope).class;
}

describe("networks as data", () => {
  it("NW-20 the table that comes along is read, and knows large operators", () => {
    expect(readNetworks(table).systems.size).toBeGreaterThan(120);
    expect(classed({ asn: 14061 })).toBe("hosting");
    expect(classed({ asn: 22394 })).toBe("mobile");
    expect(classed({ asn: 36183 })).toBe("relay");
    expect(classed({ asn: 22616 })).toBe("gateway");
    expect(classed({ asn: 14593 })).toBe("satellite");
    expect(classed({ tunnel: "PROXY, ICLOUD_RELAY_PROXY", isProxy: true })).toBe("relay");
    expect(classed({ tunnel: "VPN, NORD_VPN", isProxy: true })).toBe("anonymiser");
    expect(classed({ asOrg: "okta inc." })).toBe("idp");
    expect(classed({ asOrg: "Comcast Cable Communications LLC" })).toBe("isp");
    expect(classed({ asOrg: "rogers communications canada inc.", isp: "rogers wireless" })).toBe("mobile");
  });

  it("NW-21 the user's networks go before the table; an egress is ours unless said otherwise", () => {
    const text = `
networks:
  - cidr: 192.0.2.0/24
    class: egress
    name: Office
  - {asn: AS14061, class: isp}
  - {org: Example Telecom, class: mobile}
`;
    expect(readNetworks(table, user(text)).corrections).toMatchObject([
      { class: "egress", name: "Office", ours: true },
      { asn: 14061, ours: false, name: "AS14061" },
      { org: "Example Telecom", class: "mobile" },
    ]);
    expect(classed({ asn: 14061 }, text)).toBe("egress");
    expect(classed({ asn: 14061, ip: "198.51.100.1" }, text)).toBe("isp");
  });

  it.each([
    ["networks: 3", 1, "no list"],
    ["networks:\n  - 3", 2, "no map"],
    ["networks:\n  - class: egress", 2, "0 of `cidr`"],
    ["networks:\n  - cidr: 192.0.2.0/24\n    asn: 1\n    class: isp", 2, "2 of `cidr`"],
    ["networks:\n  - class: isp\n    cidr: 192.0.2.0/33", 3, '"192.0.2.0/33"'],
    ["networks:\n  - class: isp\n    asn: -1", 3, "`asn` is -1"],
    ["networks:\n  - asn: 1\n    class: office", 3, '`class` is "office"'],
    ["networks:\n  - asn: 1\n    class: isp\n    own: true", 4, '"own"'],
    ["networks:\n  - asn: 1\n    class: isp\n    ours: 3", 4, "`ours` is 3"],
    ["networks: [", 1, ""],
    ["- 1", 1, "no map"],
  ])("NW-22 %j is refused with file, line and what is wanted", (text, line, reason) => {
    expect(() => readNetworks(table, user(text))).toThrow(
      expect.objectContaining({
        code: "NL-CONFIG-NETWORKS",
        file: "nightlatch.yaml",
        line,
        message: expect.stringContaining(reason),
      }),
    );
  });

  it("NW-23 an AS number that stands twice in the table is refused", () => {
    const text = "systems:\n  - {class: isp, numbers: {64496: A}}\n  - {class: isp, numbers: {64496: B}}";
    expect(() => readNetworks({ file: "networks.yml", text })).toThrow("AS64496 stands twice");
  });
});
