import type { Cidr } from "./cidr.ts";
import type { NetworkClass } from "./network.ts";

/** What a user says of a network; it goes before everything that others say. */
export interface NetworkCorrection {
  /** Exactly one of the three tells which network is meant. */
  readonly cidr?: Cidr;
  readonly asn?: number;
  /** Part of the operator's name, in any case. */
  readonly org?: string;
  readonly class: NetworkClass;
  /** Name for people, such as `Office`. */
  readonly name: string;
  readonly ours: boolean;
}

/** Words that give a class away. */
export interface NetworkWords {
  readonly class: NetworkClass;
  /**
   * In lower case. A word of up to four letters must stand alone; a longer one may be part of another. A word with a
   * space or a hyphen is looked for as it is.
   */
  readonly words: readonly string[];
}

/** One AS number that is known. */
export interface KnownAs {
  readonly class: NetworkClass;
  readonly name: string;
}

/** What is known of networks, as data. Lists are read in their order; the first that fits wins. */
export interface NetworkData {
  readonly corrections: readonly NetworkCorrection[];
  /** Words for what Okta calls a service or its operator (`ipServiceCategories`, `tunnels`). */
  readonly services: readonly NetworkWords[];
  readonly systems: ReadonlyMap<number, KnownAs>;
  /** Words for the operator's name. */
  readonly operators: readonly NetworkWords[];
}

/** Nothing is known. */
export const NO_NETWORK_DATA: NetworkData = { corrections: [], services: [], systems: new Map(), operators: [] };

/** What a local database says of an address. */
export interface NetworkLookup {
  /** 0 when unknown. */
  readonly asn: number;
  readonly org: string;
  readonly country: string;
}
