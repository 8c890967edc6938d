/** The user agent: what a client claims to be, and how two claims differ. */
export * from "./agent.ts";
export * from "./compare.ts";
