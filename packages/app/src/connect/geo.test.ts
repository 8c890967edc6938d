import { createNetworkOf, type Envelope, NO_NETWORK_DATA } from "@nightlatch/core";
import { afterAll, describe, expect, it } from "vitest";
import { Folder } from "./files/export.fixture.ts";
import { openGeo } from "./geo.ts";
import { writeMmdb } from "./mmdb.fixture.ts";

const folder = new Folder();
afterAll(() => folder.remove());

const asn = folder.write(
  "asn.mmdb",
  writeMmdb([["192.0.2.0/24", { autonomous_system_number: 64496, autonomous_system_organization: "Example Hosting" }]]),
);
const country = folder.write(
  "country.mmdb",
  writeMmdb([["192.0.2.0/25", { country: { iso_code: "CA", names: { en: "Canada" } } }]]),
);

describe("local databases", () => {
  it("NW-30 an address is looked up in the AS and in the country database", async () => {
    const lookup = await openGeo({ asn, country });
    expect(lookup("192.0.2.7")).toEqual({ asn: 64496, org: "Example Hosting", country: "Canada" });
    expect(lookup("192.0.2.200")).toEqual({ asn: 64496, org: "Example Hosting", country: "" });
    expect(lookup("198.51.100.1")).toBeUndefined();
    expect(lookup("2001:db8::1")).toBeUndefined();
    expect(lookup("nonsense")).toBeUndefined();
  });

  it("NW-31 either database may be left out", async () => {
    expect((await openGeo({ country }))("192.0.2.7")).toEqual({ asn: 0, org: "", country: "Canada" });
    expect((await openGeo({}))("192.0.2.7")).toBeUndefined();
  });

  it("NW-32 a missing file and a file that is no database are refused", async () => {
    await expect(openGeo({ asn: "/nowhere/asn.mmdb" })).rejects.toMatchObject({ code: "NL-CONFIG-GEO" });
    await expect(openGeo({ asn: folder.write("no.mmdb", "hello") })).rejects.toMatchObject({ code: "NL-CONFIG-GEO" });
  });

  it("NW-1 what Okta left out comes from the database", async () => {
    const of = createNetworkOf(NO_NETWORK_DATA, await openGeo({ asn }));
    const nothing = { asn: 0, asOrg: "", isp: "", domain: "", isProxy: false, tunnel: "", country: "Spain" };
    expect(of({ ...nothing, ip: "192.0.2.7" } as Envelope)).toMatchObject({ key: "AS64496", country: "Spain" });
  });
});
