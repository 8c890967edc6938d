import { readMoment } from "../detect/time-window.ts";
import type { Place } from "./config-document.ts";
import type { Form } from "./form.ts";

/** What a user decides about one rule: whose decision, why, and for how long. */
export interface RuleDecision {
  /** `disable`: it makes no finding; `tune`: some events do not count for it, or it takes more of them. */
  readonly kind: "disable" | "tune";
  /** Id, name or title of a rule. */
  readonly rule: string;
  /** Entities (`user`, `session`, `ip`, `app`, `token`) or fields, each with values: what fits all of them does not count. */
  readonly allow: ReadonlyMap<string, readonly string[]>;
  /** The number in a correlation's condition instead of its own. */
  readonly threshold: number | undefined;
  /** `""` where a rule is disabled by its bare name. */
  readonly who: string;
  readonly why: string;
  /** The first moment, of events, at which it no longer holds, milliseconds; Infinity when it holds without end. */
  readonly until: number;
  readonly file: string;
  readonly line: number;
}

const ENTITIES: readonly string[] = ["user", "session", "ip", "app", "token"];

/** Reads `disable:` and `tuning:`. Throws ConfigError NL-CONFIG-FORM. */
export function decisionsOf(form: Form, disable: unknown, tuning: unknown): readonly RuleDecision[] {
  return [
    ...form.list("disable", disable, (place, entry) => disabled(form, place, entry)),
    ...form.list("tuning", tuning, (place, entry) => tuned(form, place, entry)),
  ];
}

function disabled(form: Form, place: Place, entry: unknown): RuleDecision {
  const nothing = { kind: "disable", allow: new Map(), threshold: undefined, ...form.at(place) } as const;
  if (typeof entry === "string")
    return { ...nothing, rule: form.text(place, entry), who: "", why: "", until: Number.POSITIVE_INFINITY };
  const { rule, who, why, until } = form.map(place, entry, ["rule", "who", "why", "until"]);
  return { ...nothing, ...reasonOf(form, place, { rule, who, why, until }) };
}

function tuned(form: Form, place: Place, entry: unknown): RuleDecision {
  const known = ["rule", "allow", "threshold", "who", "why", "until"];
  const { rule, allow, threshold, who, why, until } = form.map(place, entry, known);
  if (allow === undefined && threshold === undefined)
    throw form.error(
      place,
      `\`${place.join(".")}\` wants \`allow\` or \`threshold\`; to silence a rule, use \`disable\``,
    );
  const most = { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: Number.NaN };
  return {
    kind: "tune",
    allow: new Map(allowed(form, [...place, "allow"], allow)),
    threshold: threshold === undefined ? undefined : form.number([...place, "threshold"], threshold, most),
    ...form.at(place),
    ...reasonOf(form, place, { rule, who, why, until }),
  };
}

function allowed(form: Form, place: Place, value: unknown): readonly (readonly [string, readonly string[]])[] {
  const entries = Object.entries(form.map(place, value));
  if (value !== undefined && entries.length === 0)
    throw form.error(
      place,
      `\`${place.join(".")}\` is empty; ${ENTITIES.join(", ")} or a field, with values, is wanted`,
    );
  return entries.map(([key, values]) => {
    // A field of Okta's log stands below another, save these.
    if (!ENTITIES.includes(key) && !key.includes(".") && !/^(?:eventType|displayMessage|severity)$/.test(key))
      throw form.error([...place, key], `\`${key}\` is neither a field nor one of ${ENTITIES.join(", ")}`);
    const texts = form.scalars([...place, key], values);
    if (texts.length === 0) throw form.error([...place, key], `\`${key}\` has no values; one or more are wanted`);
    return [key, texts] as const;
  });
}

function reasonOf(
  form: Form,
  place: Place,
  { rule, who, why, until }: Readonly<Record<"rule" | "who" | "why" | "until", unknown>>,
): Pick<RuleDecision, "rule" | "who" | "why" | "until"> {
  return {
    rule: form.text([...place, "rule"], rule),
    who: form.text([...place, "who"], who),
    why: form.text([...place, "why"], why),
    until: endOf(form, [...place, "until"], until),
  };
}

function endOf(form: Form, place: Place, value: unknown): number {
  if (value === "never") return Number.POSITIVE_INFINITY;
  const moment = typeof value === "string" ? readMoment(value) : undefined;
  if (moment !== undefined) return moment;
  throw form.error(
    place,
    `\`${place.join(".")}\` is ${JSON.stringify(value)}; a date such as 2027-03-31, or \`never\`, is wanted`,
  );
}
