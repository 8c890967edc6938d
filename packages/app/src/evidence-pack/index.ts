/**
 * The evidence of a case as a folder that anybody can check: exact bytes of the events, the journal's entries with the
 * hashes of the whole chain, the report, and how to check with nothing but sha256sum and a few lines of any language.
 */
export { checkPack } from "./check-pack.ts";
export { PackError } from "./pack-error.ts";
export { writePack } from "./write-pack.ts";
