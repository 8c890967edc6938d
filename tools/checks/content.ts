import type { Tree } from "../source/tree.ts";
import type { Check, Problem } from "./check.ts";
import { type AskedType, contentRules, type ContentRule } from "./content-rules.ts";
import { type Block, blocksOf, type Told } from "./yaml-blocks.ts";

const TYPES = "content/fields/okta-event-types.txt";
const FIELDS = "content/fields/okta-fields.txt";
const BEHAVIOURS = "content/behaviours.yml";
const ADVICE = "content/advice.yml";
const WEIGHTS = "packages/core/src/session/weights.ts";
/** What answers besides the kinds of evidence; behaviours.yml says at its top what each is. */
const ENGINES = ["session", "verbs", "admin-watch", "campaign"];
const ENOUGH = 2;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The rules, their catalogues and the names they use agree with each other. */
export const content: Check = {
  name: "content and its catalogues",
  run: (tree) => {
    const { rules, problems } = contentRules(tree);
    const unreadable = [...problems];
    const read = (file: string): readonly Block[] => blocksOf(tree.read(file), file, unreadable);
    const behaviours = read(BEHAVIOURS);
    const advice = read(ADVICE);
    const indicators = tree.files.filter((file) => /^content\/indicators\/.*\.ya?ml$/.test(file)).flatMap(read);
    return {
      problems: [
        ...unreadable,
        ...twice(rules.flatMap(({ name, id }) => [name, id])),
        ...twice([...behaviours, ...advice].map((entry) => entry.one("id"))),
        ...rules.flatMap(withoutTests),
        ...namesOfOkta(tree, rules),
        ...agreement(rules, behaviours, { key: "covers", file: BEHAVIOURS }),
        ...agreement(rules, advice, { key: "advice", file: ADVICE }),
        ...[...behaviours, ...advice].flatMap(unanswered(tree)),
        ...expiries(rules, indicators),
      ],
    };
  },
};

function problem({ file, line }: Told, what: string): Problem {
  return { file, line, what };
}

function twice(all: readonly Told[]): readonly Problem[] {
  const first = new Map<string, Told>();
  return all.flatMap((told) => {
    const before = first.get(told.text) ?? told;
    first.set(told.text, before);
    if (told.text === "") return [problem(told, "Has no id or name")];
    return before === told ? [] : [problem(told, `Has "${told.text}", as ${before.file}:${before.line} has`)];
  });
}

function withoutTests({ name, matching, sparing }: ContentRule): readonly Problem[] {
  if (matching >= ENOUGH && sparing >= ENOUGH) return [];
  const has = `${matching} tests that match and ${sparing} that do not`;
  return [problem(name, `"${name.text}" has ${has}; what is wanted is ${ENOUGH} of each`)];
}

function namesOfOkta(tree: Tree, rules: readonly ContentRule[]): readonly Problem[] {
  const types = linesOf(tree.read(TYPES));
  const fields = linesOf(tree.read(FIELDS));
  const known = new Set(fields);
  const open = fields.filter((field) => field.endsWith(".*")).map((field) => field.slice(0, -1));
  /** A field, one below an open place, or one that holds others. */
  const isField = (field: string): boolean =>
    known.has(field) ||
    open.some((place) => field.startsWith(place)) ||
    fields.some((other) => other.startsWith(`${field}.`));
  const asked = rules.filter(({ product }) => product === "okta");
  return [
    ...asked
      .flatMap((rule) => rule.types)
      .filter((type) => !types.some((one) => fits(one, type)))
      .map((type) => problem(type, `Names the event type "${type.text}", which is not in ${TYPES}`)),
    ...asked
      .flatMap((rule) => rule.fields)
      .filter(({ text }) => !isField(text))
      .map((field) => problem(field, `Names the field "${field.text}", which is not in ${FIELDS}`)),
  ];
}

function fits(type: string, { text, part }: AskedType): boolean {
  switch (part) {
    case "all":
      return type === text;
    case "start":
      return type.startsWith(text);
    case "end":
      return type.endsWith(text);
    case "inside":
      return type.includes(text);
  }
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

/** What a rule says it answers lists the rule, and what is listed says so itself. */
function agreement(
  rules: readonly ContentRule[],
  entries: readonly Block[],
  { key, file }: { readonly key: "covers" | "advice"; readonly file: string },
): readonly Problem[] {
  const listed = new Map(entries.map((entry) => [entry.one("id").text, entry.all("rules")]));
  const byName = new Map(rules.map((rule) => [rule.name.text, rule]));
  const said = rules.flatMap((rule) => rule[key].map((told) => ({ rule: rule.name.text, told })));
  return [
    ...said.flatMap(({ rule, told }) => {
      const names = listed.get(told.text);
      if (names === undefined) return [problem(told, `Names "${told.text}" in ${key}, which ${file} has not`)];
      if (names.some(({ text }) => text === rule)) return [];
      return [problem(told, `Names "${told.text}" in ${key}, where ${file} does not list "${rule}"`)];
    }),
    ...[...listed].flatMap(([id, names]) =>
      names.flatMap((name) => {
        const rule = byName.get(name.text);
        if (rule === undefined) return [problem(name, `Lists the rule "${name.text}" for ${id}, which does not exist`)];
        if (rule[key].some(({ text }) => text === id)) return [];
        return [problem(name, `Lists the rule "${name.text}" for ${id}, which that rule's ${key} does not name`)];
      }),
    ),
  ];
}

/** An entry has rules or analytics that exist, or says what is missing for it. */
function unanswered(tree: Tree): (entry: Block) => readonly Problem[] {
  const kinds = new Set([
    ...ENGINES,
    ...[...tree.read(WEIGHTS).matchAll(/^ {2}"([a-z-]+\.[a-z-]+)":/gm)].map(([, kind]) => kind),
  ]);
  return (entry) => {
    const analytics = entry.all("analytics");
    const strange = analytics.filter(({ text }) => !kinds.has(text));
    const answers = ["rules", "needs", "cannot"].flatMap((key) => entry.all(key)).length + analytics.length;
    const id = entry.one("id");
    return [
      ...strange.map((one) => problem(one, `Names the analytic "${one.text}", which is not a kind of ${WEIGHTS}`)),
      ...(answers > 0
        ? []
        : [
            problem(
              id,
              `"${id.text}" has no rules and no analytics, and does not say what it needs or why it cannot be`,
            ),
          ]),
    ];
  };
}

/** Indicators age: each list has a day after which it means nothing, and so has a rule that stands on one. */
function expiries(rules: readonly ContentRule[], indicators: readonly Block[]): readonly Problem[] {
  const aging = new Set(
    indicators.flatMap((list) => list.block("placeholders")?.map.items.map(({ key }) => String(key)) ?? []),
  );
  return [
    ...indicators
      .map((list) => list.one("expires"))
      .filter(({ text }) => !DATE.test(text))
      .map((expires) =>
        problem(expires, "Lists indicators without a day on which they expire, as expires: 2027-06-30"),
      ),
    ...rules
      .filter(({ placeholders, expires }) => placeholders.some((one) => aging.has(one)) && !DATE.test(expires))
      .map(({ name }) => problem(name, `"${name.text}" stands on indicators and does not say when it expires`)),
  ];
}
