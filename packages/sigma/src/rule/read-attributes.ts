import { plainData } from "../yaml/plain-data.ts";
import { entryOf, isScalar, shown, shownNode, type YamlEntry, type YamlMap } from "../yaml/node.ts";
import { readTests } from "./read-tests.ts";
import type { ProblemLog } from "./problem-log.ts";
import type { RuleFacts } from "./rule.ts";

/** What the engine reads itself; everything else at the top of a document is the author's own. */
const KNOWN = new Set(
  (
    "title id name status level description author date modified references tags falsepositives fields tests " +
    "logsource detection correlation generate filter sigma-version"
  ).split(" "),
);

const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"];
const LEVELS = ["informational", "low", "medium", "high", "critical"];
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TAG = /^[a-z0-9_-]+(?:\.[a-z0-9._-]+)+$/;
const LONGEST_TITLE = 256;

/**
 * The attributes that all kinds of documents have (Sigma rules specification, "Components"). A missing title, a level
 * that is none, and wrong types are errors; what is only against the form is a warning.
 */
export function readAttributes(root: YamlMap, number: number, log: ProblemLog): RuleFacts {
  const title = textOf(root, "title", log);
  log.rule = title;
  if (title === "" && !log.failed)
    log.error(root.at, "NL-SIGMA-ATTRIBUTE", 'There is no "title"; a short name for people is wanted');
  const id = textOf(root, "id", log);
  const name = textOf(root, "name", log);
  const facts = {
    key: id || name || `${log.source.file}#${number}`,
    id,
    name,
    title,
    status: textOf(root, "status", log),
    level: textOf(root, "level", log),
    description: textOf(root, "description", log),
    author: listOf(root, "author", log).join(", "),
    date: textOf(root, "date", log),
    modified: textOf(root, "modified", log),
    references: listOf(root, "references", log),
    tags: listOf(root, "tags", log),
    falsePositives: listOf(root, "falsepositives", log),
    place: log.source.placeOf(root.at),
    custom: plainData({ ...root, entries: root.entries.filter(({ key }) => !KNOWN.has(key)) }) as RuleFacts["custom"],
    tests: readTests(root, log),
  };
  checkForms(root, facts, log);
  return facts;
}

/** The text of an attribute; `""` when it is not there. */
function textOf(root: YamlMap, key: string, log: ProblemLog): string {
  const entry = entryOf(root, key);
  if (entry === undefined || entry.value.kind === "null") return "";
  if (isScalar(entry.value)) return entry.value.text;
  log.error(entry.at, "NL-SIGMA-ATTRIBUTE", `"${key}" is ${shownNode(entry.value)}; a text is wanted`);
  return "";
}

/** The texts of an attribute that is a list, or a single text. */
export function listOf(root: YamlMap, key: string, log: ProblemLog): readonly string[] {
  const entry = entryOf(root, key);
  if (entry === undefined || entry.value.kind === "null") return [];
  const items = entry.value.kind === "list" ? entry.value.items : [entry.value];
  return items.flatMap((item) => {
    if (isScalar(item)) return item.kind === "null" ? [] : [item.text];
    log.error(item.at, "NL-SIGMA-ATTRIBUTE", `"${key}" holds ${shownNode(item)}; texts are wanted`);
    return [];
  });
}

function checkForms(root: YamlMap, facts: RuleFacts, log: ProblemLog): void {
  const warn = (key: string, fault: string): void =>
    log.warn(placeOf(root, key), "NL-SIGMA-LINT-ATTRIBUTE", `"${key}" ${fault}`);
  if (facts.level !== "" && !LEVELS.includes(facts.level)) {
    const message = `"level" is ${shown(facts.level)}; one of ${LEVELS.join(", ")} is wanted`;
    log.error(placeOf(root, "level"), "NL-SIGMA-ATTRIBUTE", message);
  }
  if (facts.status !== "" && !STATUSES.includes(facts.status))
    warn("status", `is ${shown(facts.status)}; one of ${STATUSES.join(", ")} is wanted`);
  if (facts.id !== "" && !UUID.test(facts.id)) warn("id", `is ${shown(facts.id)}; a UUID is wanted`);
  if (facts.title.length > LONGEST_TITLE) warn("title", `has ${facts.title.length} characters; at most 256 are wanted`);
  for (const key of ["date", "modified"] as const)
    if (facts[key] !== "" && !DATE.test(facts[key])) warn(key, `is ${shown(facts[key])}; YYYY-MM-DD is wanted`);
  const tag = facts.tags.find((text) => !TAG.test(text));
  if (tag !== undefined)
    warn("tags", `holds ${shown(tag)}; lower case with a namespace is wanted, as in "attack.t1539"`);
}

function placeOf(root: YamlMap, key: string): number {
  const entry: YamlEntry | undefined = entryOf(root, key);
  return entry?.at ?? root.at;
}
