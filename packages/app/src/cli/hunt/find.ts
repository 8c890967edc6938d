import { type FindQuery, parseFind, showFindProblem, toOcsfEvent } from "@nightlatch/core";
import { readConfig } from "../../config/config.ts";
import { readOktaNames } from "../../detect/okta-names.ts";
import { eventRows } from "../../report/index.ts";
import { safeJson } from "../../report/safe-text.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { giveOut } from "../give-out.ts";
import type { GlobalOptions } from "../global-options.ts";
import { serviceClient } from "../service-client.ts";
import { answerFormat, written } from "./answer.ts";
import { completionsOf } from "./complete-query.ts";
import { askService, askStore, type Found, type Question } from "./find-sources.ts";
import { shownEvents } from "./shown-events.ts";

/** Options of `nightlatch find`. */
export interface FindFlags extends GlobalOptions {
  readonly tenant?: string;
  readonly limit: number;
  readonly after?: string;
  readonly oldest?: boolean;
  readonly out?: string;
  readonly complete?: boolean;
}

/** `nightlatch find QUERY` */
export async function runFind(words: readonly string[], flags: FindFlags): Promise<ExitCode> {
  const text = words.join(" ");
  if (flags.complete === true) {
    const { types } = await readOktaNames();
    for (const line of completionsOf(text, types)) process.stdout.write(`${line}\n`);
    return EXIT.done;
  }
  const format = answerFormat(flags, ["table", "json", "csv", "ocsf"]);
  const { tenant, limit, after, oldest = false, out } = flags;
  const question: Question = { text, query: queryOf(text), tenant, limit, after, oldest };
  const client = serviceClient(await readConfig(flags.config));
  const found = client === undefined ? await askStore(question, flags) : await askService(question, client);
  const events = shownEvents(found.events);
  if (format === "ocsf") {
    const lines = events.map((one) => toOcsfEvent(one.envelope, one));
    await giveOut(lines.map((line) => `${safeJson(JSON.stringify(line))}\n`).join(""), out);
    return EXIT.done;
  }
  const document = {
    schema: "nightlatch.find/1",
    query: text,
    tenant: tenant ?? null,
    total: found.total ?? null,
    events: events.map(({ envelope, received, raw, record }) => ({
      tenant: envelope.tenant,
      source: envelope.source,
      uid: envelope.uid,
      time: new Date(envelope.time).toISOString(),
      received: new Date(received).toISOString(),
      ...(record === undefined ? { raw } : { record }),
    })),
    next: found.next ?? null,
  };
  const rows = eventRows(events, { brief: format === "table" });
  await giveOut(written({ rows, below: belowOf(found, events.length), document }, format, out), out);
  return EXIT.done;
}

function queryOf(text: string): FindQuery {
  const parsed = parseFind(text);
  if ("query" in parsed) return parsed.query;
  throw new Failure(parsed.problem.code, showFindProblem(text, parsed.problem), {
    exit: EXIT.usage,
    next: "docs/find.md has the whole language; nightlatch find --help has examples",
  });
}

function belowOf({ total, next }: Found, shown: number): string {
  const events = (count: number): string => (count === 1 ? "1 event" : `${count} events`);
  if (next === undefined) return total === undefined ? events(shown) : `${events(shown)} of ${total}`;
  return `${events(shown)}${total === undefined ? "" : ` of ${total}`}; further ones with --after ${next}`;
}
