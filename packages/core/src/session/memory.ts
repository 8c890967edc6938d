import { readAgent, type Agent } from "../agent/index.ts";
import { Baseline } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import { Explained } from "./explained.ts";
import type { Footing } from "./footing.ts";
import { Registry } from "./registry.ts";
import type { Person, Session } from "./session.ts";
import { SprayWatch } from "./sign-in/index.ts";
import { Suspicion } from "./suspicion.ts";
import { Teacher } from "./teach.ts";

const MAX_AGENTS = 50_000;
const MAX_SUSPECTS_OF_ONE = 8;
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
    const person = this.person(event.tenant, event.actorId, event.actorName);
    if (person.name === "") person.name = event.actorName;
    return person;
  }

  person(tenant: string, id: string, name: string): Person {
    let people = this.#people.get(tenant);
    if (people === undefined) this.#people.set(tenant, (people = new Map<string, Person>()));
    let person = people.get(id);
    if (person === undefined) {
      person = {
        tenant,
        id,
        name,
        history: this.baseline.user(tenant, id),
        lastSettled: undefined,
        lastSeen: 0,
        footings: NOWHERE_YET,
        proof: undefined,
        signIn: undefined,
        suspects: NOBODY,
        trouble: undefined,
      };
      people.set(id, person);
      this.users++;
    }
    return person;
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
    this.suspects.add(session);
    const { person } = session;
    person.suspects = [...person.suspects.slice(1 - MAX_SUSPECTS_OF_ONE), session];
    return session.suspicion;
  }

  /** Makes a further id lead to a session. */
  alias(id: string, session: Session, time: number): void {
    const ids = session.rare.ids ?? [];
    if (id === session.key || ids.includes(id)) return;
    session.know({ ids: [...ids.slice(-15), id] });
    this.registry.set(id, session, time);
  }
}
