import { looksLikeCsv, readCsv } from "./csv.ts";
import { Gather } from "./gather.ts";
import type { ReadIndicators } from "./indicator.ts";
import { readList } from "./list.ts";
import { isMisp, readMisp } from "./misp.ts";
import { isStix, readStix } from "./stix.ts";

/**
 * Reads a list of indicators, whatever its form, which is told by its content: one value a line, a table (RFC 4180), a
 * STIX 2.1 bundle, a MISP event. What cannot be understood is among the problems; nothing is thrown.
 *
 * @param source The name of the list, for every indicator of it.
 */
export function readIndicators(written: string, source: string): ReadIndicators {
  const text = written.replace(/^\uFEFF/, "");
  const gather = new Gather(source);
  if (/^\s*[[{]/.test(text) && !/^\s*\[[0-9a-f:.]*\]/i.test(text)) return readJson(text, gather);
  if (looksLikeCsv(text)) {
    readCsv(text, gather);
    return gather.result("csv");
  }
  readList(text, gather);
  return gather.result("list");
}

function readJson(text: string, gather: Gather): ReadIndicators {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    gather.problem(1, "The list looks like JSON and cannot be read as JSON; is it whole?");
    return gather.result("stix");
  }
  if (isStix(document)) {
    readStix(document, gather);
    return gather.result("stix");
  }
  if (isMisp(document)) {
    readMisp(document, gather);
    return gather.result("misp");
  }
  gather.problem(1, "The JSON is neither a STIX bundle nor a MISP event");
  return gather.result("stix");
}
