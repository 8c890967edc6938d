import type { Network } from "../../network/network.ts";
import type { Context, SavedContext } from "../context.ts";
import type { Footing } from "../footing.ts";
import type { Memory } from "../memory.ts";
import { contextsOf, type Person, type Session } from "../session.ts";
import type { SavedMemory, SavedPerson, SavedSession } from "./saved.ts";

/** Gives things numbers in the order in which they are first asked for. */
class Numbered<T> {
  readonly #numbers = new Map<T, number>();

  of(one: T): number {
    const known = this.#numbers.get(one);
    if (known !== undefined) return known;
    this.#numbers.set(one, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** What each has to say; more may be numbered while it is said. */
  *all(): Iterable<T> {
    yield* this.#numbers.keys();
  }
}

/** Everything the engine remembers. What is shared is saved once: networks, footings, people, sessions. */
export function saveMemory(memory: Memory): SavedMemory {
  const networks = new Numbered<Network>();
  const footings = new Numbered<Footing>();
  const people = new Numbered<Person>();
  const sessions = new Numbered<Session>();

  const context = (one: Context): SavedContext => ({
    footing: footings.of(one.footing),
    standing: one.standing,
    first: one.first,
    last: one.last,
    uid: one.firstUid,
    events: one.events,
    churn: one.churn,
    arrival: one.arrival ?? null,
    teaching: one.teaching,
  });
  const session = (one: Session): SavedSession => {
    const contexts = contextsOf(one);
    const { contexts: _, ...rare } = one.rare;
    return {
      key: one.key,
      person: people.of(one.person),
      flags: one.flags,
      contexts: contexts.map(context),
      current: contexts.indexOf(one.current),
      rare,
      suspicion: one.suspicion?.save() ?? null,
    };
  };
  const person = ({ signIn, lastSettled, trouble, ...one }: Person): SavedPerson => ({
    tenant: one.tenant,
    key: one.key,
    id: one.id,
    name: one.name,
    lastSettled: lastSettled === undefined ? null : footings.of(lastSettled),
    lastSeen: one.lastSeen,
    proof: one.proof ?? null,
    signIn:
      signIn === undefined
        ? null
        : { time: signIn.time, footing: footings.of(signIn.footing), session: sessions.of(signIn.session) },
    suspects: one.suspects.map((suspect) => sessions.of(suspect)),
    trouble: trouble === undefined ? null : { ...trouble, pushes: [...trouble.pushes] },
  });

  for (const one of memory.people()) people.of(one);
  const registry = memory.registry.save((one) => sessions.of(one));
  const suspects = [...memory.suspects].map((one) => sessions.of(one));
  const minted = [...memory.minted].map(([token, one]) => [token, sessions.of(one)] as const);
  const savedPeople = Array.from(people.all(), person);
  const savedSessions = Array.from(sessions.all(), session);
  const savedFootings = Array.from(footings.all(), ({ network, agent, ...rest }) => ({
    ...rest,
    network: networks.of(network),
    ua: agent.raw,
  }));
  return {
    baseline: memory.baseline.save(),
    explained: memory.explained.save(),
    newest: memory.teacher.save(),
    networks: [...networks.all()],
    footings: savedFootings,
    people: savedPeople,
    sessions: savedSessions,
    registry,
    suspects,
    forgotten: memory.forgotten,
    minted,
    sprays: memory.saveSprays(),
  };
}
