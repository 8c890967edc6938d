import type { EntryFacts } from "../capture/entry-facts.ts";

/** The browser that made a capture, by what it said of itself. */
export interface Victim {
  /** Addresses that proxies wrote into the requests; often there are none. */
  readonly addresses: readonly string[];
  readonly agents: readonly string[];
  /** `sec-ch-ua` and its kin, by name. */
  readonly clientHints: readonly { readonly name: string; readonly value: string }[];
  readonly languages: readonly string[];
  readonly hosts: readonly string[];
  /** Times of the first and the last entry; "" when unknown. */
  readonly from: string;
  readonly to: string;
}

const MOST = 50;

/** Collects what describes the browser. */
export class VictimNotes {
  readonly #addresses = new Set<string>();
  readonly #agents = new Set<string>();
  readonly #languages = new Set<string>();
  readonly #hosts = new Set<string>();
  readonly #hints = new Map<string, { readonly name: string; readonly value: string }>();
  #from = "";
  #to = "";

  note({ host, startedDateTime, browser }: EntryFacts): void {
    if (host !== "" && this.#hosts.size < MOST) this.#hosts.add(host);
    if (startedDateTime !== "") {
      if (this.#from === "" || startedDateTime < this.#from) this.#from = startedDateTime;
      if (startedDateTime > this.#to) this.#to = startedDateTime;
    }
    for (const [name, value] of browser) {
      if (name === "user-agent") add(this.#agents, value);
      else if (name === "accept-language") add(this.#languages, value);
      else if (!name.startsWith("sec-ch-ua"))
        for (const address of value.split(",")) add(this.#addresses, address.trim());
      else if (this.#hints.size < MOST) this.#hints.set(`${name}\n${value}`, { name, value });
    }
  }

  victim(): Victim {
    return {
      addresses: [...this.#addresses],
      agents: [...this.#agents],
      clientHints: [...this.#hints.values()],
      languages: [...this.#languages],
      hosts: [...this.#hosts],
      from: this.#from,
      to: this.#to,
    };
  }
}

function add(set: Set<string>, value: string): void {
  if (value !== "" && set.size < MOST) set.add(value);
}
