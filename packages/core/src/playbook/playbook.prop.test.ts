import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Approval, fromCacao, type How, type Playbook, toCacao } from "./index.ts";

const ACTIONS = ["end-sessions", "suspend-user", "hand-over"] as const;
const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/);
const words = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() === text && text !== "");

const step = fc.record({
  id: slug,
  title: words,
  action: fc.constantFrom(...ACTIONS),
  targets: fc.record({
    kind: words,
    how: fc.array(fc.constantFrom<How>("victim", "created", "changed"), { minLength: 1, maxLength: 3 }),
  }),
  approval: fc.constantFrom<Approval>("none", "one", "two"),
  note: fc.string({ maxLength: 40 }).map((text) => text.trim()),
  contains: fc.boolean(),
});
const playbook: fc.Arbitrary<Playbook> = fc.record({
  id: slug,
  title: words,
  about: fc.string({ maxLength: 40 }).map((text) => text.trim()),
  rules: fc.array(fc.string({ maxLength: 20 }), { maxLength: 3 }),
  steps: fc.uniqueArray(step, { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
});

describe("playbooks and CACAO 2.0", () => {
  it("RS-43 any playbook comes back from its export as it was", () => {
    fc.assert(
      fc.property(playbook, (one) => {
        let n = 0;
        const document = toCacao(one, {
          uuid: () => `00000000-0000-4000-8000-${String(++n).padStart(12, "0")}`,
          createdBy: "identity--00000000-0000-4000-8000-00000000ffff",
          created: 0,
          callOf: () => "POST /x",
        });
        expect(fromCacao(JSON.parse(JSON.stringify(document)), new Set(ACTIONS)).playbook).toEqual(one);
      }),
    );
  });

  it("RS-44 no input, however strange, makes reading throw or go on for ever", () => {
    const id = fc.constantFrom("a", "b", "c", "__proto__");
    const strange = fc.record({
      type: fc.constant("playbook"),
      spec_version: fc.constant("cacao-2.0"),
      name: fc.anything(),
      labels: fc.anything(),
      workflow_start: id,
      workflow: fc.dictionary(
        id,
        fc.oneof(
          fc.anything(),
          fc.record({
            type: fc.constantFrom("action", "start", "while-condition", "parallel"),
            on_completion: id,
            commands: fc.anything(),
            step_extensions: fc.anything(),
            next_steps: fc.anything(),
          }),
        ),
      ),
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), strange), (input) => {
        const { playbook: read, problems } = fromCacao(input, new Set(ACTIONS));
        expect(read === undefined).toBe(problems.length > 0);
      }),
    );
  });
});
