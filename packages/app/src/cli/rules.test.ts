import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Folder } from "../connect/files/export.fixture.ts";
import { nightlatch } from "./nightlatch.fixture.ts";

const used: Folder[] = [];
function folder(): Folder {
  const one = new Folder();
  used.push(one);
  return one;
}
afterEach(() => {
  for (const one of used.splice(0)) one.remove();
});

const EVENT = (type: string): string => `{ uuid: a, published: "2026-05-04T09:00:00.000Z", eventType: ${type} }`;

function rule(name: string, detection: string): string {
  const test = `  - why: x\n      event: ${EVENT("user.session.start")}\n`;
  return `title: The rule ${name}\nname: ${name}\nlogsource: { product: okta }\nlevel: low\ndetection:\n  selection:\n    ${detection}\n  condition: selection\ntests:\n  positive:\n  ${test}`;
}

function counting(name: string, counted: string): string {
  return `title: The rule ${name}\nname: ${name}\ncorrelation:\n  type: event_count\n  rules: [${counted}]\n  group-by: [actor.id]\n  timespan: 1h\n  condition: { gte: 2 }\n`;
}

const BAD: Readonly<Record<string, readonly [text: string, place: string, code: string, mend: RegExp]>> = {
  type: [
    rule("type", "eventType: user.session.strat"),
    "7:16",
    "NL-RULES-EVENT-TYPE",
    /did you mean "user\.session\.start"\?/,
  ],
  field: [rule("field", "actor.alternateld: x"), "7:5", "NL-RULES-FIELD", /did you mean "actor\.alternateId"\?/],
  modifier: [rule("modifier", "eventType|begins: x"), "7:5", "NL-SIGMA-MODIFIER", /begins/],
  twice: [rule("good", "eventType: user.session.start"), "2:1", "NL-SIGMA-DUPLICATE", /each document needs its own/],
  circle: [
    `${counting("one", "two")}---\n${counting("two", "one")}`,
    "5:11",
    "NL-SIGMA-CYCLE",
    /a chain must have an end/,
  ],
  regex: [rule("regex", "eventType|re: '((a{100}){100}){100}'"), "7:19", "NL-SIGMA-REGEX", /./],
  look: [rule("look", "eventType|re: 'a(?=b)'"), "7:19", "NL-SIGMA-REGEX", /look/],
};

