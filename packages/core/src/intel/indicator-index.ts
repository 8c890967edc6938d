import type { Envelope } from "../event/envelope.ts";
import { type AddressBytes, readAddress, readCidr } from "../network/cidr.ts";
import type { Indicator } from "./indicator.ts";

/** Addresses whose bytes are remembered between events. */
const MOST_REMEMBERED = 100_000;
const NONE: readonly Indicator[] = [];

/** Finds the indicators that an event shows, however many there are. */
export class IndicatorIndex {
  /** Address or block as text of bits, by length of the prefix. */
  readonly #blocks = new Map<number, Map<string, Indicator[]>>();
  readonly #domains = new Map<string, Indicator[]>();
  readonly #agents = new Map<string, Indicator[]>();
  readonly #remembered = new Map<string, readonly Indicator[]>();

  constructor(indicators: Iterable<Indicator>) {
    for (const indicator of indicators) this.#add(indicator);
  }

  /** What the event shows, and still means something at its time. */
  shownBy({ ip, domain, ua, time }: Pick<Envelope, "ip" | "domain" | "ua" | "time">): readonly Indicator[] {
    const found = [...this.#byAddress(ip), ...this.#byDomain(domain), ...(this.#agents.get(ua.toLowerCase()) ?? NONE)];
    return found.length === 0 ? NONE : found.filter(({ until }) => time < until);
  }

  #add(indicator: Indicator): void {
    const { kind, value } = indicator;
    if (kind === "domain") put(this.#domains, value.toLowerCase(), indicator);
    else if (kind === "agent") put(this.#agents, value.toLowerCase(), indicator);
    else {
      const block = readCidr(value);
      const bytes = kind === "address" ? readAddress(value) : block?.bytes;
      if (bytes === undefined) return;
      const bits = kind === "address" ? bytes.length * 8 : (block?.bits ?? 0);
      // Prefixes of both families share a table: a text of bits tells them apart by its mark.
      const table = this.#blocks.get(bits) ?? new Map<string, Indicator[]>();
      this.#blocks.set(bits, table);
      put(table, prefix(bytes, bits), indicator);
    }
  }

  #byAddress(ip: string): readonly Indicator[] {
    if (ip === "" || this.#blocks.size === 0) return NONE;
    const known = this.#remembered.get(ip);
    if (known !== undefined) return known;
    const bytes = readAddress(ip);
    const found =
      bytes === undefined
        ? NONE
        : [...this.#blocks].flatMap(([bits, table]) =>
            bits > bytes.length * 8 ? NONE : (table.get(prefix(bytes, bits)) ?? NONE),
          );
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(ip, found);
    return found;
  }

  /** A domain and those above it: an indicator means everything below itself. */
  #byDomain(domain: string): readonly Indicator[] {
    if (domain === "" || this.#domains.size === 0) return NONE;
    const labels = domain.toLowerCase().replace(/\.$/, "").split(".").slice(-16);
    return labels.flatMap((_, n) => this.#domains.get(labels.slice(n).join(".")) ?? NONE);
  }
}

function put(table: Map<string, Indicator[]>, key: string, indicator: Indicator): void {
  const there = table.get(key);
  if (there === undefined) table.set(key, [indicator]);
  else there.push(indicator);
}

/** The first bits of an address, with its family. */
function prefix(bytes: AddressBytes, bits: number): string {
  const whole = bytes.slice(0, bits >> 3);
  const rest = bits & 7;
  const last = rest === 0 ? [] : [(bytes[bits >> 3] ?? 0) & (0xff << (8 - rest)) & 0xff];
  return `${bytes.length} ${[...whole, ...last].join(".")}`;
}
