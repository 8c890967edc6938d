/** Sigma for TypeScript. */
export { type FieldOptions, valuesAt } from "./field/path.ts";
export { type Candidates, compileRules, type Matcher, type MatcherOptions } from "./match/matcher.ts";
export { matchesNaively } from "./match/naive.ts";
export { routeRules } from "./match/route.ts";
