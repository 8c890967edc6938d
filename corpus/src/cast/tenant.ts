import type { Random } from "../random/random.ts";
import type { Flavour, Tenant } from "../scene.ts";
import { appsOf } from "./app.ts";

/** A tenant of the given engine. Half of the Identity Engine tenants carry rootSessionId; no Classic one does. */
export function tenantOf(random: Random, given: { name?: string; flavour?: Flavour; roots?: boolean } = {}): Tenant {
  const flavour = given.flavour ?? (random.chance(0.75) ? "identity-engine" : "classic");
  const roots = given.roots ?? (flavour === "identity-engine" && random.chance(0.5));
  const name = given.name ?? "example";
  return { name, domain: "example.com", origin: "https://login.example.com", flavour, roots, apps: appsOf(random) };
}
