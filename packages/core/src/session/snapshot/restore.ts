import { Baseline } from "../../baseline/index.ts";
import { Context } from "../context.ts";
import type { Footing } from "../footing.ts";
import { Memory } from "../memory.ts";
import { Session } from "../session.ts";
import { Suspicion } from "../suspicion.ts";
import type { SavedMemory } from "./saved.ts";

/** Throws a RangeError when a number leads nowhere: the data is not what `saveMemory` made. */
export function restoreMemory(saved: SavedMemory, maxSessions: number): Memory {
  const memory = new Memory(Baseline.restore(saved.baseline), maxSessions);
  memory.explained.restore(saved.explained);
  memory.teacher.restore(saved.newest);
  memory.forgotten = saved.forgotten;
  for (const [tenant, sprays] of saved.sprays) memory.sprays(tenant).restore(sprays);
  const footings = saved.footings.map(({ network, ua, ...rest }): Footing => {
    return { ...rest, network: at(saved.networks, network, "network"), agent: memory.agent(ua) };
  });
  const people = saved.people.map(({ tenant, key, id, name }) => memory.person(tenant, key, { id, name }));
  const sessions = saved.sessions.map((one) => {
    const contexts = one.contexts.map((context, index) =>
      Context.restore(context, index, at(footings, context.footing, "footing")),
    );
    const current = at(contexts, one.current, "context");
    const session = new Session(one.key, at(people, one.person, "person"), current);
    session.flags = one.flags;
    session.rare = contexts.length > 1 ? { ...one.rare, contexts } : one.rare;
    if (one.suspicion !== null) session.suspicion = Suspicion.restore(one.suspicion, contexts);
    return session;
  });
  for (const [index, one] of saved.people.entries()) {
    const person = at(people, index, "person");
    const { signIn, lastSettled } = one;
    person.lastSettled = lastSettled === null ? undefined : at(footings, lastSettled, "footing");
    person.lastSeen = one.lastSeen;
    person.proof = one.proof ?? undefined;
    person.suspects = one.suspects.map((number) => at(sessions, number, "session"));
    person.trouble = one.trouble === null ? undefined : { ...one.trouble, pushes: [...one.trouble.pushes] };
    if (signIn !== null)
      person.signIn = {
        time: signIn.time,
        footing: at(footings, signIn.footing, "footing"),
        session: at(sessions, signIn.session, "session"),
      };
  }
  memory.registry.restore(saved.registry, sessions);
  for (const number of saved.suspects) memory.suspects.add(at(sessions, number, "session"));
  for (const [token, number] of saved.minted) memory.minted.set(token, at(sessions, number, "session"));
  return memory;
}

function at<T>(list: readonly T[], number: number, what: string): T {
  const one = list[number];
  if (one === undefined) throw new RangeError(`The snapshot has ${list.length} of ${what}; number ${number} is wanted`);
  return one;
}
