import { describe, expect, it } from "vitest";
import type { Envelope } from "../event/envelope.ts";
import { readCidr } from "./cidr.ts";
import { createNetworkOf } from "./network-of.ts";
import type { Network } from "./network.ts";
import type { NetworkCorrection, NetworkData, NetworkLookup } from "./network-data.ts";

const DATA: NetworkData = {
  corrections: [],
  services: [
    { class: "relay", words: ["private relay", "icloud_relay"] },
    { class: "gateway", words: ["zscaler"] },
    { class: "anonymiser", words: ["vpn", "proxy", "tor"] },
  ],
  systems: new Map([[64496, { class: "hosting", name: "Example Hosting" }]]),
  operators: [
    { class: "mobile", words: ["mobile", "lte"] },
    { class: "hosting", words: ["hosting", "vps"] },
  ],
};

function event(said: Partial<Envelope>): Envelope {
  const nothing = { ip: "192.0.2.7", asn: 0, asOrg: "", isp: "", domain: "", isProxy: false, tunnel: "", country: "" };
  return { ...nothing, ...said } as Envelope;
}

function networkOf(said: Partial<Envelope>, data: Partial<NetworkData> = {}, found?: NetworkLookup): Network {
  return createNetworkOf({ ...DATA, ...data }, found && (() => found))(event(said));
}

function correction(said: Partial<NetworkCorrection>): NetworkCorrection {
  return { class: "egress", name: "Office", ours: true, ...said };
}

describe("network of an event", () => {
  it("NW-1 Okta goes before the local database, which fills in what Okta left out", () => {
    const found = { asn: 64511, org: "Other", country: "Canada" };
    expect(networkOf({ asn: 64496, asOrg: "Example" }, {}, found)).toMatchObject({
      asn: 64496,
      org: "Example",
      country: "Canada",
    });
    expect(networkOf({}, {}, found)).toMatchObject({ asn: 64511, org: "Other", country: "Canada", key: "AS64511" });
  });

  it("NW-2 the same words about an address give the same object, other words another", () => {
    const of = createNetworkOf(DATA);
    expect(of(event({ asn: 64496 }))).toBe(of(event({ asn: 64496 })));
    expect(of(event({ asn: 64496 }))).not.toBe(of(event({ asn: 64497 })));
  });

  it("NW-4 a network is told by its AS number, else its prefix, else its address", () => {
    expect(networkOf({ asn: 64496 }).key).toBe("AS64496");
    expect(networkOf({}).key).toBe("192.0.2.0/24");
    expect(networkOf({ ip: "::ffff:192.0.2.9" }).key).toBe("192.0.2.0/24");
    expect(networkOf({ ip: "2001:db8:1:2::9" }).key).toBe("2001:db8:1::/48");
    expect(networkOf({ ip: "not an address" }).key).toBe("not an address");
    expect(networkOf({ ip: "" }).key).toBe("");
  });

  it("NW-10 the user's correction goes before all else, the longest prefix first", () => {
    const corrections = [
      correction({ cidr: readCidr("192.0.0.0/16")!, name: "Wide", class: "isp", ours: false }),
      correction({ cidr: readCidr("192.0.2.0/24")!, name: "Office" }),
      correction({ asn: 64496, name: "By number", class: "gateway" }),
      correction({ org: "Example", name: "By name", class: "mobile" }),
    ];
    const said = { asn: 64496, asOrg: "EXAMPLE hosting", tunnel: "VPN", isProxy: true };
    expect(networkOf(said, { corrections })).toMatchObject({ class: "egress", ours: true });
    expect(networkOf({ ...said, ip: "192.0.9.1" }, { corrections })).toMatchObject({ class: "isp", ours: false });
    expect(networkOf({ ...said, ip: "198.51.100.1" }, { corrections }).class).toBe("gateway");
    expect(networkOf({ ...said, ip: "198.51.100.1", asn: 1 }, { corrections }).class).toBe("mobile");
  });

  it("NW-11 what Okta calls the service goes before the table of AS numbers", () => {
    expect(networkOf({ asn: 64496, tunnel: "VPN, NORD_VPN" }).class).toBe("anonymiser");
    expect(networkOf({ asn: 64496, tunnel: "VPN, ZSCALER_PROXY" }).class).toBe("gateway");
    expect(networkOf({ tunnel: "PROXY, ICLOUD_RELAY", isProxy: true }).class).toBe("relay");
    expect(networkOf({ asn: 64496, tunnel: "SOMETHING NEW" }).class).toBe("hosting");
  });

  it("NW-12 the table of AS numbers goes before the operator's name", () => {
    expect(networkOf({ asn: 64496, asOrg: "Example Mobile" }).class).toBe("hosting");
  });

  it("NW-13 words in the operator's name give it away; a short one must stand alone", () => {
    expect(networkOf({ asOrg: "Example Mobile" }).class).toBe("mobile");
    expect(networkOf({ isp: "Webhosting Example" }).class).toBe("hosting");
    expect(networkOf({ domain: "vps.example.com" }).class).toBe("hosting");
    expect(networkOf({ asOrg: "Falters Fibre" }).class).toBe("isp");
  });

  it("NW-14 a proxy of which no more is known is an anonymiser", () => {
    expect(networkOf({ asOrg: "Example Telecom", isProxy: true }).class).toBe("anonymiser");
  });

  it("NW-15 an operator of which no more is known is an internet provider, no operator is unknown", () => {
    expect(networkOf({ asOrg: "Example Telecom" }).class).toBe("isp");
    expect(networkOf({}).class).toBe("unknown");
  });

  it("NW-16 every class says why", () => {
    expect(networkOf({ asn: 64496 }).because).toBe("AS64496 is known as Example Hosting");
    expect(networkOf({ tunnel: "VPN" }).because).toBe('Okta says that "VPN" stands behind the address');
  });
});
