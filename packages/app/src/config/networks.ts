import type { KnownAs, NetworkClass, NetworkCorrection, NetworkData, NetworkWords } from "@nightlatch/core";
import { readCidr } from "@nightlatch/core";
import { ConfigDocument, type ConfigText, type Place } from "./config-document.ts";

const CODE = "NL-CONFIG-NETWORKS";
const CLASSES: readonly NetworkClass[] = [
  "unknown",
  "isp",
  "mobile",
  "hosting",
  "anonymiser",
  "relay",
  "gateway",
  "satellite",
  "egress",
  "idp",
];

/**
 * Reads what is known of networks: the table that comes with Nightlatch (`content/fields/networks.yml`), and the
 * `networks:` section of the user's configuration, which goes before it (spec NW-20 to NW-25).
 *
 * Throws ConfigError NL-CONFIG-NETWORKS with file and line.
 */
export function readNetworks(table: ConfigText, user?: ConfigText): NetworkData {
  const known = new ConfigDocument(table, CODE);
  return {
    corrections: user === undefined ? [] : readCorrections(new ConfigDocument(user, CODE)),
    services: wordsOf(known, "services"),
    systems: systemsOf(known),
    operators: wordsOf(known, "operators"),
  };
}

function readCorrections(user: ConfigDocument): readonly NetworkCorrection[] {
  return user.entries("networks").map((entry, n) => {
    const place = ["networks", n];
    const wanted = "one of `cidr`, `asn` and `org`, a `class`, and if you like `name` and `ours`";
    const strange = Object.keys(entry).find((key) => !["cidr", "asn", "org", "class", "name", "ours"].includes(key));
    if (strange !== undefined) throw user.error([...place, strange], `A network has "${strange}"; ${wanted} are known`);
    const { cidr, asn, org, name, ours } = entry as Record<string, unknown>;
    const given = [cidr, asn, org].filter((value) => value !== undefined && value !== null);
    if (given.length !== 1)
      throw user.error(place, `A network has ${given.length} of \`cidr\`, \`asn\` and \`org\`; one is wanted`);
    if (ours !== undefined && typeof ours !== "boolean")
      throw user.error([...place, "ours"], `\`ours\` is ${shown(ours)}; true or false is wanted`);
    const networkClass = classOf(user, entry, place);
    const label = typeof name === "string" && name !== "" ? name : textOf(given[0]);
    const rest = { class: networkClass, name: label, ours: ours ?? networkClass === "egress" };
    if (cidr !== undefined && cidr !== null) return { cidr: blockOf(user, cidr, place), ...rest };
    if (asn !== undefined && asn !== null) return { asn: numberOf(user, asn, place), ...rest };
    if (typeof org !== "string" || org.trim() === "")
      throw user.error([...place, "org"], `\`org\` is ${shown(org)}; part of an operator's name is wanted`);
    return { org: org.trim(), ...rest };
  });
}

function blockOf(section: ConfigDocument, value: unknown, place: Place): NonNullable<NetworkCorrection["cidr"]> {
  const block = readCidr(textOf(value));
  if (block !== undefined) return block;
  throw section.error([...place, "cidr"], `\`cidr\` is ${shown(value)}; a block such as "198.51.100.0/24" is wanted`);
}

function numberOf(section: ConfigDocument, value: unknown, place: Place): number {
  const number = Number(textOf(value).replace(/^AS/i, ""));
  if (Number.isInteger(number) && number > 0 && number < 2 ** 32) return number;
  throw section.error([...place, "asn"], `\`asn\` is ${shown(value)}; an AS number from 1 to 4294967295 is wanted`);
}

function classOf(section: ConfigDocument, entry: object, place: Place): NetworkClass {
  const value: unknown = Object.hasOwn(entry, "class") ? (entry as { class: unknown }).class : undefined;
  const found = CLASSES.find((name) => name === value);
  if (found !== undefined) return found;
  throw section.error([...place, "class"], `\`class\` is ${shown(value)}; one of ${CLASSES.join(", ")} is wanted`);
}

function wordsOf(section: ConfigDocument, key: string): readonly NetworkWords[] {
  return section.entries(key).map((entry, n) => {
    const words: unknown = Object.hasOwn(entry, "words") ? (entry as { words: unknown }).words : undefined;
    if (!Array.isArray(words) || !words.every((word) => typeof word === "string" && word !== ""))
      throw section.error([key, n, "words"], `\`words\` is ${shown(words)}; a list of words is wanted`);
    const lower = words.map((word) => String(word).toLowerCase());
    return { class: classOf(section, entry, [key, n]), words: lower };
  });
}

function systemsOf(section: ConfigDocument): ReadonlyMap<number, KnownAs> {
  const systems = new Map<number, KnownAs>();
  for (const [n, entry] of section.entries("systems").entries()) {
    const place = ["systems", n];
    const networkClass = classOf(section, entry, place);
    const numbers: unknown = Object.hasOwn(entry, "numbers") ? (entry as { numbers: unknown }).numbers : undefined;
    if (typeof numbers !== "object" || numbers === null || Array.isArray(numbers))
      throw section.error([...place, "numbers"], `\`numbers\` is ${shown(numbers)}; AS numbers and names are wanted`);
    for (const [number, name] of Object.entries(numbers)) {
      const asn = numberOf(section, number, [...place, "numbers", Number(number)]);
      if (systems.has(asn))
        throw section.error([...place, "numbers", Number(number)], `AS${asn} stands twice; once is wanted`);
      systems.set(asn, { class: networkClass, name: textOf(name) });
    }
  }
  return systems;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : shown(value);
}

function shown(value: unknown): string {
  return value === undefined ? "not there" : (JSON.stringify(value) ?? "something else");
}
