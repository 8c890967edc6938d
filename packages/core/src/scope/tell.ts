import { narrate } from "../session/index.ts";
import { objectsOf, type Touched } from "./objects-of.ts";
import type { Certainty, Hold, ScopeObject, ScopeStep } from "./scope.ts";
import type { Attributed } from "./scope-work.ts";
import type { Thread } from "./thread.ts";
import { stronger } from "./touch.ts";

/** Events named at an object or a step; the rest is counted. */
const UIDS = 100;
const RANK: Readonly<Record<Certainty, number>> = { possible: 0, likely: 1, certain: 2 };

type Open<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer V)[] ? V[] : T[K] };

/** The graph of a scope from the intruder's events, which are in order of time. */
export function tell(
  attributed: readonly Attributed[],
  threads: readonly Thread[],
): { readonly holds: readonly Hold[]; readonly objects: readonly ScopeObject[]; readonly steps: readonly ScopeStep[] } {
  const objects = new Map<string, Open<ScopeObject>>();
  const steps = new Map<string, Open<ScopeStep>>();
  const canonical = new Map(
    threads
      .filter(({ kind }) => kind === "session")
      .flatMap(({ values, value }) => values.map((id) => [id, value] as const)),
  );
  for (const one of attributed) {
    const touched = objectsOf(one.event).map((object) =>
      object.kind === "session" ? { ...object, id: canonical.get(object.id) ?? object.id } : object,
    );
    for (const object of distinctBy(touched, keyOf)) touchObject(objects, object, one);
    const done = distinctBy(
      touched.filter(({ means }) => !means),
      keyOf,
    );
    // A deed that names nothing that it was done to is a step all the same: on what it was done with.
    const [own] = touched.filter((object) => keyOf(object) === one.thread.key);
    for (const object of done.length > 0 ? done : [own ?? touched.at(-1)].filter((object) => object !== undefined))
      takeStep(steps, object, one);
  }
  return { holds: holdsOf(attributed, threads), objects: [...objects.values()], steps: [...steps.values()] };
}

function touchObject(objects: Map<string, Open<ScopeObject>>, touched: Touched, { event, claim }: Attributed): void {
  const { kind, id, name, type, touch } = touched;
  const { time, uid } = event.envelope;
  const key = `${kind}:${id}`;
  const known = objects.get(key);
  if (known === undefined) {
    objects.set(key, { key, kind, id, name, type, touch, ...claim, first: time, last: time, uids: [uid], events: 1 });
    return;
  }
  if (known.name === "") known.name = name;
  known.touch = stronger(known.touch, touch);
  surer(known, claim);
  known.last = time;
  known.events++;
  if (known.uids.length < UIDS) known.uids.push(uid);
}

function takeStep(steps: Map<string, Open<ScopeStep>>, { kind, id, touch }: Touched, one: Attributed): void {
  const { event, thread, claim } = one;
  const { time, uid, type, outcome } = event.envelope;
  const to = `${kind}:${id}`;
  const key = [thread.key, to, type, touch].join("\n");
  const known = steps.get(key);
  if (known === undefined) {
    const what = narrate(event.envelope);
    const from = thread.key;
    steps.set(key, {
      from,
      to,
      type,
      touch,
      what,
      outcomes: [outcome],
      ...claim,
      first: time,
      last: time,
      uids: [uid],
      events: 1,
    });
    return;
  }
  surer(known, claim);
  if (!known.outcomes.includes(outcome)) known.outcomes.push(outcome);
  known.last = time;
  known.events++;
  if (known.uids.length < UIDS) known.uids.push(uid);
}

function surer(known: { certainty: Certainty; why: string }, claim: Attributed["claim"]): void {
  if (RANK[claim.certainty] <= RANK[known.certainty]) return;
  known.certainty = claim.certainty;
  known.why = claim.why;
}

/** What was acted through, and what an intruder made to act through it later. An address is used by all that came from it. */
function holdsOf(attributed: readonly Attributed[], threads: readonly Thread[]): readonly Hold[] {
  const byThread = new Map<string, Attributed[]>();
  const note = (key: string, one: Attributed): void => {
    const known = byThread.get(key);
    if (known === undefined) byThread.set(key, [one]);
    else known.push(one);
  };
  for (const one of attributed) {
    note(one.thread.key, one);
    const from = `address:${one.event.envelope.ip}`;
    if (from !== one.thread.key) note(from, one);
  }
  return threads
    .map((thread) => holdOf(thread, byThread.get(thread.key) ?? []))
    .filter(({ events, from }) => events > 0 || from !== "")
    .sort((a, b) => (a.first || a.since) - (b.first || b.since));
}

function holdOf(thread: Thread, used: readonly Attributed[]): Hold {
  const { key, kind, value, since, certainty, why, from, uids, owner } = thread;
  const envelopes = used.map(({ event }) => event.envelope);
  const [first] = envelopes;
  const shown = uids.length > 0 ? uids : envelopes.slice(0, 1).map(({ uid }) => uid);
  return {
    key,
    kind,
    value,
    since,
    certainty,
    why,
    from,
    uids: shown,
    owner: owner ?? ownerIn(kind, first),
    first: first?.time ?? 0,
    last: envelopes.at(-1)?.time ?? 0,
    events: used.length,
    ips: distinct(envelopes.map(({ ip }) => ip)),
    agents: distinct(envelopes.map(({ ua }) => ua)),
  };
}

function ownerIn(
  kind: Hold["kind"],
  first: { readonly actorId: string; readonly actorName: string } | undefined,
): Hold["owner"] {
  const personal = kind === "session" || kind === "user" || kind === "token";
  return personal && first !== undefined ? { id: first.actorId, name: first.actorName } : undefined;
}

function keyOf({ kind, id }: Touched): string {
  return `${kind}:${id}`;
}

function distinctBy<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  const seen = new Map<string, T>();
  for (const value of values) if (!seen.has(key(value))) seen.set(key(value), value);
  return [...seen.values()];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== "");
}
