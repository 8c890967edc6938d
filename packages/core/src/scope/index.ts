/**
 * Scope: from a seed to everything that the intruder touched, with the events that show it and how sure that is. It
 * goes by actor, address, session, token and agent, never by object alone, and keeps the victim's own deeds apart.
 */
export { counted } from "./counted.ts";
export { differenceOf, type ScopeChange } from "./difference.ts";
export type { EventPort, EventQuestion, SeenEvent } from "./event-port.ts";
export type { ObjectKind } from "./object-kind.ts";
export type {
  Certainty,
  Hold,
  HoldKind,
  Reachable,
  Scope,
  ScopeObject,
  ScopeQuery,
  ScopeStep,
  SharedPlace,
  Touch,
} from "./scope.ts";
export { rightsOf } from "./rights.ts";
export { scopeOf } from "./scope-of.ts";
export { MANY_PEOPLE } from "./scope-work.ts";
export type { RolesPort } from "./reachable.ts";
export { readSeed, type Seed, type SeedKind, seedText, spanOf } from "./seed.ts";
