import type { Envelope } from "@nightlatch/core";
import type { Victim } from "@nightlatch/har";

/** Where a session was used from: an address with a browser. Times are milliseconds. */
export interface Use {
  readonly ip: string;
  readonly network: string;
  readonly country: string;
  readonly agent: string;
  readonly first: number;
  readonly last: number;
  readonly events: number;
}

/** A use after the capture that the victim's fingerprint does not explain. */
export interface ForeignUse extends Use {
  readonly why: readonly ("another browser" | "another address")[];
}

/** Uses of one session that are kept apart; more are added to the last. */
const MOST = 64;

/** Collects from where a session was used. */
export class SessionUses {
  readonly #uses = new Map<string, { -readonly [Key in keyof Use]: Use[Key] }>();

  note({ ip, ua, asOrg, country, time }: Envelope): void {
    if (ip === "" && ua === "") return;
    const key = `${ip}\n${ua}`;
    const use = this.#uses.get(key);
    if (use !== undefined) {
      use.events++;
      use.last = Math.max(use.last, time);
    } else if (this.#uses.size < MOST)
      this.#uses.set(key, { ip, network: asOrg, country, agent: ua, first: time, last: time, events: 1 });
  }

  all(): readonly Use[] {
    return [...this.#uses.values()];
  }

  /** Whether one of these browsers used it before a time. */
  hadAgent(agents: ReadonlySet<string>, until: number): boolean {
    return this.all().some(({ agent, first }) => first <= until && agents.has(agent));
  }

  /** Uses that end after the capture, from a browser that is not in it or an address that was not the victim's before. */
  foreign(victim: Victim, captured: { readonly until: number }): readonly ForeignUse[] {
    const agents = new Set(victim.agents);
    const isTheirs = (agent: string): boolean => agents.size === 0 || agents.has(agent);
    const home = new Set(victim.addresses);
    for (const { ip, agent, first } of this.#uses.values())
      if (first <= captured.until && isTheirs(agent)) home.add(ip);
    return this.all().flatMap((use) => {
      if (use.last <= captured.until) return [];
      const why: ForeignUse["why"][number][] = [];
      if (!isTheirs(use.agent)) why.push("another browser");
      if (use.ip !== "" && !home.has(use.ip)) why.push("another address");
      return why.length === 0 ? [] : [{ ...use, why }];
    });
  }
}