describe("nightlatch rules", () => {
  it("CL-55 refuses what cannot run with its place, a code and the mend, and the others load", async () => {
    const rules = folder();
    rules.write("0-good.yml", rule("good", "eventType: user.session.start"));
    for (const [name, [text]] of Object.entries(BAD)) rules.write(`${name}.yml`, text);
    const log = rules.write(
      "log.ndjson",
      `${JSON.stringify({ uuid: "a", published: "2026-05-04T09:00:00.000Z", eventType: "user.session.start" })}\n`,
    );
    const test = await nightlatch(["rules", "test", rules.path]);
    expect([test.exit, test.stdout]).toEqual([
      3,
      expect.stringMatching(/^1 rules, \d+ problems; 1 tests, 1 passed, 0 failed/),
    ]);
    const scan = await nightlatch(["scan", log, "--rules", rules.path, "--no-builtin-rules", "--format", "json"]);
    expect(scan.exit).toBe(3);
    expect(JSON.parse(scan.stdout)).toMatchObject({
      findings: [{ rule: { title: "The rule good" } }],
      summary: { rules: { rules: 1 } },
    });
    for (const [name, [, place, code, mend]] of Object.entries(BAD)) {
      for (const { stderr } of [test, scan]) {
        const line = stderr
          .split("\n")
          .find((one) => one.startsWith(`${join(rules.path, name)}.yml:${place}: ${code} `));
        expect([name, line ?? stderr]).toEqual([name, expect.stringMatching(mend)]);
      }
    }
  });

  it("CL-57 says which rules have no tests, with their place", async () => {
    const rules = folder();
    const path = rules.write("bare.yml", rule("bare", "eventType: user.session.start").replace(/tests:[\s\S]*$/, ""));
    const ran = await nightlatch(["rules", "test", path]);
    expect([ran.exit, ran.stdout]).toEqual([3, "1 rules, 1 without tests; 0 tests, 0 passed, 0 failed (0 events)\n"]);
    expect(ran.stderr).toMatch(
      new RegExp(`^${path}:1:1: NL-RULES-UNTESTED The rule has no tests; .+ \\(rule "The rule bare"\\)\\n$`),
    );
  });

  it("CL-53 writes a rule whose tests pass, and never over one that is there", async () => {
    const place = folder();
    const args = [
      "rules",
      "new",
      "token-made-at-night",
      "--dir",
      join(place.path, "mine"),
      "--event-type",
      "user.session.start",
    ];
    const made = await nightlatch(args);
    const file = join(place.path, "mine", "token-made-at-night.yml");
    expect([made.exit, made.stderr]).toEqual([0, ""]);
    const written = readFileSync(file, "utf8");
    expect(written).toMatch(/^title: Token made at night\nid: [0-9a-f-]{36}\nname: token-made-at-night\n/);
    const tested = await nightlatch(["rules", "test", file]);
    expect(tested).toEqual({ exit: 0, stdout: "1 rules; 4 tests, 4 passed, 0 failed (4 events)\n", stderr: "" });
    const again = await nightlatch(args);
    expect([again.exit, again.stdout, again.stderr.split(" ")[0]]).toEqual([2, "", "NL-RULES-EXISTS"]);
    expect(readFileSync(file, "utf8")).toBe(written);
    const strange = await nightlatch(["rules", "new", "x", "--dir", place.path, "--event-type", "user.session.strat"]);
    expect([strange.exit, strange.stderr.split(" ")[0]]).toEqual([2, "NL-RULES-EVENT-TYPE"]);
    const name = await nightlatch(["rules", "new", "../x", "--dir", place.path]);
    expect([name.exit, name.stderr.split(" ")[0], existsSync(join(place.path, "x.yml"))]).toEqual([
      2,
      "NL-RULES-NAME",
      false,
    ]);
  });

  it("CL-52 shows every line of the advice and every behaviour with its answer, or why there is none", async () => {
    const json = JSON.parse((await nightlatch(["rules", "coverage", "--format", "json"])).stdout) as Coverage;
    expect(json.advice.map(({ id }) => id)).toEqual([
      "A7",
      "A8",
      "A9",
      "A10",
      "A11",
      "A12",
      "A13",
      "A14",
      "A15",
      "A16",
      "A17",
    ]);
    for (const { rules, analytics } of json.advice) expect(rules.length + analytics.length).toBeGreaterThan(0);
    for (const { rules, missing, analytics } of json.behaviours)
      expect(missing !== "" || rules.length + analytics.length > 0).toBe(true);
    for (const { rules } of [...json.advice, ...json.behaviours])
      for (const { title, level } of rules) expect([title, level]).not.toContain("");
    const { answered, inPart, needOtherWitness, cannot, behaviours } = json.summary;
    expect((answered ?? 0) + (inPart ?? 0) + (needOtherWitness ?? 0) + (cannot ?? 0)).toBe(behaviours);
    const { stdout } = await nightlatch(["rules", "coverage"]);
    for (const { id } of json.advice) expect(stdout).toMatch(new RegExp(`^${id} `, "m"));
    for (const { id } of json.behaviours) expect(stdout).toContain(`${id}:`);
  });

  it("CL-54 writes a layer of the ATT&CK Navigator", async () => {
    const layer = JSON.parse((await nightlatch(["rules", "navigator"])).stdout) as Layer;
    expect(layer).toMatchObject({
      name: "Nightlatch",
      domain: "enterprise-attack",
      versions: { layer: "4.5", navigator: "4.9.0" },
    });
    expect(layer.techniques.length).toBeGreaterThan(30);
    for (const { techniqueID, score } of layer.techniques) {
      expect(techniqueID).toMatch(/^T\d{4}(?:\.\d{3})?$/);
      expect(score).toBeLessThanOrEqual(layer.gradient.maxValue);
    }
  });

  it("CL-56 narrows the list, and shows all that a rule says of itself", async () => {
    const list = await nightlatch([
      "rules",
      "list",
      "--level",
      "high",
      "--level",
      "critical",
      "--tactic",
      "Credential Access",
      "--text",
      "push denied",
      "--format",
      "json",
    ]);
    const { rules } = JSON.parse(list.stdout) as { rules: readonly { name: string; level: string }[] };
    expect(rules.map(({ name }) => name)).toEqual(["push-denied-then-accepted"]);
    const { stdout } = await nightlatch(["rules", "show", "push-denied-then-accepted"]);
    const said = [
      "ATT&CK ",
      "Ordinary explanations\n",
      "What it cannot see\n",
      "What to do next\n",
      "What it answers\n",
      "- A7: ",
      "two-push-denials",
    ];
    for (const one of said) expect(stdout).toContain(one);
  });
});

interface Coverage {
  readonly summary: Readonly<Record<string, number>>;
  readonly advice: readonly Row[];
  readonly behaviours: readonly Row[];
}

interface Row {
  readonly id: string;
  readonly rules: readonly { readonly title: string; readonly level: string }[];
  readonly analytics: readonly string[];
  readonly missing: string;
}

interface Layer {
  readonly techniques: readonly { readonly techniqueID: string; readonly score: number }[];
  readonly gradient: { readonly maxValue: number };
}
