/**
 * Synthetic tenants: ordinary life and attacks, seeded. This room is the adversary and the noise against which the
 * detector is judged; it knows nothing of how the detector works. Everything is a function of a seed: no clock, no
 * disk, no other source of chance. People, companies and addresses are invented (documentation ranges, and
 * 198.18.0.0/15 when those run out), save the addresses and user agents that Okta published in October 2023.
 */
export { Random } from "./random/random.ts";
export { type EventType, eventTypes } from "./event-types.ts";
export { type Entity, type Facts, logEvent, type LogEvent, type Target } from "./log-event.ts";
export type { Entry, Flavour } from "./scene.ts";
export { type Case, type CaseOptions, intruderLabel, type Truth } from "./attack/case.ts";
export { found, type FoundId, foundIds } from "./attack/found.ts";
export { attackedMonth, type AttackedOptions, type Theft } from "./attack/in-noise.ts";
export { quiet, type QuietId, quietIds } from "./attack/quiet.ts";
export { stolenSignIn, type StolenSignInId, stolenSignInIds } from "./attack/stolen-sign-in.ts";
export { type Mix, usualMix } from "./life/mix.ts";
export { labelledMonth, month } from "./life/month.ts";
export type { LivedDay, MonthOptions } from "./life/town.ts";
export { scenarios } from "./scenario/all.ts";
export { type Expected, filesOf, type MustFind, type Scenario, type Signal } from "./scenario/scenario.ts";
