import { type CorrelationRule, loadRules, type Rule } from "@nightlatch/sigma";
import type { RuleDecision } from "../config/decisions.ts";
import { nearName } from "@nightlatch/core";
import type { Rejection } from "../connect/files/index.ts";

/** An allow-list of one rule, as a rule: it matches what the rule matches and the list lets pass. */
export interface Guard {
  /** Key by which its matches are told apart. */
  readonly key: string;
  readonly decision: RuleDecision;
}

/** A correlation that is judged by itself because something was decided about it. */
export interface Lane {
  /** Stable name of its state. */
  readonly name: string;
  /** It and what it refers to, with the number of its condition replaced where that was decided. */
  readonly correlations: readonly CorrelationRule[];
  /** The correlation whose episodes count. */
  readonly tells: string;
  /** Which episodes count, by their last event, milliseconds: a decided number holds before its end, the rule's own from there. */
  readonly from: number;
  readonly until: number;
  /** Allow-lists of the correlation, by the rules that it counts. */
  readonly guards: ReadonlyMap<string, readonly Guard[]>;
}

/** What the user decided, bound to the rules it is about. */
export interface Decided {
  readonly decisions: readonly BoundDecision[];
  /** The allow-lists as rules, to be matched beside the others. */
  readonly guardRules: readonly Rule[];
  /** Allow-lists of plain rules, by key. */
  readonly guards: ReadonlyMap<string, readonly Guard[]>;
  readonly lanes: readonly Lane[];
  /** Decisions that cannot be followed: NL-CONFIG-RULE, NL-CONFIG-TUNING. */
  readonly problems: readonly Rejection[];
}

/** A decision and the rule it is about. */
export interface BoundDecision {
  readonly decision: RuleDecision;
  /** What a finding of the rule names as its rule. */
  readonly id: string;
  readonly title: string;
  /** A claim of the session engine: allow-lists are held against the finding. */
  readonly engine: boolean;
}

/** Claims of the session engine, which can be decided about like rules. */
const ENGINE: Readonly<Record<string, string>> = {
  "session.replay": "Stolen session",
  "session.orphan": "Session without a sign-in, used by a stranger",
  "token.replay": "Stolen API token",
  "sign-in.spray": "Password spray opened an account",
  "sign-in.adversary-in-the-middle": "Stolen sign-in",
  "sign-in.push-fatigue": "Push fatigue",
  "sign-in.reset-takeover": "Reset by the help desk, then taken over",
};

/** Fields that an entity of a finding is taken from. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  user: ["actor.id", "actor.alternateId"],
  session: ["authenticationContext.externalSessionId", "authenticationContext.rootSessionId"],
  ip: ["client.ipAddress"],
  token: ["transaction.detail.requestApiTokenId"],
};

/** Binds decisions to loaded rules. */
export function bindDecisions(
  decisions: readonly RuleDecision[],
  { rules, correlations }: { readonly rules: readonly Rule[]; readonly correlations: readonly CorrelationRule[] },
): Decided {
  const binder = new Binder(rules, correlations);
  for (const decision of decisions) binder.bind(decision);
  return binder.decided();
}

class Binder {
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #correlations: readonly CorrelationRule[];
  readonly #bound: BoundDecision[] = [];
  readonly #guardRules: Rule[] = [];
  readonly #guards = new Map<string, Guard[]>();
  readonly #tuned = new Map<string, { readonly rule: CorrelationRule; readonly decisions: RuleDecision[] }>();
  readonly #problems: Rejection[] = [];

  constructor(rules: readonly Rule[], correlations: readonly CorrelationRule[]) {
    this.#rules = new Map(rules.map((rule) => [rule.key, rule]));
    this.#correlations = correlations;
  }

  bind(decision: RuleDecision): void {
    const wanted = decision.rule.toLowerCase();
    const title = ENGINE[wanted];
    if (title !== undefined) {
      this.#bindEngine(decision, wanted, title);
      return;
    }
    const all = [...this.#rules.values(), ...this.#correlations];
    const rule = all.find((one) =>
      [one.id, one.name, one.title, one.key].some((name) => name.toLowerCase() === wanted),
    );
    if (rule === undefined) {
      const near = nearName(decision.rule, [
        ...all.flatMap(({ name, title: said }) => [name, said]),
        ...Object.keys(ENGINE),
      ]);
      const mend = near === undefined ? "nightlatch rules list shows them all" : `did you mean "${near}"?`;
      this.#refuse(decision, "NL-CONFIG-RULE", `There is no rule "${decision.rule}" that runs; ${mend}`);
      return;
    }
    if (decision.threshold !== undefined && !(rule.kind === "correlation" && rule.thresholds.length > 0)) {
      this.#refuse(decision, "NL-CONFIG-TUNING", `"${rule.title}" counts nothing, so it has no threshold`);
      return;
    }
    this.#bound.push({ decision, id: rule.id || rule.key, title: rule.title, engine: false });
    if (decision.kind === "disable") return;
    if (rule.kind === "rule") {
      this.#guard(this.#guards, rule, decision);
      return;
    }
    const tuned = this.#tuned.get(rule.key) ?? { rule, decisions: [] };
    this.#tuned.set(rule.key, tuned);
    if (decision.threshold !== undefined && tuned.decisions.some(({ threshold }) => threshold !== undefined))
      this.#refuse(decision, "NL-CONFIG-TUNING", `"${rule.title}" has a threshold from another decision already`);
    else tuned.decisions.push(decision);
  }

  #bindEngine(decision: RuleDecision, id: string, title: string): void {
    if (decision.threshold !== undefined) {
      this.#refuse(decision, "NL-CONFIG-TUNING", `"${title}" weighs evidence, so it has no threshold`);
      return;
    }
    const field = [...decision.allow.keys()].find((key) => key !== "app" && FIELDS[key] === undefined);
    if (field !== undefined) {
      const reason = `"${title}" rests on many events; allow a user, session, ip, app or token, not the field "${field}"`;
      this.#refuse(decision, "NL-CONFIG-TUNING", reason);
      return;
    }
    this.#bound.push({ decision, id, title, engine: true });
  }

