import {
  askCase,
  askScope,
  type CaseDocument,
  ledgerOfCase,
  listCases,
  openCase,
  readCase,
  reportCase,
  scopeOfCase,
  verifyJournal,
  writeCase,
} from "@nightlatch/client";
import { type Case, type LedgerRow, measuresOf, readSeed, type Seed } from "@nightlatch/core";
import {
  asJson,
  askQuestions,
  CaseBook,
  lookAtLedger,
  lookAtScope,
  lookFrom,
  type LookParts,
  settleRow,
} from "../../cases/index.ts";
import { type CaseFormat, giveCase } from "../../case-report/index.ts";
import { PLAIN } from "../../report/index.ts";
import { checkChain } from "../../store/state/index.ts";
import { HEADERS, Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { msOf } from "./rfc3339.ts";
import { writtenBy } from "./write-case.ts";

const QUARTER = 90 * 86_400_000;
const WIDTH = 100;

const MEDIA: Readonly<Record<CaseFormat, string>> = {
  text: "text/plain; charset=utf-8",
  markdown: "text/markdown; charset=utf-8",
  html: "text/html; charset=utf-8",
  pdf: "application/pdf",
  json: "application/json",
  csv: "text/csv; charset=utf-8",
  stix: "application/stix+json;version=2.1",
  veris: "application/json",
};

/** Cases: read as they were known at any moment, written, and asked. Who writes is the name of the token. */
export function addCases(routes: Routes, parts: ServerParts): void {
  const { state, events, now } = parts;
  const book = new CaseBook({ state, events, now });
  const desk: LookParts = { state, events, now, book };
  /** The same, with what the tenant of a case says now, when that is asked for. */
  const looking = async (id: string, live: boolean | undefined): Promise<LookParts> => {
    if (live !== true) return desk;
    const { tenant } = await book.get(id);
    const ports = await parts.live?.(tenant);
    if (ports === undefined)
      throw new Refusal("NL-RESPOND-NO-SOURCE", `No source of the configuration is the tenant "${tenant}"`);
    return { ...desk, ...ports };
  };

  routes.json(listCases, async ({ tenant, status, asOf }) => {
    const cases = await book.list({
      ...(tenant === undefined ? {} : { tenant }),
      ...(status === undefined ? {} : { status }),
      ...(asOf === undefined ? {} : { asOf: msOf(asOf) }),
    });
    const short = cases.map((one) => ({
      id: one.id,
      tenant: one.tenant,
      title: one.title,
      status: one.status,
      opened: one.opened.at,
      updated: one.updated,
      findings: one.findings.map(({ finding }) => finding.id),
      measures: measuresOf(one),
    }));
    return documented({ schema: "nightlatch.cases/1", cases: short });
  });
  routes.json(openCase, async ({ tenant, title, seeds = [] }, caller) =>
    told(await book.open({ tenant, title, seeds: seedsOf(seeds) }, caller.name)),
  );
  routes.json(readCase, async ({ id, asOf }) => told(await book.get(id, asOf === undefined ? undefined : msOf(asOf))));
  routes.json(writeCase, async (asked, caller) =>
    told(await writtenBy(asked, { book, events, now, who: caller.name })),
  );

  routes.json(askScope, async ({ tenant, seeds, since, until }) => {
    const end = until === undefined ? now() + 1 : msOf(until);
    const span = { tenant, since: since === undefined ? end - QUARTER : msOf(since), until: end };
    return documented({ schema: "nightlatch.scope/1", scope: await lookFrom(seedsOf(seeds), span, desk) });
  });
  routes.json(scopeOfCase, async ({ id, live }, caller) => {
    const { scope, revision, changed } = await lookAtScope(id, caller.name, await looking(id, live));
    return documented({ schema: "nightlatch.scope/1", case: id, revision, changed, scope });
  });
  routes.json(askCase, async ({ id, live }, caller) => {
    const answers = await askQuestions(id, caller.name, await looking(id, live));
    return documented({ schema: "nightlatch.answers/1", case: id, answers });
  });
  routes.json(ledgerOfCase, async ({ id, credential, state: dead, text = "", owner }, caller) => {
    if (credential === undefined) return ledger(id, await lookAtLedger(id, caller.name, desk));
    const said = {
      credential,
      text,
      ...(dead === undefined ? {} : { state: dead }),
      ...(owner === undefined ? {} : { owner }),
    };
    return ledger(id, await settleRow(id, said, { book, now, who: caller.name }));
  });

  routes.raw(reportCase, async ({ id, asOf, form = "json" }) => {
    const one = await book.get(id, asOf === undefined ? undefined : msOf(asOf));
    const given = giveCase(one, form, { paint: PLAIN, width: WIDTH });
    return new Response(typeof given === "string" ? given : new Uint8Array(given), {
      headers: { ...HEADERS, "content-type": MEDIA[form] },
    });
  });
  routes.json(verifyJournal, async ({ head: wanted }) => {
    let met = wanted === undefined;
    const { entries, head, broken } = await checkChain(state.db, ({ seq, hash }) => {
      if (wanted === `${seq}:${hash}`) met = true;
    });
    return {
      schema: "nightlatch.verified/1",
      holds: broken === undefined && met,
      entries,
      head: `${entries}:${head}`,
      broken: broken ?? null,
      headFound: met,
    };
  });
}

function told(one: Case): CaseDocument {
  return documented({ schema: "nightlatch.case/1", case: one, measures: measuresOf(one) });
}

function ledger(id: string, rows: readonly LedgerRow[]): CaseDocument {
  const open = rows.filter(({ state }) => state === "open").length;
  return documented({ schema: "nightlatch.ledger/1", case: id, open, rows });
}

/** Moments as RFC 3339, as the command line says them. */
function documented(document: CaseDocument): CaseDocument {
  return asJson(document) as CaseDocument;
}

/** Throws a Refusal NL-API-INPUT that names what is no seed. */
function seedsOf(texts: readonly string[]): readonly Seed[] {
  return texts.map((text, n) => {
    const seed = readSeed(text);
    if (seed !== undefined) return seed;
    const reason = "An id of Okta, an address, a login or a finding is wanted, or kind:value";
    throw new Refusal("NL-API-INPUT", "A seed cannot be read", { errors: [{ place: `seeds.${n}`, reason }] });
  });
}
