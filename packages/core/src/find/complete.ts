import { FIND_FIELDS, findField, recordPath } from "./fields.ts";
import { printPattern } from "./pattern.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Something that could stand at the cursor. */
export interface FindCompletion {
  readonly text: string;
  readonly about: string;
}

/** What could stand in the text from `from` up to the cursor. */
export interface FindCompletions {
  readonly from: number;
  readonly options: readonly FindCompletion[];
}

/** Values that fields have, beside those that are known anyway: event types, names of people. */
export type KnownValues = (field: string) => readonly string[];

const TIMES: readonly FindCompletion[] = [
  { text: "1h", about: "an hour ago" },
  { text: "24h", about: "a day ago" },
  { text: "7d", about: "a week ago" },
  { text: "30d", about: "a month ago" },
];
const WORDS: readonly FindCompletion[] = [
  { text: "since=", about: "from this time on" },
  { text: "until=", about: "before this time" },
  { text: "not", about: "the opposite of what follows" },
];
const JOINS: readonly FindCompletion[] = [{ text: "or", about: "this or what follows" }];
const MOST = 50;

/** What could stand at a place of a query that is being typed. Nothing is thrown. */
export function completeFind(text: string, cursor: number, known: KnownValues = () => []): FindCompletions {
  const { tokens, problem } = tokensOf(text.slice(0, cursor));
  const typed = tokens.filter(({ kind }) => kind !== "end");
  const last = typed.at(-1);
  if (problem !== undefined && text[problem.at] === '"') {
    // A quote that is still open: the value is being typed.
    const field = fieldOfValue(typed);
    return field === undefined
      ? none(cursor)
      : valuesOf(field, { text: text.slice(problem.at + 1, cursor), at: problem.at }, known);
  }
  if (problem !== undefined) return none(cursor);
  const touching = last?.end === cursor && last.kind === "word" ? last : undefined;
  const before = touching === undefined ? typed : typed.slice(0, -1);
  const word = { text: touching?.text ?? "", at: touching?.at ?? cursor };
  const field = fieldOfValue(before);
  if (field !== undefined) return valuesOf(field, word, known);
  const options = [
    ...(before.length > 0 && last?.kind !== "(" ? JOINS : []),
    ...FIND_FIELDS.map(({ name, about, kind }) => ({ text: kind === "raw" ? `${name}~` : `${name}=`, about })),
    ...WORDS,
  ];
  return { from: word.at, options: options.filter((one) => one.text.startsWith(word.text.toLowerCase())) };
}

/** The field whose value comes next, after an operator or inside a list. */
function fieldOfValue(tokens: readonly Token[]): string | undefined {
  let n = tokens.length - 1;
  // Back over a list: values and commas, up to its bracket.
  if (tokens[n]?.kind === "," || tokens[n]?.kind === "(") {
    while (n >= 0 && tokens[n]?.kind !== "(") n--;
    n--;
  }
  const field = tokens[n - 1];
  return tokens[n]?.kind === "operator" && field?.kind === "word" ? field.text : undefined;
}

function valuesOf(
  name: string,
  word: { readonly text: string; readonly at: number },
  known: KnownValues,
): FindCompletions {
  const lower = name.toLowerCase();
  const field = findField(lower);
  const begun = word.text.toLowerCase();
  const all =
    lower === "since" || lower === "until"
      ? TIMES
      : field === undefined && recordPath(name) === undefined
        ? []
        : [...new Set([...(field?.values ?? []), ...known(field?.name ?? name)])].map((value) => ({
            text: printPattern([value]),
            about: "",
          }));
  const options = all.filter(({ text }) => text.replace(/^"/, "").toLowerCase().startsWith(begun)).slice(0, MOST);
  return { from: word.at, options };
}

function none(cursor: number): FindCompletions {
  return { from: cursor, options: [] };
}
