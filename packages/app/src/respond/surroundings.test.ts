import { createNetworkOf, NO_NETWORK_DATA, readCidr } from "@nightlatch/core";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NO_SERVICE } from "../config/service.ts";
import { openStores } from "../service/index.ts";
import { event, record } from "../store/events/event.fixture.ts";
import { contain } from "./contain/contain.ts";
import { standingOf } from "./contain/containment.ts";
import { surroundingsOf } from "./surroundings.ts";
import { containing, openCase, openWorld, planned } from "./world.fixture.ts";

describe("blocking an address", () => {
  it("RS-13 an egress of our own and an address from which others signed in are never blocked; nobody is locked out", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nightlatch-shared-"));
    const stores = await openStores(NO_SERVICE, { folder, secrets: { file: "", env: {} } });
    const world = await openWorld();
    try {
      const { jo } = world.company;
      const signsIn = (n: number, ip: string, actor: string): ReturnType<typeof event> =>
        event(
          record(`s${n}`, Date.now() - 1000 * n, {
            client: { ipAddress: ip },
            actor: { id: actor, type: "User", alternateId: `${actor}@example.com` },
          }),
          { tenant: "acme" },
        );
      await stores.events.append([
        signsIn(1, "192.0.2.10", jo.id),
        signsIn(2, "192.0.2.10", "00uKIM"),
        signsIn(3, "203.0.113.66", jo.id),
      ]);
      const cidr = readCidr("198.51.100.0/24");
      if (cidr === undefined) throw new Error("It is a block");
      const networkOf = createNetworkOf({
        ...NO_NETWORK_DATA,
        corrections: [{ cidr, class: "egress", name: "office", ours: true }],
      });
      const around = surroundingsOf({
        tenant: "acme",
        reading: world.reading,
        events: stores.events,
        networkOf,
        now: Date.now,
      });
      const address = (id: string) => planned(id, "block-address", { kind: "address", id, name: id });
      await openCase(world, "C-1", ["192.0.2.10", "198.51.100.7", "203.0.113.66", "203.0.113.99"].map(address));
      const { actions } = await contain(containing(world, "C-1", { around }));
      expect(actions.map((one) => [standingOf(one), one.last?.code])).toEqual([
        ["held", "NL-RESPOND-SHARED-ADDRESS"],
        ["held", "NL-RESPOND-OWN-ADDRESS"],
        // Only the victim was ever seen there.
        ["proven", ""],
        ["proven", ""],
      ]);
      const zone = world.tenant.org.zones.get("nzoBLOCKED");
      expect(zone?.gateways.map(({ value }) => value)).toEqual(["203.0.113.66/32", "203.0.113.99/32"]);
    } finally {
      await world.close();
      await stores.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("RS-12 what stands in the zone already stays there, and an IPv6 address is one address", async () => {
    const world = await openWorld();
    try {
      const zone = world.tenant.org.zones.get("nzoBLOCKED");
      zone?.gateways.push({ type: "CIDR", value: "203.0.113.0/28" });
      const address = (id: string) => planned(id, "block-address", { kind: "address", id, name: id });
      await openCase(world, "C-1", [address("203.0.113.1"), address("2001:db8::1")]);
      await contain(containing(world, "C-1"));
      expect(world.tenant.org.zones.get("nzoBLOCKED")?.gateways.map(({ value }) => value)).toEqual([
        "203.0.113.0/28",
        "203.0.113.1/32",
        "2001:db8::1/128",
      ]);
    } finally {
      await world.close();
    }
  });
});
