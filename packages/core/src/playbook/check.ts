import type { Approval, How, Playbook, PlaybookStep, TargetQuery } from "./playbook.ts";

/** What is wrong, and where: keys and indexes from the top. */
export interface PlaybookProblem {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/** A playbook when nothing is wrong with it. */
export interface CheckedPlaybook {
  readonly playbook: Playbook | undefined;
  readonly problems: readonly PlaybookProblem[];
}

type Json = Readonly<Record<string, unknown>>;

const APPROVALS: readonly [Approval, ...Approval[]] = ["none", "one", "two"];
const HOWS: readonly [How, ...How[]] = [
  "victim",
  "seen",
  "created",
  "changed",
  "activated",
  "granted",
  "added",
  "used",
];
const PLAYBOOK_KEYS = ["id", "title", "about", "rules", "steps"];
const STEP_KEYS = ["id", "title", "action", "targets", "approval", "note", "contains"];
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Takes plain data for a playbook; `actions` are the ids that there are. Every problem is told, not only the first. */
export function checkPlaybook(value: unknown, actions: ReadonlySet<string>): CheckedPlaybook {
  const problems: PlaybookProblem[] = [];
  const fail = (path: PlaybookProblem["path"], reason: string): void => void problems.push({ path, reason });
  const body = mapOf(value, [], PLAYBOOK_KEYS, fail);
  const id = textOf(body, "id", [], fail);
  if (id !== "" && !SLUG.test(id)) fail(["id"], `"${id}" is no id; lower-case words with dashes are wanted`);
  const title = textOf(body, "title", [], fail);
  const given = body["steps"];
  if (!Array.isArray(given) || given.length === 0) fail(["steps"], "There are no steps; a list of them is wanted");
  const steps = (Array.isArray(given) ? (given as readonly unknown[]) : []).map((step, n) =>
    stepOf(step, ["steps", n], { actions, fail }),
  );
  const seen = new Set<string>();
  for (const [n, step] of steps.entries()) {
    if (seen.has(step.id)) fail(["steps", n, "id"], `There is another step "${step.id}"`);
    seen.add(step.id);
  }
  const about = typeof body["about"] === "string" ? body["about"].trim() : "";
  const playbook = { id, title, about, rules: textsOf(body["rules"], ["rules"], fail), steps };
  return problems.length === 0 ? { playbook, problems } : { playbook: undefined, problems };
}

type Fail = (path: PlaybookProblem["path"], reason: string) => void;

function stepOf(
  value: unknown,
  path: PlaybookProblem["path"],
  { actions, fail }: { readonly actions: ReadonlySet<string>; readonly fail: Fail },
): PlaybookStep {
  const body = mapOf(value, path, STEP_KEYS, fail);
  const id = textOf(body, "id", path, fail);
  if (id !== "" && !SLUG.test(id)) fail([...path, "id"], `"${id}" is no id; lower-case words with dashes are wanted`);
  const action = textOf(body, "action", path, fail);
  if (action !== "" && !actions.has(action))
    fail([...path, "action"], `There is no action "${action}"; one of ${[...actions].join(", ")} is wanted`);
  const { targets, approval = "one", note = "", contains = false } = body;
  if (targets === undefined && action !== "hand-over")
    fail(path, "The step does not say what it is done to; `targets` with `kind` and `how` is wanted");
  if (typeof contains !== "boolean") fail([...path, "contains"], "`contains` is true or false");
  return {
    id,
    title: textOf(body, "title", path, fail),
    action,
    ...(targets === undefined ? {} : { targets: queryOf(targets, [...path, "targets"], fail) }),
    approval: wordOf(approval, APPROVALS, { path: [...path, "approval"], fail }),
    note: typeof note === "string" ? note.trim() : "",
    contains: contains === true,
  };
}

function queryOf(value: unknown, path: PlaybookProblem["path"], fail: Fail): TargetQuery {
  const body = mapOf(value, path, ["kind", "how"], fail);
  const how = Array.isArray(body["how"]) ? (body["how"] as readonly unknown[]) : [body["how"]];
  return {
    kind: textOf(body, "kind", path, fail),
    how: how.map((one) => wordOf(one, HOWS, { path: [...path, "how"], fail })),
  };
}

function mapOf(value: unknown, path: PlaybookProblem["path"], known: readonly string[], fail: Fail): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    fail(path, "A map is wanted");
    return {};
  }
  for (const key of Object.keys(value))
    if (!known.includes(key)) fail([...path, key], `There is no "${key}", only ${known.join(", ")}`);
  return Object.fromEntries(Object.entries(value));
}

function textOf(body: Json, name: string, path: PlaybookProblem["path"], fail: Fail): string {
  const value = body[name];
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  fail([...path, name], `\`${name}\` is ${JSON.stringify(value) ?? "absent"}; a text is wanted`);
  return "";
}

function textsOf(value: unknown, path: PlaybookProblem["path"], fail: Fail): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  fail(path, "A list of texts is wanted");
  return [];
}

function wordOf<T extends string>(
  value: unknown,
  of: readonly [T, ...T[]],
  { path, fail }: { readonly path: PlaybookProblem["path"]; readonly fail: Fail },
): T {
  const found = of.find((one) => one === value);
  if (found !== undefined) return found;
  fail(path, `${JSON.stringify(value) ?? "Nothing"} is said; one of ${of.join(", ")} is wanted`);
  return of[0];
}
