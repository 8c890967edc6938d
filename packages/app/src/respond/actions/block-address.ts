import type { Action, Objection, Target } from "../action.ts";
import type { Around } from "../around.ts";
import { attempt, read } from "../tenant/proof.ts";
import { type Body, list, part, text } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING } from "./define-action.ts";

/** Gateways that a blocklist zone takes (Okta, "Network zones"). */
const MOST = 1000;

/**
 * Blocks an address in the tenant's blocklist zone. Okta's PUT replaces the zone whole, so it is read, added to, and
 * written. An address of an own egress is never blocked, nor one from which anybody but the victim worked of late: an
 * office, a carrier's or a VPN's exit would lock out the innocent. An intruder changes addresses easily, so it is a
 * second bolt and never the first.
 * Okta Management API, "Replace a network zone" (PUT /zones/{zoneId}).
 */
export const blockAddress: Action = defineAction({
  id: "block-address",
  title: "Block the address",
  takes: "address",
  call: "PUT /api/v1/zones/{zone}",
  scopes: ["okta.networkZones.manage"],
  preview: async ({ id }, { state, seenFrom, people }) => {
    const [zone, seen] = [await blocklistOf(state), await seenFrom(id)];
    const others = seen.filter((one) => !isOfTheCase(one.id, people));
    return {
      ...NOTHING,
      ends: [`Every request from ${id}, before any sign-in`],
      affected: others.map(({ name }) => name),
      breaks: [`Whoever is at ${id} cannot reach the tenant`],
      leaves: ["Sessions that are used from another address", "Requests from exempt zones, which go before blocklists"],
      already: zone !== undefined && gatewaysOf(zone).some((gateway) => covers(gateway, id)),
      before: { zone: zone === undefined ? "" : text(zone, "id") },
    };
  },
  preconditions: async ({ id }, { state, seenFrom, isOwn, people }) => {
    const objections: Objection[] = [];
    if (isOwn(id))
      objections.push({ code: "NL-RESPOND-OWN-ADDRESS", reason: `${id} is an egress of our own; it is never blocked` });
    const others = (await seenFrom(id)).filter((one) => !isOfTheCase(one.id, people));
    if (others.length > 0)
      objections.push({
        code: "NL-RESPOND-SHARED-ADDRESS",
        reason: `${others.length} people besides the victims worked from ${id} of late (${others
          .slice(0, 3)
          .map(({ name }) => name)
          .join(", ")}${others.length > 3 ? ", …" : ""}); blocking it would lock them out`,
      });
    const zone = await blocklistOf(state);
    if (zone === undefined)
      objections.push({ code: "NL-RESPOND-STATE", reason: "The tenant has no active blocklist zone of addresses" });
    else if (gatewaysOf(zone).length >= MOST)
      objections.push({ code: "NL-RESPOND-STATE", reason: `The blocklist zone is full (${MOST} gateways)` });
    return objections;
  },
  run: ({ id }, { client, around, signal }) =>
    rewrite(around, (gateways) => [...gateways, { type: "CIDR", value: cidrOf(id) }], { client, signal }),
  readBack: (target, around) => isBlocked(target, around, true),
  watched: ({ id }) => [{ kind: "address", id, name: id }],
  watchUntil: (_, done) => done,
  undo: {
    title: "Let the address in again",
    run: ({ id }, { client, around, signal }) =>
      rewrite(around, (gateways) => gateways.filter((one) => !covers(one, id)), { client, signal }),
    readBack: (target, { around }) => isBlocked(target, around, false),
  },
});

function isOfTheCase(id: string, { victims, suspects }: Around["people"]): boolean {
  return victims.includes(id) || suspects.includes(id);
}

async function blocklistOf(state: Around["state"]): Promise<Body | undefined> {
  const lists = (await state.zones()).filter(
    (zone) => text(zone, "type") === "IP" && text(zone, "usage") === "BLOCKLIST" && text(zone, "status") === "ACTIVE",
  );
  // Okta's own zone holds more than one that somebody made.
  return lists.find((zone) => zone["system"] === true) ?? lists[0];
}

async function rewrite(
  { state }: Around,
  change: (gateways: readonly Body[]) => readonly Body[],
  { client, signal }: Pick<Parameters<typeof blockAddress.run>[1], "client"> & { signal: AbortSignal | undefined },
): Promise<void> {
  const zone = await blocklistOf(state);
  if (zone === undefined) return;
  const { name, type, usage, status, proxies } = zone;
  const body = { name, type, usage, status, proxies, gateways: change(gatewaysOf(zone)) };
  await client.request({ method: "PUT", path: `/api/v1/zones/${part(text(zone, "id"))}`, body, signal });
}

function isBlocked({ id }: Target, { state }: Around, wanted: boolean): ReturnType<typeof attempt> {
  return attempt("Reading the zones", async () => {
    const zone = await blocklistOf(state);
    const blocked = zone !== undefined && gatewaysOf(zone).some((gateway) => covers(gateway, id));
    return read(blocked === wanted, `${id} is ${blocked ? "" : "not "}in the blocklist`);
  });
}

function gatewaysOf(zone: Body): readonly Body[] {
  return list(zone["gateways"]);
}

/** Whether a gateway is this one address; wider ones are not looked into, so that nothing of them is ever removed. */
function covers(gateway: Body, address: string): boolean {
  const value = text(gateway, "value");
  return value === address || value === cidrOf(address) || value === `${address}-${address}`;
}

function cidrOf(address: string): string {
  return `${address}/${address.includes(":") ? 128 : 32}`;
}
