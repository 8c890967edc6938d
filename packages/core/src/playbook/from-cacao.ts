import { type CheckedPlaybook, checkPlaybook } from "./check.ts";

type Json = Readonly<Record<string, unknown>>;

/** A draft made from somebody else's playbook, and what of it could not be taken. */
export interface CacaoDraft extends CheckedPlaybook {
  /** What the reader of the draft has to know, a sentence each. */
  readonly notes: readonly string[];
}

const MOST_STEPS = 500;

/**
 * Reads a CACAO 2.0 playbook as a draft. It is never run as it comes: what we exported comes back as it was; any other
 * action becomes a task for a person, with its command as the words of the task. Branches and loops are walked the way
 * that succeeds, and said. Bounded, and finite for any input.
 */
export function fromCacao(document: unknown, actions: ReadonlySet<string>): CacaoDraft {
  const playbook = record(document);
  if (text(playbook, "type") !== "playbook" || text(playbook, "spec_version") !== "cacao-2.0")
    return {
      playbook: undefined,
      problems: [{ path: ["spec_version"], reason: 'It is no playbook of CACAO 2.0 ("cacao-2.0" is wanted)' }],
      notes: [],
    };
  const workflow = record(playbook["workflow"]);
  const notes: string[] = [];
  const steps: Json[] = [];
  const seen = new Set<string>();
  let at = text(playbook, "workflow_start");
  while (at !== "" && !seen.has(at) && seen.size < MOST_STEPS) {
    seen.add(at);
    const step = Object.hasOwn(workflow, at) ? record(workflow[at]) : {};
    const type = text(step, "type");
    const ours = ourStep(step);
    if (ours !== undefined) steps.push(ours);
    else if (type === "action" && !isOurFrame(step)) steps.push(asTask(step, steps.length));
    else if (!["start", "end", "action"].includes(type))
      notes.push(`A step of type "${type}" was walked the way that succeeds; look at its other branches`);
    at =
      text(step, "on_success") || text(step, "on_completion") || text(step, "on_true") || firstOf(step["next_steps"]);
  }
  if (steps.some((step) => step["action"] === "hand-over" && step["targets"] === undefined))
    notes.push("Actions that are not ours are tasks for a person; nothing of them is run");
  const labels = Array.isArray(playbook["labels"]) ? playbook["labels"].filter((one) => typeof one === "string") : [];
  const draft = {
    id: after(labels, "nightlatch:")[0] ?? slug(text(playbook, "name")),
    title: text(playbook, "name") || "Imported playbook",
    about: text(playbook, "description"),
    rules: after(labels, "rule:"),
    steps,
  };
  return { ...checkPlaybook(draft, actions), notes };
}

/** The step that we wrote beside the workflow, when it was ours. */
function ourStep(step: Json): Json | undefined {
  return Object.values(record(step["step_extensions"]))
    .map(record)
    .find((one) => typeof one["action"] === "string" && typeof one["id"] === "string");
}

/** The manual steps around one of ours, which come back from the step itself. */
function isOurFrame(step: Json): boolean {
  return /^(?:Approve|Prove): /.test(text(step, "name"));
}

function asTask(step: Json, n: number): Json {
  const commands = Array.isArray(step["commands"]) ? step["commands"].map(record) : [];
  const said = commands.map((command) => text(command, "command")).filter((command) => command !== "");
  const title = [text(step, "name"), ...said].find((one) => one !== "") ?? "A step without a name";
  return {
    id: `step-${n + 1}`,
    title: title.slice(0, 200),
    action: "hand-over",
    approval: "none",
    note: [text(step, "description"), ...said]
      .filter((part) => part !== "")
      .join("\n")
      .slice(0, 2000),
  };
}

function after(labels: readonly string[], prefix: string): readonly string[] {
  return labels.filter((label) => label.startsWith(prefix)).map((label) => label.slice(prefix.length));
}

function slug(name: string): string {
  const made = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, "");
  return made === "" ? "imported" : made;
}

function firstOf(value: unknown): string {
  const [first] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return typeof first === "string" ? first : "";
}

function text(value: Json, name: string): string {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof found === "string" ? found : "";
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
