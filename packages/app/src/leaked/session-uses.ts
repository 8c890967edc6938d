import type { Envelope } from "@nightlatch/core";
import type { Victim } from "@nightlatch/har";
import { type Fingerprint, type Misfit, misfitsOf } from "./fingerprint.ts";

/** Where a session was used from: an address with a browser. Times are milliseconds. */
export interface Use {
  readonly ip: string;
  readonly network: string;
  readonly asn: number;
  readonly country: string;
  readonly agent: string;
  readonly first: number;
  readonly last: number;
  readonly events: number;
}

/** A use after the capture that the victim's fingerprint does not explain. */
export interface ForeignUse extends Use {
  readonly why: readonly Misfit[];
}

/** Uses of one session that are kept apart; more are added to the last. */
const MOST = 64;

/** Collects from where a session was used. */
export class SessionUses {
  readonly #uses = new Map<string, { -readonly [Key in keyof Use]: Use[Key] }>();

  note({ ip, ua, asn, asOrg, country, time }: Envelope): void {
    if (ip === "" && ua === "") return;
    const key = `${ip}\n${ua}`;
    const use = this.#uses.get(key);
    if (use !== undefined) {
      use.events++;
      use.last = Math.max(use.last, time);
    } else if (this.#uses.size < MOST)
      this.#uses.set(key, { ip, network: asOrg, asn, country, agent: ua, first: time, last: time, events: 1 });
  }

  /** Whether one of these browsers used it before a time. */
  hadAgent(agents: ReadonlySet<string>, until: number): boolean {
    return [...this.#uses.values()].some(({ agent, first }) => first <= until && agents.has(agent));
  }

  /** What the victim is known by: the capture's browsers, and from where they used it until the capture ended. */
  fingerprint(victim: Victim, until: number): Fingerprint {
    const before = [...this.#uses.values()].filter(({ first }) => first <= until);
    const agents = victim.agents.length > 0 ? victim.agents : before.map(({ agent }) => agent);
    const own = before.filter(
      ({ agent }) => misfitsOf({ agents, addresses: [], networks: [] }, { ip: "", ua: agent, asn: 0 }).length === 0,
    );
    return {
      agents: [...new Set(agents)].filter((agent) => agent !== ""),
      addresses: [...new Set([...victim.addresses, ...own.map(({ ip }) => ip)])].filter((ip) => ip !== ""),
      networks: [...new Set(own.map(({ asn }) => asn))].filter((asn) => asn > 0),
    };
  }

  /** Uses that go on after the capture and do not fit. */
  foreign(print: Fingerprint, until: number): readonly ForeignUse[] {
    return [...this.#uses.values()].flatMap((use) => {
      const why = use.last <= until ? [] : misfitsOf(print, { ip: use.ip, ua: use.agent, asn: use.asn });
      return why.length === 0 ? [] : [{ ...use, why }];
    });
  }
}
