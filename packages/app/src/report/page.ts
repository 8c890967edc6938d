import type { Evidence, Finding, Severity, Story, StoryContext, StoryStep } from "@nightlatch/core";

/**
 * A report as a list of blocks, before it is written for a terminal, a ticket or a browser. Texts come as they are in
 * the log: whoever writes them makes them harmless.
 */
export type Block =
  | { readonly kind: "title"; readonly text: string; readonly severity: Severity | undefined }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "facts"; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: "contexts"; readonly contexts: readonly StoryContext[] }
  | { readonly kind: "timeline"; readonly days: readonly TimelineDay[] }
  | { readonly kind: "evidence"; readonly rows: readonly Evidence[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: "findings"; readonly rows: readonly Finding[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: "counts"; readonly rows: readonly (readonly [count: number, what: string])[] };

/** The steps of one day. */
export interface TimelineDay {
  /** `2023-10-18`. */
  readonly day: string;
  readonly rows: readonly TimelineRow[];
}

/** One step, a remark on a context, or the moment that the session changes hands. */
export type TimelineRow =
  | {
      readonly kind: "step";
      readonly time: string;
      /** Letter of the context; `token` for calls with a token that was made in the session. */
      readonly context: string;
      readonly role: StoryContext["role"];
      readonly what: string;
      readonly impact: string;
      /** How often the same was done in a row. */
      readonly times: number;
    }
  | { readonly kind: "takeover"; readonly time: string };

type Step = Extract<TimelineRow, { kind: "step" }>;

/**
 * Steps in the order of time, by day, with the moment of the takeover; the same step again and again is one row. The
 * steps are those of the intruder above all, so the victim's contexts are told by when they came and were last seen.
 */
export function timelineOf(story: Story): readonly TimelineDay[] {
  const roles = new Map(story.contexts.map(({ name, role }) => [name, role]));
  const steps = story.steps.map(({ time, context, what, impact }: StoryStep): Step => {
    // What is done with a token that the intruder made is the intruder's.
    return { kind: "step", time, context, role: roles.get(context) ?? "intruder", what, impact, times: 1 };
  });
  const told = new Set(steps.map(({ time, context }) => `${context} ${time}`));
  const remarks = story.contexts.flatMap(remarksOn).filter(({ time, context }) => !told.has(`${context} ${time}`));
  const ordered = [...remarks, ...steps].sort((a, b) => (a.time === b.time ? 0 : a.time < b.time ? -1 : 1));
  const days = new Map<string, TimelineRow[]>();
  let taken = false;
  for (const step of ordered) {
    const day = step.time.slice(0, 10);
    let rows = days.get(day);
    if (rows === undefined) days.set(day, (rows = []));
    if (!taken && step.time >= story.takeover && step.role === "intruder") {
      rows.push({ kind: "takeover", time: story.takeover });
      taken = true;
    }
    const before = rows.at(-1);
    if (before?.kind === "step" && before.context === step.context && before.what === step.what)
      rows[rows.length - 1] = { ...before, times: before.times + 1 };
    else rows.push(step);
  }
  return [...days].map(([day, rows]) => ({ day, rows }));
}

function remarksOn({ name, role, network, browser, first, last, events }: StoryContext): readonly Step[] {
  if (role === "intruder") return [];
  const step = (time: string, what: string): Step => {
    return { kind: "step", time, context: name, role, what, impact: "", times: 1 };
  };
  const came = step(first, `first seen here: ${network}, ${browser}`);
  return first === last
    ? [came]
    : [came, step(last, `last seen here, after ${events} event${events === 1 ? "" : "s"}`)];
}
