import { readEnd } from "./end.ts";
import type { Gather } from "./gather.ts";
import { list, member, text } from "./plain.ts";
import { anyOf } from "./stix-pattern.ts";

/** What of a pattern a log of sign-ins shows, besides user agents. */
const SHOWN = /^(?:ipv[46]-addr:value|domain-name:value|url:value|network-traffic:(?:src|dst)_ref\.value)$/i;

/** Whether a document is a STIX bundle, or a list of STIX objects. */
export function isStix(document: unknown): boolean {
  if (text(document, "type") === "bundle") return true;
  return Array.isArray(document) && document.some((one) => text(one, "id").startsWith("indicator--"));
}

/** The indicators of a STIX 2.1 bundle: their patterns, and `valid_until`; revoked ones mean nothing. */
export function readStix(document: unknown, gather: Gather): void {
  const objects = Array.isArray(document) ? (document as readonly unknown[]) : list(document, "objects");
  for (const object of objects) {
    if (text(object, "type") !== "indicator" || member(object, "revoked") === true) continue;
    const id = text(object, "id").slice(0, 80) || "an indicator without id";
    const kind = text(object, "pattern_type");
    if (kind !== "" && kind !== "stix") {
      gather.skip();
      continue;
    }
    const comparisons = anyOf(text(object, "pattern"));
    if (comparisons === undefined) {
      gather.problem(0, `The pattern of ${id} asks for more than one thing, or cannot be read; it was left out`);
      continue;
    }
    const said = text(object, "valid_until");
    const until = said === "" ? Number.POSITIVE_INFINITY : readEnd(said);
    if (until === undefined) {
      gather.problem(0, `The valid_until of ${id} is no time; RFC 3339 is wanted`);
      continue;
    }
    const note = text(object, "name") || text(object, "description");
    for (const { path, values } of comparisons)
      for (const value of values)
        if (/user-agent/i.test(path)) gather.agent(value, { note, until });
        else if (SHOWN.test(path)) gather.value(value, 0, { note, until });
        else gather.skip();
  }
}
