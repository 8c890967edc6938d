/**
 * The session and the evidence about it: which session was stolen, from whom, since when, how sure that is, and which
 * events say so. Contexts of one session are compared (`compare/`), sign-ins are weighed (`sign-in/`), deeds counted
 * (`behaviour.ts`), and all of it adds up (`suspicion.ts`, `weights.ts`) to a finding (`conclude.ts`).
 */
export { type RestoreSettings, SessionEngine, type SessionSettings, type SessionSnapshot } from "./engine.ts";
export { narrate } from "./narrate.ts";
export { verbOf, type Impact, type Verb } from "./verbs.ts";
export { confidenceOf, FOREIGN, LEVEL, WEIGHT, type Kind } from "./weights.ts";
