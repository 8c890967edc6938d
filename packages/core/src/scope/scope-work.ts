import { atLeast, type Finding } from "../finding/finding.ts";
import type { Envelope } from "../event/envelope.ts";
import { consequencesOf } from "./consequence.ts";
import type { EventPort, EventQuestion, SeenEvent } from "./event-port.ts";
import type { Claim } from "./places.ts";
import type { Certainty, ScopeQuery, SharedPlace } from "./scope.ts";
import { best, isAbout } from "./findings-about.ts";
import { type Seed, seedText } from "./seed.ts";
import {
  belongs,
  isEnding,
  type Origin,
  type Pivot,
  type Thread,
  threadOfAddress,
  threadOfConsequence,
  threadOfSeed,
  threadOfSession,
  threadsOfFinding,
} from "./thread.ts";

/** An event of the intruder, through what it was done, and how sure that is. */
export interface Attributed {
  readonly event: SeenEvent;
  readonly thread: Thread;
  readonly claim: Claim;
}

/** What a scope is worked out with. */
export interface ScopeParts {
  readonly events: EventPort;
  /** Findings of the tenant; those with a story tell an intruder from an owner. */
  readonly findings: readonly Finding[];
}

/** People who have to share a place before it says nothing about any of them. */
export const MANY_PEOPLE = 5;
const DAY = 86_400_000;
const BEFORE = 90 * DAY;
const AROUND = 30 * DAY;
/** Bounds: an intruder does not do more, and a mistake in a seed must not read the store. */
const ROUNDS = 8;
const THREADS = 400;
const EVENTS = 100_000;
const RANK: Readonly<Record<Certainty, number>> = { possible: 0, likely: 1, certain: 2 };

/** Follows what the intruder acted through, round by round, until nothing new is found. */
export class ScopeWork {
  readonly #query: ScopeQuery;
  readonly #parts: ScopeParts;
  readonly #threads = new Map<string, Thread>();
  readonly #told = new Map<string, Thread>();
  readonly #attributed = new Map<string, Attributed>();
  readonly #addresses = new Set<string>();
  readonly #shared = new Map<string, SharedPlace>();
  readonly #unknown = new Set<string>();
  readonly #agents = new Set<string>();
  readonly #devices = new Set<string>();
  #pending: Thread[] = [];

  constructor(query: ScopeQuery, parts: ScopeParts) {
    this.#query = query;
    this.#parts = parts;
  }

  get threads(): readonly Thread[] {
    return [...this.#threads.values()];
  }
  /** By time, then by uid. */
  get attributed(): readonly Attributed[] {
    return [...this.#attributed.values()].sort(byTime);
  }
  get shared(): readonly SharedPlace[] {
    return [...this.#shared.values()];
  }
  get unknown(): readonly string[] {
    return [...this.#unknown];
  }

  async run(): Promise<void> {
    for (const seed of this.#query.seeds) await this.#sow(seed);
    for (let round = 0; this.#pending.length > 0; round++) {
      if (round === ROUNDS) {
        this.#unknown.add(`Not followed any further than ${ROUNDS} steps from the seeds`);
        return;
      }
      const batch = this.#pending;
      this.#pending = [];
      const fresh = await this.#look(batch);
      for (const one of fresh.sort(byTime)) await this.#follow(one);
    }
  }

  async #sow(seed: Seed): Promise<void> {
    const { since, until } = this.#query;
    const { kind, value } = seed;
    const about = this.#parts.findings.filter((finding) => isAbout(finding, seed));
    switch (kind) {
      case "finding":
      case "span":
        if (about.length === 0) this.#unknown.add(`There is no finding for ${seedText(seed)}`);
        for (const finding of about) this.#addAll(threadsOfFinding(finding, { since }));
        return;
      case "session":
      case "user":
      case "token": {
        // Anything at or above medium, or with a story: a rule's note about a user is no sign that they are somebody else.
        const telling = about.filter((one) => one.story !== undefined || atLeast(one.severity, "medium"));
        if (telling.length === 0) {
          this.#unknown.add(`No finding tells what of ${seedText(seed)} is the intruder's: all of it is only possible`);
          this.#add(threadOfSeed(kind, value, since));
        }
        for (const finding of best(telling)) this.#addAll(threadsOfFinding(finding, { since }));
        return;
      }
      case "address":
      case "agent": {
        const people = await this.#parts.events.people({ kind, value, since, until });
        if (people.length >= MANY_PEOPLE) {
          this.#share(kind, value, people.length);
          for (const finding of best(about)) this.#addAll(threadsOfFinding(finding, { since }));
          return;
        }
        const looksAlike = (): boolean => true;
        if (kind === "agent") this.#add(threadOfSeed(kind, value, since));
        else
          this.#add(
            threadOfAddress(value, {
              askSince: since,
              since,
              before: new Set(),
              looksAlike,
              from: "",
              uids: [],
              seed: true,
            }),
          );
      }
    }
  }

  /** Asks for the events of threads, together where they are asked for in the same way, and judges them. */
  async #look(batch: readonly Thread[]): Promise<Attributed[]> {
    const fresh: Attributed[] = [];
    for (const group of groups(batch)) {
      const events = await this.#ask(group);
      for (const thread of group) {
        const own = events.filter(({ envelope }) => belongs(thread, envelope));
        thread.places?.learn(own);
        for (const event of own) {
          if (isEnding(event.envelope)) continue;
          const claim = this.#judge(thread, event.envelope);
          if (claim !== undefined) this.#attribute({ event, thread, claim }, fresh);
        }
      }
    }
    return fresh;
  }

  async #ask(group: readonly Thread[]): Promise<readonly SeenEvent[]> {
    const [first] = group;
    if (first === undefined) return [];
    const { until } = this.#query;
    const values = [...new Set(group.flatMap((thread) => thread.values))];
    const since = Math.min(...group.map(({ askSince }) => askSince));
    const question: EventQuestion = {
      [first.pivot]: values,
      ...(first.types === undefined ? {} : { types: first.types }),
      since,
      until,
    };
    const events: SeenEvent[] = [];
    for await (const page of this.#parts.events.ask(question)) {
      events.push(...page);
      if (events.length < EVENTS) continue;
      this.#unknown.add(
        `More than ${EVENTS} events of ${values.slice(0, 3).join(", ")}: the later ones were not looked at`,
      );
      break;
    }
    return events;
  }

