import { type FindingPage, type FindingQuery, getFinding, listFindings, listRevisions } from "@nightlatch/client";
import {
  findingById,
  type FindingPlace,
  isAbout,
  type KeptFinding,
  lastChange,
  listFindings as readFindings,
  revisionsOf,
} from "../../store/state/index.ts";
import { readCursor, writeCursor } from "../http/cursor.ts";
import { Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { findingStates } from "./finding-state.ts";
import { msOrAbsent, utc } from "./rfc3339.ts";

const PAGE = 100;
/** Findings looked at for one page; those that the question leaves out are among them. */
const LOOKED_AT = 2000;

/** Findings: lists, one of them, and its history. */
export function addFindings(routes: Routes, parts: ServerParts): void {
  const { db } = parts.state;

  routes.json(listFindings, (query) => listed(parts, query));

  routes.json(getFinding, async ({ id, revision }) => {
    const kept = await findingById(db, id, revision);
    if (kept === undefined) throw missing(revision === undefined ? "finding" : "revision of a finding");
    const [state] = await findingStates(parts, [kept]);
    if (state === undefined) throw missing("finding");
    return state;
  });

  routes.json(listRevisions, async ({ id, cursor, limit = PAGE }) => {
    const [after] = cursor === undefined ? [0] : readCursor(cursor, ["number"]);
    const revisions = await revisionsOf(db, id, { after, limit });
    if (revisions.length === 0 && cursor === undefined) throw missing("finding");
    const last = revisions.at(-1);
    return {
      items: revisions.map(({ finding, revision, at }) => ({ finding, revision, at: utc(at) })),
      next: revisions.length < limit || last === undefined ? null : writeCursor([last.revision]),
    };
  });
}

async function listed(parts: ServerParts, query: FindingQuery): Promise<FindingPage> {
  const { db } = parts.state;
  const { cursor, limit = PAGE, tenant, rule, severity, entity, since, until, changedSince } = query;
  const filter = {
    tenant,
    rule,
    atLeast: severity,
    since: msOrAbsent(since),
    until: msOrAbsent(until),
    changedSince: msOrAbsent(changedSince),
  };
  const change = await lastChange(db);
  const found: KeptFinding[] = [];
  const page = async (last: FindingPlace | undefined): Promise<FindingPage> => ({
    items: await findingStates(parts, found),
    next: last === undefined ? null : writeCursor([last.created, last.tenant, last.id]),
    change,
  });
  let after = cursor === undefined ? undefined : placeIn(cursor);
  for (let looked = 0; looked < LOOKED_AT; looked += limit) {
    const rows = await readFindings(db, filter, { after, limit: limit + 1 });
    for (const row of rows) {
      if (found.length === limit) return page(after);
      after = { created: row.created, tenant: row.finding.tenant, id: row.finding.id };
      if (entity === undefined || isAbout(row.finding, entity)) found.push(row);
    }
    if (rows.length <= limit) return page(undefined);
  }
  return page(after);
}

function placeIn(cursor: string): FindingPlace {
  const [created, tenant, id] = readCursor(cursor, ["number", "text", "text"]);
  return { created, tenant, id };
}

function missing(what: string): Refusal {
  return new Refusal("NL-API-MISSING", `There is no such ${what}`);
}
