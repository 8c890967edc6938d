import { readFile } from "node:fs/promises";
import type { NetworkLookup } from "@nightlatch/core";
import { Reader, type Response } from "mmdb-lib";
import { ConfigError } from "../config/config-error.ts";

/** Addresses kept; a forgotten one is looked up again. */
const KEPT = 100_000;

/** Local databases in the MaxMind DB format (MaxMind DB File Format 2.0); both may be left out. */
export interface GeoFiles {
  /** Has `autonomous_system_number` and `autonomous_system_organization`, or `asn` and `as_name`. */
  readonly asn?: string;
  /** Has `country.names.en`, `country.iso_code`, or `country` as text. */
  readonly country?: string;
}

/**
 * Opens local databases for `createNetworkOf`. They are read into memory once. A record that cannot be read counts as
 * unknown (spec NW-30 to NW-32).
 *
 * Throws ConfigError NL-CONFIG-GEO when a file is missing or is no such database.
 */
export async function openGeo(files: GeoFiles): Promise<(ip: string) => NetworkLookup | undefined> {
  const asn = await open(files.asn);
  const country = await open(files.country);
  const known = new Map<string, NetworkLookup | undefined>();
  return (ip) => {
    if (known.has(ip)) return known.get(ip);
    if (known.size >= KEPT) known.clear();
    const found = lookUp(ip, asn, country);
    known.set(ip, found);
    return found;
  };
}

type Database = Reader<Response> | undefined;

function lookUp(ip: string, asn: Database, country: Database): NetworkLookup | undefined {
  const system = recordOf(asn, ip);
  const place = recordOf(country, ip);
  if (system === undefined && place === undefined) return undefined;
  return {
    asn: numberOf(member(system, "autonomous_system_number") ?? member(system, "asn")),
    org: textOf(member(system, "autonomous_system_organization") ?? member(system, "as_name")),
    country: countryOf(member(place, "country")),
  };
}

async function open(file: string | undefined): Promise<Database> {
  if (file === undefined) return undefined;
  try {
    return new Reader(await readFile(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const reason = `The database could not be opened: ${why}; a file in the MaxMind DB format is wanted`;
    throw new ConfigError("NL-CONFIG-GEO", { file, line: 0, reason });
  }
}

function recordOf(database: Database, ip: string): unknown {
  try {
    return database?.get(ip) ?? undefined;
  } catch {
    return undefined;
  }
}

function countryOf(country: unknown): string {
  if (typeof country === "string") return country;
  return textOf(member(member(country, "names"), "en") ?? member(country, "iso_code"));
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: unknown): number {
  const number = typeof value === "string" ? Number(value.replace(/^AS/i, "")) : value;
  return typeof number === "number" && Number.isInteger(number) && number > 0 ? number : 0;
}
