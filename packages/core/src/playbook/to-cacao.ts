import type { Approval, Playbook, PlaybookStep } from "./playbook.ts";

/** What an export needs from outside. */
export interface CacaoParts {
  /** A fresh UUID, version 4: every id of a step has to be one (CACAO 2.0, section 10.10). */
  readonly uuid: () => string;
  /** The organisation that exports, as a STIX 2.1 identity: `identity--…`. */
  readonly createdBy: string;
  /** Milliseconds UTC. */
  readonly created: number;
  /** The HTTP start line of an action, with variables; `""` when only a person can do it. */
  readonly callOf: (action: string) => string;
}

type Json = Readonly<Record<string, unknown>>;

const PEOPLE: Readonly<Record<Exclude<Approval, "none">, string>> = { one: "One person", two: "Two different people" };

/**
 * A playbook as CACAO 2.0 (OASIS Committee Specification 01, November 2023). Preview, approval, proof and undo have no
 * counterpart there: an approval becomes a manual step before, the proof a manual step behind, and what we need to read
 * it back lies in a `step_extensions`. Nobody should run an export of ours against a tenant as it comes.
 */
export function toCacao(playbook: Playbook, parts: CacaoParts): Json {
  const { uuid, createdBy, created, callOf } = parts;
  const [person, tenant, extension, start, end] = [
    `individual--${uuid()}`,
    `http-api--${uuid()}`,
    `extension-definition--${uuid()}`,
    `start--${uuid()}`,
    `end--${uuid()}`,
  ];
  const steps = playbook.steps.flatMap((step) => stepsOf(step, { callOf, person, tenant, extension }));
  const keyed = steps.map((step) => ({ key: `action--${uuid()}`, step }));
  const workflow: Record<string, Json> = {
    [start]: { type: "start", on_completion: keyed[0]?.key ?? end },
    [end]: { type: "end" },
  };
  for (const [n, { key, step }] of keyed.entries())
    workflow[key] = { ...step, on_completion: keyed[n + 1]?.key ?? end };
  const at = new Date(created).toISOString();
  return {
    type: "playbook",
    spec_version: "cacao-2.0",
    id: `playbook--${uuid()}`,
    name: playbook.title,
    description: playbook.about,
    playbook_types: ["mitigation"],
    playbook_activities: ["restrict-access", "eliminate-risk"],
    created_by: createdBy,
    created: at,
    modified: at,
    labels: [`nightlatch:${playbook.id}`, ...playbook.rules.map((rule) => `rule:${rule}`)],
    workflow_start: start,
    workflow,
    agent_definitions: { [person]: { type: "individual", name: "The responder on duty" } },
    target_definitions: {
      [tenant]: { type: "http-api", name: "Okta Management API", address: { url: ["https://example.okta.com"] } },
    },
    extension_definitions: {
      [extension]: {
        type: "extension-definition",
        name: "Nightlatch step",
        created_by: createdBy,
        schema: "https://example.com/nightlatch/step",
        version: "1",
      },
    },
  };
}

/** One step of ours: who agrees, what is done, how it is proved. */
function stepsOf(
  step: PlaybookStep,
  made: {
    readonly callOf: CacaoParts["callOf"];
    readonly person: string;
    readonly tenant: string;
    readonly extension: string;
  },
): readonly Json[] {
  const { person, tenant, extension } = made;
  const call = made.callOf(step.action);
  const manual = (command: string): Json => ({
    type: "action",
    commands: [{ type: "manual", command, playbook_activity: "step-sequence" }],
    agent: person,
  });
  const { approval, title, note } = step;
  const agree =
    approval === "none" ? [] : [{ ...manual(`${PEOPLE[approval]} approve: ${title}`), name: `Approve: ${title}` }];
  const act = {
    ...(call === ""
      ? manual(title)
      : {
          type: "action",
          commands: [{ type: "http-api", command: `${call} HTTP/1.1`, playbook_activity: "restrict-access" }],
          agent: person,
          targets: [tenant],
        }),
    name: title,
    ...(note === "" ? {} : { description: note }),
    step_extensions: { [extension]: { ...step } },
  };
  const prove =
    call === ""
      ? []
      : [{ ...manual(`Read back that it holds, and watch that it stays so: ${title}`), name: `Prove: ${title}` }];
  return [...agree, act, ...prove];
}