  #judge(thread: Thread, event: Envelope): Claim | undefined {
    if (event.time < thread.askSince || event.time < this.#query.since) return undefined;
    if (thread.places === undefined) {
      // Where a finding tells the session's contexts apart, nobody else does.
      const told = this.#told.get(event.session) ?? this.#told.get(event.root);
      if (told !== undefined) return undefined;
    }
    return thread.judge(event);
  }

  #attribute(one: Attributed, fresh: Attributed[]): void {
    const { uid } = one.event.envelope;
    const known = this.#attributed.get(uid);
    if (known !== undefined && RANK[known.claim.certainty] >= RANK[one.claim.certainty]) return;
    this.#attributed.set(uid, one);
    fresh.push(one);
  }

  /** What an event of the intruder leads to. */
  async #follow({ event: { envelope }, thread, claim }: Attributed): Promise<void> {
    const { certainty } = claim;
    const origin: Origin = { from: thread.key, uids: [envelope.uid] };
    if (certainty !== "possible" && thread.kind !== "agent") {
      if (envelope.ua !== "") this.#agents.add(envelope.ua);
      if (envelope.dt !== "") this.#devices.add(envelope.dt);
      await this.#address(envelope, thread, origin);
    }
    const isTheirs = (seen: Envelope): boolean => this.#addresses.has(seen.ip) || this.#devices.has(seen.dt);
    for (const consequence of consequencesOf(envelope))
      this.#add(threadOfConsequence(consequence, envelope, { from: thread.key, certainty, isTheirs }));
    const id = envelope.session === "" ? envelope.root : envelope.session;
    if (id === "" || this.#told.has(id)) return;
    const telling = best(
      this.#parts.findings.filter((one) => one.story !== undefined && one.entities.session.includes(id)),
    );
    if (telling.length > 0)
      for (const finding of telling) this.#addAll(threadsOfFinding(finding, { since: this.#query.since, origin }));
    else if (thread.whole || (thread.kind === "provider" && certainty !== "possible"))
      this.#add(threadOfSession(id, thread, envelope));
  }

  async #address({ ip, time }: Envelope, thread: Thread, origin: Origin): Promise<void> {
    if (ip === "" || this.#addresses.has(ip) || this.#shared.has(`address:${ip}`)) return;
    // A place where the owner is too says nothing about anybody else.
    if (thread.places !== undefined && !thread.places.addresses.includes(ip)) return;
    const people = await this.#parts.events.people({ kind: "address", value: ip, since: time - BEFORE, until: time });
    // Whom a finding shows robbed from there was not there before: the intruder was, as them.
    const robbed = new Set(
      this.#parts.findings
        .filter(({ story, entities }) => story !== undefined && entities.ip.includes(ip))
        .flatMap(({ entities }) => entities.user.map(({ id }) => id)),
    );
    const owners = people.filter((id) => !robbed.has(id));
    if (owners.length >= MANY_PEOPLE) {
      this.#share("address", ip, owners.length);
      return;
    }
    this.#addresses.add(ip);
    this.#add(
      threadOfAddress(ip, {
        ...origin,
        askSince: Math.max(this.#query.since, time - AROUND),
        since: time,
        before: new Set(owners),
        looksAlike: ({ ua, dt }) => this.#agents.has(ua) || this.#devices.has(dt),
      }),
    );
  }

  #share(kind: "address" | "agent", value: string, people: number): void {
    this.#shared.set(`${kind}:${value}`, { kind, value, people });
    this.#unknown.add(
      `${value} is shared by ${people} people: nothing was put down to the intruder because of it alone`,
    );
  }

  #addAll(threads: readonly Thread[]): void {
    for (const thread of threads) this.#add(thread);
  }

  #add(thread: Thread): void {
    if (thread.value === "" || this.#threads.has(thread.key)) return;
    if (this.#threads.size >= THREADS) {
      this.#unknown.add(`More than ${THREADS} things were acted through: the later ones were not followed`);
      return;
    }
    this.#threads.set(thread.key, thread);
    if (thread.kind === "address") this.#addresses.add(thread.value);
    if (thread.kind === "session" && thread.places !== undefined)
      for (const id of thread.values) this.#told.set(id, thread);
    this.#pending.push(thread);
  }
}

function groups(threads: readonly Thread[]): Iterable<readonly Thread[]> {
  const grouped = new Map<`${Pivot}/${string}`, Thread[]>();
  for (const thread of threads) {
    const key = `${thread.pivot}/${thread.types?.join(",") ?? ""}` as const;
    const group = grouped.get(key);
    if (group === undefined) grouped.set(key, [thread]);
    else group.push(thread);
  }
  return grouped.values();
}

function byTime(a: Attributed, b: Attributed): number {
  const [x, y] = [a.event.envelope, b.event.envelope];
  return x.time - y.time || (x.uid < y.uid ? -1 : 1);
}
