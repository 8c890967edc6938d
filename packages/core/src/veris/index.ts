/** A case as a record of VERIS, the vocabulary of incident statistics, to be compared with others. */
export { type VerisRecord, verisOf } from "./veris-of.ts";
