import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config/config.ts";
import { NO_SERVICE } from "../config/service.ts";
import type { Defended, DefenceNews } from "../drill/defence.ts";
import { type DrillNews, type DrillOutcome, runDrill } from "../drill/run-drill.ts";
import { COLOURED, type Paint, PLAIN, safeText } from "../report/index.ts";
import { openStores } from "../service/index.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { GlobalOptions } from "./global-options.ts";
import { knowledgeOf } from "./knowledge.ts";
import { wantsColour, writeError, writeOut } from "./write-out.ts";

/** Options of `nightlatch drill`. */
export interface DrillFlags extends GlobalOptions {
  readonly seed: number;
  readonly speed: number;
  readonly binding: boolean;
  readonly contain: boolean;
}

const MINUTE = 60_000;

/** `nightlatch drill okta-2023` */
export async function runDrillCommand(flags: DrillFlags): Promise<ExitCode> {
  const json = flags.format === "json";
  const { book, networkOf } = await knowledgeOf(await readConfig(flags.config));
  const folder = flags.data ?? mkdtempSync(join(tmpdir(), "nightlatch-drill-"));
  const stores = await openStores(NO_SERVICE, { folder, secrets: { file: "", env: {} } });
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const paint = wantsColour(process.stdout) ? COLOURED : PLAIN;
  try {
    if (!json)
      writeError("A made-up organisation on this machine, its last two weeks, and then the theft of October 2023 …\n");
    const outcome = await runDrill({
      stores,
      book,
      networkOf,
      seed: flags.seed,
      speed: flags.speed,
      binding: flags.binding,
      contain: flags.contain,
      now: Date.now,
      signal: stop.signal,
      tell: (news) => {
        const line = json ? `${JSON.stringify(news)}\n` : lineOf(news, paint);
        if (line !== "") process.stdout.write(line);
      },
    });
    await writeOut(json ? `${JSON.stringify({ kind: "outcome", ...outcome })}\n` : summaryOf(outcome, paint));
    return EXIT.done;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    await stores.close();
    if (flags.data === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function lineOf(news: DrillNews, paint: Paint): string {
  if (news.kind === "ready") return `         Nightlatch has read ${news.events} events of ordinary life and watches\n`;
  if (news.kind === "beat") {
    const { at, by, what, status } = news.beat;
    const answer = status === undefined ? "" : status < 400 ? "" : `  → refused (${status})`;
    const who = by === "intruder" ? paint("intruder", "INTRUDER") : paint("victim", "company ");
    return `${clock(at)}  ${who}  ${safeText(what)}${answer}\n`;
  }
  if (news.kind === "defence") return defenceLine(news.news, paint);
  if (news.news.kind !== "findings") return "";
  return news.news.published
    .filter(({ finding }) => finding.severity !== "informational")
    .map(({ finding: { severity, summary }, revision }) => {
      const loud = severity === "high" || severity === "critical" ? paint("severe", severity) : severity;
      return `${clock(news.at)}  ${paint("loud", "finding ")}  ${loud}${revision > 1 ? ` (revision ${revision})` : ""}: ${safeText(summary)}\n`;
    })
    .join("");
}

/** What the defence does, as far as a reader wants to follow it: how each action ended. */
function defenceLine(news: DefenceNews, paint: Paint): string {
  const line = (text: string): string => `${clock(news.at)}  ${paint("loud", "defence ")}  ${text}\n`;
  switch (news.kind) {
    case "case":
      return line(`${news.opened ? "opens" : "adds to"} case ${news.case}`);
    case "alarm":
      return line(`${paint("severe", "critical")}: ${safeText(news.summary)}`);
    case "action": {
      const { what, text } = news.news;
      if (what === "begins") return "";
      const said = what === "proven" ? `proven: ${text}` : `${what}: ${text}`;
      return line(`${news.title}, ${safeText(news.target)}  → ${safeText(said)}`);
    }
  }
}

function summaryOf(outcome: DrillOutcome, paint: Paint): string {
  const { firstAct, caught, acts, refused } = outcome;
  if (firstAct === undefined)
    return `\nNothing that the intruder tried worked (${refused} requests refused).\n${defenceSummary(outcome, paint)}`;
  if (caught === undefined)
    return `\n${paint("severe", "NOT CAUGHT")}: ${acts} deeds of the intruder, and no finding that wakes anybody.\n`;
  const minutes = (caught.at - firstAct) / MINUTE;
  return `\n${paint("loud", "Caught")} ${minutes.toFixed(1)} minutes after the intruder's first deed, in the story's time (which runs fast: the wait is mostly the time between two looks at the log). The intruder did ${acts} thing${acts === 1 ? "" : "s"}; ${refused} more ${refused === 1 ? "was" : "were"} refused.\n${defenceSummary(outcome, paint)}In October 2023 the first such report came in on the 2nd, and the vendor's own finding on the 19th.\n`;
}

function defenceSummary({ defended, contained, pollMs }: DrillOutcome, paint: Paint): string {
  if (defended === undefined) return "";
  const { actions, cases, reaction, watches } = defended;
  const are = (...standings: readonly string[]): readonly Defended["actions"][number][] =>
    actions.filter(({ standing }) => standings.includes(standing));
  const proven = are("proven");
  const open = are("held", "refused", "failed", "unproven", "open", "broken", "planned");
  const lines: string[] = [];
  if (cases.length === 0) return "";
  if (reaction === undefined || contained === undefined)
    lines.push(`${paint("severe", "NOT CONTAINED")}: sessions of the victims were not shown to be ended.`);
  else
    lines.push(
      `${paint("loud", "Contained")} ${seconds(reaction)} after the finding: every session that was known to be stolen was ended, and read back. From the intruder's first event in the log it was ${seconds(contained)} of real time, up to ${seconds(pollMs)} of them the wait for the next look.`,
    );
  lines.push(`Case ${cases.join(", ")}: ${proven.length} actions done and proven.`);
  for (const { title, target, standing, proof } of open)
    lines.push(`  ${paint("severe", "not done")}  ${title}, ${safeText(target)}: ${standing}, ${safeText(proof)}`);
  for (const { title, target } of are("waiting"))
    lines.push(`  waits for people who agree: ${title}, ${safeText(target)}`);
  for (const { target } of are("task")) lines.push(`  a task for a person: ${safeText(target)}`);
  const used = watches.filter(({ uses }) => uses.length > 0);
  const quiet = watches.map(({ quietUntil }) => quietUntil);
  if (used.length > 0) lines.push(`${paint("severe", "USED AGAIN")}: ${used.flatMap(({ names }) => names).join(", ")}`);
  else if (quiet.length > 0)
    lines.push(
      `Watched: no use of what was ended, in a log that is complete until ${clock(Math.min(...quiet))} in the story. The watch goes on until what was ended could not live any more.`,
    );
  return `${lines.join("\n")}\n`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
