import type { LogEvent } from "../log-event.ts";

/** A story as events, with what a detector has to say about it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly events: readonly LogEvent[];
  /** What happens, in Markdown. */
  readonly story: string;
  readonly expected: Expected;
}

export interface Expected {
  readonly scenario: string;
  /** None of the victims published raw events: the order inside a step is ours. */
  readonly label: "reconstruction" | "benign";
  readonly mustFind: readonly MustFind[];
  readonly mustNotFind: {
    /** No finding at this severity or above … */
    readonly atLeast: "low" | "high";
    /** … on any user but these. */
    readonly exceptUsers: readonly string[];
  };
}

export interface MustFind {
  readonly user: { readonly id: string; readonly name: string };
  /** authenticationContext.externalSessionId; null where no session of the user is involved. */
  readonly session: string | null;
  readonly atLeast: "high";
  /** RFC 3339: the first event that the intruder caused. */
  readonly from: string;
  /** A finding has to rest on at least one of these. */
  readonly evidenceUidsAnyOf: readonly string[];
  /** What the log shows, in order. */
  readonly signals: readonly Signal[];
}

export interface Signal {
  readonly at: string;
  readonly uid: string;
  readonly what: string;
}

/** What must be found of one hijacked session: the intruder's events in it, and the signals that they give. */
export function mustFind(
  user: MustFind["user"],
  session: string | null,
  theirs: readonly LogEvent[],
  signals: readonly (readonly [LogEvent, string])[],
): MustFind {
  const first = theirs[0];
  if (first === undefined) throw new RangeError("Nothing to find: the intruder caused no event, wanted at least one");
  return {
    user,
    session,
    atLeast: "high",
    from: first.published,
    evidenceUidsAnyOf: theirs.map((event) => event.uuid),
    signals: signals.map(([event, what]) => ({ at: event.published, uid: event.uuid, what })),
  };
}

/** A story as Markdown: its title, then its lines. */
export function headed(title: string, lines: readonly string[]): string {
  return [`# ${title}`, "", ...lines, ""].join("\n");
}

/** The three files of a scenario, by name. */
export function filesOf(scenario: Scenario): ReadonlyMap<string, string> {
  return new Map([
    ["events.ndjson", scenario.events.map((event) => `${JSON.stringify(event)}\n`).join("")],
    ["expected.json", `${JSON.stringify(scenario.expected, null, 2)}\n`],
    ["story.md", scenario.story],
  ]);
}
