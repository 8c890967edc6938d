/**
 * Inspect and scrub HAR captures. `scrub` takes every credential out of a capture, by value, in every place and
 * encoding, and scans what it gives out; `Inspector` tells what a capture or any text exposes; `exposureOf` prepares a
 * leaked capture for a search in a log. Without dependencies, in Node and in browsers: bytes come in as chunks and go
 * out as chunks, the key comes in as a parameter, and nothing is sent anywhere.
 */
export type { Bounds } from "./capture/cutter.ts";
export type { Digest } from "./encoding/sha256.ts";
export type { Unpack } from "./find/judge.ts";
export { type Exposure, type ExposedArtefact, exposureOf, type LogMatch } from "./inspect/exposure.ts";
export { type Artefact, type Inspection, type InspectOptions, Inspector } from "./inspect/inspector.ts";
export type { Victim } from "./inspect/victim.ts";
export type { Problem, ProblemCode } from "./problem.ts";
export type { Profile } from "./scrub/profile.ts";
export type { FileSum, Receipt } from "./scrub/receipt.ts";
export { type OpenCapture, type Residue, scrub, type Scrubbed, type ScrubOptions } from "./scrub/scrub.ts";
export type { SecretClass } from "./secret/classes.ts";
