import { counted, type Scope, type ScopeChange } from "@nightlatch/core";
import { lookAtScope, lookFrom } from "../../cases/index.ts";
import { safeText } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { textOrJson } from "../global-options.ts";
import { when } from "./case-text.ts";
import { atDesk, type CaseFlags } from "./desk.ts";
import { seedOf } from "./manage.ts";
import { say } from "./said.ts";

/** Options of `nightlatch scope`. */
export interface ScopeFlags extends CaseFlags {
  readonly since?: number;
  readonly until?: number;
}

const QUARTER = 90 * 86_400_000;

/** `nightlatch scope SEED…`, or the id of a case, whose scope is asked again and kept. */
export async function runScope(seeds: readonly string[], flags: ScopeFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const [id = ""] = seeds;
  if (seeds.length === 1 && /^C-\d+$/.test(id)) return ofCase(id, format, flags);
  const read = seeds.map(seedOf);
  const { scope, since } = await atDesk(flags, async (desk) => {
    const until = flags.until ?? desk.now() + 1;
    const tenant = await desk.tenant();
    const from = flags.since ?? until - QUARTER;
    return { since: from, scope: await lookFrom(read, { tenant, since: from, until }, await desk.live(tenant)) };
  });
  // A "nothing" is about a time; logs that were imported may be older.
  const asked = scope.first === undefined ? `Events since ${when(since)} were asked; --since asks about more\n` : "";
  await say(format, { schema: "nightlatch.scope/1", scope }, () => `${textOf(scope)}${asked}`);
  return EXIT.done;
}

async function ofCase(id: string, format: "text" | "json", flags: ScopeFlags): Promise<ExitCode> {
  const { scope, revision, changed } = await atDesk(flags, async (desk) => {
    if (flags.asOf === undefined) return lookAtScope(id, desk.who, await desk.live((await desk.book.get(id)).tenant));
    const { scope: then, scopeHistory } = await desk.book.get(id, flags.asOf);
    const none: readonly ScopeChange[] = [];
    return { scope: then?.scope, revision: then?.revision ?? 0, changed: scopeHistory.at(-1)?.changed ?? none };
  });
  await say(format, { schema: "nightlatch.scope/1", case: id, revision, changed, scope: scope ?? null }, () =>
    [
      `${id}, revision ${revision}\n`,
      ...changed.map(({ what }) => `  new: ${safeText(what)}\n`),
      scope === undefined ? "No scope was known then\n" : textOf(scope),
    ].join(""),
  );
  return EXIT.done;
}

function textOf(scope: Scope): string {
  const lines: string[] = [];
  const section = (title: string, rows: readonly string[]): void => {
    if (rows.length > 0) lines.push("", title, ...rows.map((row) => `  ${safeText(row)}`));
  };
  const { first, last, events, holds, objects, steps, reachable, shared, unknown } = scope;
  lines.push(
    first === undefined || last === undefined
      ? "Nothing was found that is the intruder's"
      : `${counted(events, "event")} of the intruder, from ${when(first)} to ${when(last)}`,
  );
  section(
    "Acted through",
    holds.map(
      ({ key, owner, certainty, why, events: used }) =>
        `${key}${owner === undefined ? "" : ` of ${owner.name}`}: ${counted(used, "event")}, ${certainty}. ${why}`,
    ),
  );
  section(
    "Touched",
    objects.map(
      ({ key, name, touch, certainty, first: at, events: number }) =>
        `${when(at)}  ${touch.padEnd(8)} ${key} ${name}  [${certainty}, ${counted(number, "event")}]`,
    ),
  );
  section(
    "Step by step",
    steps.map(
      ({ from, to, what, touch, first: at, uids }) =>
        `${when(at)}  ${from} → ${to}: ${what}${touch === "tried" ? " (did not work)" : ""}  [${uids[0] ?? ""}]`,
    ),
  );
  section(
    "Reachable besides",
    reachable.map(
      ({ user, by, what, objects: known, why }) =>
        `${user.name || user.id}, ${by}: ${what}${known.length === 0 ? "" : ` (${known.map(({ name }) => name).join(", ")})`}. ${why}`,
    ),
  );
  section(
    "Shared by many, not gone by",
    shared.map(({ kind, value, people }) => `${kind} ${value}: ${people} people`),
  );
  section("Not known", unknown);
  return `${lines.join("\n")}\n`;
}
