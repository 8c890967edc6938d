import { describe, expect, it } from "vitest";
import { loadPlaybooks, playbooksFor } from "./load-playbooks.ts";
import { readPlaybook } from "./read-playbook.ts";

describe("playbooks in YAML", () => {
  it("RS-40 every playbook that comes with Nightlatch can be read, and stolen sessions are answered without leave", async () => {
    const { playbooks, problems } = await loadPlaybooks();
    expect(problems).toEqual([]);
    expect(playbooks.map(({ id }) => id)).toEqual([
      "session-stolen",
      "way-back-in",
      "provider-changed",
      "support-access",
      "sprayed-account",
    ]);
    const [first] = playbooksFor(playbooks, ["session.replay"]);
    expect(first?.steps[0]).toMatchObject({ action: "end-sessions", approval: "none", contains: true });
    expect(playbooksFor(playbooks, ["something.else"])).toEqual([]);
  });

  it("RS-41 everything that is wrong with a playbook is told, each with file and line", () => {
    const text = `id: My Playbook
title: x
steps:
  - id: a
    title: End
    action: end-sesions
    targets: { kind: user, how: victims }
    approval: three
  - id: a
    title: Again
    action: suspend-user
    colour: red
`;
    const { playbook, problems } = readPlaybook({ file: "mine.yml", text });
    expect(playbook).toBeUndefined();
    expect(problems.map(({ message }) => message.replace(/, only .*|one of .*/, "…"))).toMatchInlineSnapshot(`
      [
        "mine.yml:1: "My Playbook" is no id; lower-case words with dashes are wanted",
        "mine.yml:6: There is no action "end-sesions"; …",
        "mine.yml:7: "victims" is said; …",
        "mine.yml:8: "three" is said; …",
        "mine.yml:12: There is no "colour"…",
        "mine.yml:9: The step does not say what it is done to; \`targets\` with \`kind\` and \`how\` is wanted",
        "mine.yml:9: There is another step "a"",
      ]
    `);
    expect(problems.every(({ code }) => code === "NL-PLAYBOOK-FORM")).toBe(true);
  });

  it("RS-41 what is no YAML, no map or empty is told too", () => {
    const texts = ["a: [", "- a", "", "steps: 5"];
    expect(texts.filter((text) => readPlaybook({ file: "mine.yml", text }).problems.length === 0)).toEqual([]);
  });
});
