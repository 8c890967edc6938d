import { stretches } from "../coverage/index.ts";
import type { Answer, AnswerCoverage, AnswerItem, Verdict } from "./answer.ts";
import type { Inquiry } from "./question.ts";

/** Events take some time to arrive: the last minutes are no gap, but a "no" ends before them. */
const SETTLE = 15 * 60_000;

/** What is known of a time: where it is complete, and the gaps in it. */
export function coverageFor(
  { coverage }: Inquiry,
  span: { readonly since: number; readonly until: number },
): AnswerCoverage {
  const parts = stretches(coverage, span);
  const tail = parts.at(-1);
  const settling =
    tail !== undefined && tail.state === "unknown" && parts.length > 1 && tail.until - tail.from <= SETTLE
      ? tail
      : undefined;
  const gaps = parts
    .filter((part) => part.state !== "complete" && part !== settling)
    .map(({ from, until, reason }) => ({ from, until, reason }));
  return { since: span.since, until: settling?.from ?? span.until, complete: gaps.length === 0, gaps };
}

/** What a question has found, and how it says so. */
export interface Found {
  readonly question: string;
  readonly items: readonly AnswerItem[];
  readonly since: number;
  readonly until: number;
  readonly yes: string;
  readonly no: string;
  /** Further limits, in sentences. */
  readonly limits?: readonly string[];
  readonly events?: readonly string[];
}

/**
 * Yes when something is at least likely; no when nothing was found and every moment of the time is proven complete;
 * unknown otherwise, with the gap named.
 */
export function answered(found: Found, inquiry: Inquiry): Answer {
  const { question, items, since, until, yes, no, limits = [], events } = found;
  const coverage = coverageFor(inquiry, { since, until });
  const sure = items.filter(({ certainty }) => certainty !== "possible");
  const say = (answer: Verdict, text: string, why: readonly string[]): Answer => ({
    question,
    answer,
    text,
    items,
    events: [...new Set(events ?? items.flatMap(({ uids }) => uids))],
    coverage,
    why: [...why, ...limits].join(". "),
  });
  const gaps = coverage.gaps.map(gapText);
  if (sure.length > 0) return say("yes", yes, gaps.length === 0 ? [] : [`There may be more: ${gaps.join("; ")}`]);
  if (items.length > 0)
    return say("unknown", `Only possibly: ${yes}`, ["Nothing found is at least likely to be the intruder's", ...gaps]);
  if (!coverage.complete) return say("unknown", `Not known: ${gaps.join("; ")}`, gaps);
  return say("no", `${no}, as a complete log from ${iso(coverage.since)} to ${iso(coverage.until)} shows`, []);
}

/** An answer to a question that the scope gives no ground for. */
export function noGround(question: string, { now }: Inquiry): Answer {
  return {
    question,
    answer: "unknown",
    text: "Not known: there is no event of an intruder in the scope",
    items: [],
    events: [],
    coverage: { since: now, until: now, complete: false, gaps: [] },
    why: "The scope is empty: nothing says when and through what the intruder acted",
  };
}

function gapText({ from, until, reason }: AnswerCoverage["gaps"][number]): string {
  return `nothing is certain from ${iso(from)} to ${iso(until)} (${reason})`;
}

function iso(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), 8.64e15)).toISOString();
}
