/**
 * What is normal, learnt from the same stream that is judged: for each user (networks, devices, browsers, countries,
 * verbs) and for each tenant (shared ways out, shared devices). Explainable, bounded, and carried from one scan to
 * the next as plain JSON.
 */
export * from "./baseline.ts";
export * from "./seen.ts";
export * from "./tenant-history.ts";
export * from "./user-history.ts";
export * from "./words.ts";