  decided(): Decided {
    const lanes = [...this.#tuned.values()].flatMap(({ rule, decisions }) => this.#lanesOf(rule, decisions));
    return {
      decisions: this.#bound,
      guardRules: this.#guardRules,
      guards: this.#guards,
      lanes,
      problems: this.#problems,
    };
  }

  #lanesOf(rule: CorrelationRule, decisions: readonly RuleDecision[]): readonly Lane[] {
    const reached = reachedFrom(rule, this.#correlations);
    const guards = new Map<string, Guard[]>();
    for (const decision of decisions)
      for (const key of new Set(reached.flatMap((one) => one.rules))) {
        const plain = this.#rules.get(key);
        if (plain !== undefined && decision.allow.size > 0) this.#guard(guards, plain, decision, rule.key);
      }
    const end = decisions.find(({ threshold }) => threshold !== undefined);
    const lane = { tells: rule.key, guards };
    const own: Lane = {
      ...lane,
      name: rule.key,
      correlations: reached,
      from: end?.until ?? Number.NEGATIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
    };
    if (end?.threshold === undefined) return [own];
    const value = end.threshold;
    const other = { ...rule, thresholds: rule.thresholds.map((one) => ({ ...one, value })) };
    const correlations = reached.map((one) => (one === rule ? other : one));
    return [
      { ...lane, name: `${rule.key} by ${value}`, correlations, from: Number.NEGATIVE_INFINITY, until: end.until },
      ...(end.until === Number.POSITIVE_INFINITY ? [] : [own]),
    ];
  }

  /** Makes an allow-list for a rule, in the name of a correlation that counts it or for itself. */
  #guard(into: Map<string, Guard[]>, rule: Rule, decision: RuleDecision, of = ""): void {
    const [allow] = loadRules([{ file: decision.file, text: allowText(decision) }]).rules;
    if (allow === undefined) {
      this.#refuse(
        decision,
        "NL-CONFIG-TUNING",
        `The values allowed for "${rule.title}" cannot be used as Sigma values`,
      );
      return;
    }
    const key = `${rule.key} allowed by ${decision.file}:${decision.line}${of === "" ? "" : ` for ${of}`}`;
    this.#guardRules.push({ ...rule, key, expression: { kind: "and", of: [rule.expression, allow.expression] } });
    into.set(rule.key, [...(into.get(rule.key) ?? []), { key, decision }]);
  }

  #refuse({ file, line }: RuleDecision, code: string, reason: string): void {
    this.#problems.push({ file, line, code, reason });
  }
}

/** A correlation and those it refers to, however far down; inner ones stand first. */
function reachedFrom(rule: CorrelationRule, all: readonly CorrelationRule[]): readonly CorrelationRule[] {
  const reached = new Set([rule.key]);
  for (const one of all.toReversed()) if (reached.has(one.key)) for (const key of one.rules) reached.add(key);
  return all.filter(({ key }) => reached.has(key));
}

/** The allow-list as a Sigma rule; JSON is YAML. */
function allowText({ allow }: RuleDecision): string {
  const selections = [...allow].map(([key, values]) => selectionOf(key, values));
  const detection = Object.fromEntries(selections.map((selection, n) => [`part${n}`, selection]));
  const document = {
    title: "Allowed",
    "sigma-version": 3,
    logsource: { product: "okta" },
    detection: { ...detection, condition: "all of part*" },
  };
  return JSON.stringify(document);
}

function selectionOf(key: string, values: readonly string[]): object {
  if (key === "app")
    return {
      "target[any]": ["id", "alternateId", "displayName"].map((name) => ({ type: "AppInstance", [name]: values })),
    };
  if (key !== "ip") return (FIELDS[key] ?? [key]).map((field) => ({ [field]: values }));
  const [blocks, plain] = [values.filter((one) => one.includes("/")), values.filter((one) => !one.includes("/"))];
  return [
    ...(plain.length === 0 ? [] : [{ "client.ipAddress": plain }]),
    ...(blocks.length === 0 ? [] : [{ "client.ipAddress|cidr": blocks }]),
  ];
}
