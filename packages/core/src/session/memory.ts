import { readAgent, type Agent } from "../agent/index.ts";
import { Baseline } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import { Explained } from "./explained.ts";
import type { Footing } from "./footing.ts";
import { Registry } from "./registry.ts";
import type { Person, Session } from "./session.ts";
import { type SavedSprays, SprayWatch } from "./sign-in/index.ts";
import { Suspicion } from "./suspicion.ts";
import { Teacher } from "./teach.ts";
import { LEVEL } from "./weights.ts";

const MAX_AGENTS = 50_000;
const MAX_SUSPECTS_OF_ONE = 8;
/** Doubtful sessions that are followed at once; beyond, those that came to nothing make room, then the oldest. */
const MAX_SUSPECTS = 20_000;
const NOBODY: readonly Session[] = [];
const NOWHERE_YET: readonly Footing[] = [];

/** Everything the engine remembers while it runs. */
export class Memory {
  readonly baseline: Baseline;
  readonly teacher: Teacher;
  readonly registry: Registry;
  readonly explained: Explained = new Explained();
  /** People seen. */
  users = 0;
  /** Every session that is or was in doubt. */
  readonly suspects: Set<Session> = new Set();
  /** Doubtful sessions that had to be forgotten for want of room. */
  forgotten = 0;
  /** Sessions by the API tokens minted in them. */
  readonly minted: Map<string, Session> = new Map();
  /** By tenant and id: two look-ups cost less than putting one key together for every event. */
  readonly #people = new Map<string, Map<string, Person>>();
  readonly #agents = new Map<string, Agent>();
  readonly #sprays = new Map<string, SprayWatch>();

  constructor(baseline: Baseline | undefined, maxSessions: number) {
    this.baseline = baseline ?? new Baseline();
    this.teacher = new Teacher(this.baseline);
    this.registry = new Registry(maxSessions);
  }

  /** The actor of an event. */
  actor(event: Envelope): Person {
    const person = this.person(event.tenant, event.actorId, { id: event.actorId, name: event.actorName });
    if (person.name === "") person.name = event.actorName;
    return person;
  }

  person(tenant: string, key: string, { id, name }: { readonly id: string; readonly name: string }): Person {
    let people = this.#people.get(tenant);
    if (people === undefined) this.#people.set(tenant, (people = new Map<string, Person>()));
    let person = people.get(key);
    if (person === undefined) {
      person = {
        tenant,
        key,
        id,
        name,
        history: this.baseline.user(tenant, key),
        lastSettled: undefined,
        lastSeen: 0,
        footings: NOWHERE_YET,
        proof: undefined,
        signIn: undefined,
        suspects: NOBODY,
        trouble: undefined,
      };
      people.set(key, person);
      if (key === id) this.users++;
    }
    return person;
  }

  /** A person who was seen before. */
  known(tenant: string, key: string): Person | undefined {
    return this.#people.get(tenant)?.get(key);
  }

  agent(ua: string): Agent {
    let agent = this.#agents.get(ua);
    if (agent === undefined) {
      if (this.#agents.size >= MAX_AGENTS) this.#agents.clear();
      agent = readAgent(ua);
      this.#agents.set(ua, agent);
    }
    return agent;
  }

  sprays(tenant: string): SprayWatch {
    let watch = this.#sprays.get(tenant);
    if (watch === undefined) {
      watch = new SprayWatch();
      this.#sprays.set(tenant, watch);
    }
    return watch;
  }

  /** The session is in doubt from now on. */
  suspect(session: Session): Suspicion {
    if (session.suspicion !== undefined) return session.suspicion;
    session.suspicion = new Suspicion();
    if (this.suspects.size >= MAX_SUSPECTS) this.#makeRoom();
    this.suspects.add(session);
    const { person } = session;
    person.suspects = [...person.suspects.slice(1 - MAX_SUSPECTS_OF_ONE), session];
    return session.suspicion;
  }

  #makeRoom(): void {
    for (const session of this.suspects)
      if ((session.suspicion?.score() ?? 0) < LEVEL.low) this.suspects.delete(session);
    for (const session of this.suspects) {
      if (this.suspects.size < MAX_SUSPECTS * 0.9) return;
      this.suspects.delete(session);
      this.forgotten++;
    }
  }

  *people(): Iterable<Person> {
    for (const people of this.#people.values()) yield* people.values();
  }

  saveSprays(): readonly (readonly [tenant: string, sprays: SavedSprays])[] {
    return [...this.#sprays].map(([tenant, watch]) => [tenant, watch.save()]);
  }

  /** Makes a further id lead to a session. */
  alias(id: string, session: Session, time: number): void {
    const ids = session.rare.ids ?? [];
    if (id === session.key || ids.includes(id)) return;
    session.know({ ids: [...ids.slice(-15), id] });
    this.registry.set(id, session, time);
  }
}
