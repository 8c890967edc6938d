import { describe, expect, it } from "vitest";
import { checkPlaybook, fromCacao, type Playbook, toCacao } from "./index.ts";

const ACTIONS: ReadonlySet<string> = new Set(["end-sessions", "deactivate-provider", "hand-over"]);
/** RFC 4122, version 4: what CACAO 2.0 wants of the id of a step. */
const ID = /^[a-z][a-z0-9-]+[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const PLAYBOOK: Playbook = {
  id: "session-stolen",
  title: "A session was stolen",
  about: "End it.",
  rules: ["session.*"],
  steps: [
    {
      id: "end-sessions",
      title: "End every session",
      action: "end-sessions",
      targets: { kind: "user", how: ["victim"] },
      approval: "none",
      note: "",
      contains: true,
    },
    {
      id: "switch-off",
      title: "Switch the provider off",
      action: "deactivate-provider",
      targets: { kind: "provider", how: ["created", "changed"] },
      approval: "two",
      note: "Say so before.",
      contains: true,
    },
    { id: "bind", title: "Bind sessions", action: "hand-over", approval: "none", note: "By hand.", contains: false },
  ],
};

/** UUIDs of version 4 in a row, so that a test says the same each time. */
function uuids(): () => string {
  let n = 0;
  return () => `00000000-0000-4000-8000-${String(++n).padStart(12, "0")}`;
}

const parts = {
  createdBy: "identity--00000000-0000-4000-8000-00000000ffff",
  created: Date.UTC(2026, 0, 6),
  callOf: (action: string) => (action === "hand-over" ? "" : `POST /api/v1/${action}/{id}`),
};

type Json = Readonly<Record<string, unknown>>;

function exported(): Json {
  return toCacao(PLAYBOOK, { ...parts, uuid: uuids() });
}

describe("playbooks and CACAO 2.0", () => {
  it("RS-42 an export has every property that the specification requires, and ids of the form it requires", () => {
    const document = exported();
    const required =
      "type spec_version id name created_by created modified workflow_start workflow agent_definitions".split(" ");
    expect(required.filter((name) => !Object.hasOwn(document, name))).toEqual([]);
    expect([document["type"], document["spec_version"]]).toEqual(["playbook", "cacao-2.0"]);
    // Exactly three digits of a second.
    expect(document["created"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const workflow = document["workflow"] as Readonly<Record<string, Json>>;
    const all = {
      ...workflow,
      ...(document["agent_definitions"] as Json),
      ...(document["target_definitions"] as Json),
    };
    const bodies = Object.keys(all).map((key) => key.split("--")[1]);
    expect(new Set(bodies).size).toBe(bodies.length);
    for (const [key, object] of Object.entries(all)) {
      expect(key).toMatch(ID);
      expect(key.startsWith(`${String((object as Json)["type"])}--`)).toBe(true);
    }
    const steps = Object.values(workflow);
    const leads = steps.filter(({ type }) => type !== "end").map((step) => String(step["on_completion"]));
    expect(leads.filter((next) => !Object.hasOwn(workflow, next))).toEqual([]);
    expect(steps.filter(({ type }) => type === "end")).toEqual([{ type: "end" }]);
    const acting = steps.filter(({ type }) => type === "action");
    expect(acting.filter(({ agent }) => !Object.hasOwn(all, String(agent)))).toEqual([]);
    const commands = acting.flatMap((step) => step["commands"] as readonly Json[]);
    expect(commands.map(({ type }) => type)).toEqual(["http-api", "manual", "manual", "http-api", "manual", "manual"]);
    const calls = commands.filter(({ type }) => type === "http-api").map(({ command }) => String(command));
    expect(calls.filter((call) => !/^[A-Z]+ \/\S+ HTTP\/1\.1$/.test(call))).toEqual([]);
  });

  it("RS-42 an approval is a manual step before the action, and its proof a manual step behind", () => {
    const document = exported();
    const workflow = document["workflow"] as Readonly<Record<string, Json>>;
    const names: unknown[] = [];
    for (
      let at = String(document["workflow_start"]);
      workflow[at] !== undefined;
      at = String(workflow[at]?.["on_completion"])
    )
      names.push(workflow[at]?.["name"] ?? workflow[at]?.["type"]);
    expect(names).toEqual([
      "start",
      "End every session",
      "Prove: End every session",
      "Approve: Switch the provider off",
      "Switch the provider off",
      "Prove: Switch the provider off",
      "Bind sessions",
      "end",
    ]);
  });

  it("RS-43 what we exported comes back as it was", () => {
    expect(fromCacao(JSON.parse(JSON.stringify(exported())), ACTIONS).playbook).toEqual(PLAYBOOK);
  });

  it("RS-43 an action that is not ours is a task for a person, and its command is never one of ours", () => {
    const [start, act, branch, end] = ["start", "action", "if-condition", "end"].map(
      (type, n) => `${type}--00000000-0000-4000-8000-00000000000${n}`,
    );
    const foreign = {
      type: "playbook",
      spec_version: "cacao-2.0",
      name: "Isolate the host!",
      workflow_start: start,
      workflow: {
        [String(start)]: { type: "start", on_completion: act },
        [String(act)]: {
          type: "action",
          name: "Isolate",
          commands: [{ type: "bash", command: "rm -rf /" }],
          on_success: branch,
        },
        [String(branch)]: { type: "if-condition", on_true: end, on_false: act },
        [String(end)]: { type: "end" },
      },
    };
    const { playbook, notes } = fromCacao(foreign, ACTIONS);
    expect(playbook).toMatchObject({
      id: "isolate-the-host",
      rules: [],
      steps: [{ action: "hand-over", title: "Isolate", note: "rm -rf /", approval: "none" }],
    });
    expect(notes).toHaveLength(2);
  });

  it("RS-43 another version, an action that we do not know, and no playbook at all are refused with a reason", () => {
    expect(fromCacao({ type: "playbook", spec_version: "1.1" }, ACTIONS).problems[0]?.reason).toMatch(/cacao-2.0/);
    expect(fromCacao(exported(), new Set(["hand-over"])).problems[0]?.reason).toMatch(/no action "end-sessions"/);
    expect(fromCacao([], ACTIONS).playbook).toBeUndefined();
  });

  it("RS-41 a playbook says what is wrong with it, every time all of it", () => {
    const { problems } = checkPlaybook({ id: "a", title: "", steps: [{ action: "end-sessions" }], x: 1 }, ACTIONS);
    expect(problems.map(({ path }) => path.join(".")).toSorted()).toEqual([
      "steps.0",
      "steps.0.id",
      "steps.0.title",
      "title",
      "x",
    ]);
  });
});
