import { describe, expect, it } from "vitest";
import { treeOf } from "../source/tree.ts";
import { problemLine } from "./check.ts";
import { content } from "./content.ts";

const HOUSE = {
  "content/fields/okta-event-types.txt": "# names\nsystem.api_token.create\nuser.session.start\n",
  "content/fields/okta-fields.txt": "# paths\nactor.id\neventType\ntarget.detailEntry.*\ntarget.id\n",
  "content/behaviours.yml": "- id: token-made\n  rules:\n    - token-made\n",
  "content/advice.yml": "- id: A14\n  rules:\n    - token-made\n",
  "packages/core/src/session/weights.ts": 'export const WEIGHT = {\n  "network.new": 0.8,\n};\n',
};

const EVENT = '      event: {"eventType":"system.api_token.create","never":"read"}';
const TESTS = ["tests:", "  positive:", EVENT, "  negative:", EVENT]
  .join("\n")
  .replaceAll(EVENT, `    - why: one\n${EVENT}\n    - why: two\n${EVENT}`);

/** A rule on tokens; its detection begins on line 8. */
function rule(
  detection: string,
  written: { readonly name?: string; readonly more?: string; readonly tests?: string } = {},
): string {
  const { name = "token-made", more = "covers: [token-made]\nadvice: [A14]", tests = TESTS } = written;
  const head = `title: A token\nid: id-of-${name}\nname: ${name}\nlogsource:\n  product: okta\ndetection:\n  selection:\n`;
  return `${head}${detection}\n  condition: selection\n${more}\n${tests}\n`;
}

const PLAIN = "    eventType: system.api_token.create";

function problems(
  rules: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>> = {},
): readonly string[] {
  const files = Object.entries(rules).map(([name, text]) => [`content/rules/${name}.yml`, text]);
  return content.run(treeOf({ ...HOUSE, ...Object.fromEntries(files), ...others })).problems.map(problemLine);
}

describe("content", () => {
  it("HS-32 lets through types, parts of types and fields that the log has", () => {
    const detection = [
      PLAIN,
      "    eventType|startswith: [user.session., system.]",
      "    target[any]:\n      detailEntry.anything: x\n      id|fieldref: actor.id",
      "    target|exists: true",
    ].join("\n");
    expect(problems({ a: rule(detection) })).toEqual([]);
  });

  it("HS-32 shows types and fields that the log does not have, at their line", () => {
    const detection =
      "    eventType:\n      - user.session.start\n      - user.session.begin\n    eventType|endswith: .made";
    expect(problems({ a: rule(detection) })).toEqual([
      'content/rules/a.yml:10: Names the event type "user.session.begin", which is not in content/fields/okta-event-types.txt',
      'content/rules/a.yml:11: Names the event type ".made", which is not in content/fields/okta-event-types.txt',
    ]);
    expect(problems({ a: rule(`${PLAIN}\n    actor.name: x\n    target.id|fieldref: actor.uid`) })).toEqual([
      'content/rules/a.yml:9: Names the field "actor.name", which is not in content/fields/okta-fields.txt',
      'content/rules/a.yml:10: Names the field "actor.uid", which is not in content/fields/okta-fields.txt',
    ]);
  });

  it("HS-32 looks at correlations on such rules, and not at other products", () => {
    const correlation = [
      "title: Many tokens\nid: id-of-many\nname: many\ncorrelation:\n  type: value_count\n  rules: [token-made]",
      "  group-by: [who, actor.nobody]\n  aliases:\n    who:\n      token-made: actor.id\n  condition:\n    gte: 2\n    field: target.nothing",
      TESTS,
    ].join("\n");
    expect(problems({ a: rule(PLAIN), b: `${correlation}\n` })).toEqual([
      'content/rules/b.yml:7: Names the field "actor.nobody", which is not in content/fields/okta-fields.txt',
      'content/rules/b.yml:13: Names the field "target.nothing", which is not in content/fields/okta-fields.txt',
    ]);
    const elsewhere = rule(`${PLAIN}\n    Datetime: x`).replace("product: okta", "product: cloudflare");
    expect(problems({ a: elsewhere })).toEqual([]);
  });

  it("HS-33 wants two tests on each side, and names and ids that are there once", () => {
    const one = rule(PLAIN, { tests: TESTS.replace(/ {4}- why: two\n.*$/, "") });
    expect(problems({ a: one })).toEqual([
      'content/rules/a.yml:3: "token-made" has 2 tests that match and 1 that do not; what is wanted is 2 of each',
    ]);
    expect(problems({ a: rule(PLAIN), b: rule(PLAIN) })).toEqual([
      'content/rules/b.yml:3: Has "token-made", as content/rules/a.yml:3 has',
      'content/rules/b.yml:2: Has "id-of-token-made", as content/rules/a.yml:2 has',
    ]);
    expect(problems({ a: rule(PLAIN).replace("id: id-of-token-made\n", "") })).toEqual([
      "content/rules/a.yml:1: Has no id or name",
    ]);
  });

  it("HS-33 shows what is no YAML", () => {
    const texts = { "content/indicators/x.yml": 'name: x\nexpires: "2027-06-30\n' };
    expect(problems({ a: rule(PLAIN) }, texts)).toEqual([expect.stringMatching(/^content\/indicators\/x\.yml:\d: /)]);
  });

  it("HS-34 finds a rule that the catalogue does not list, and one that does not exist", () => {
    const strange = rule(PLAIN, { more: "covers: [token-made, never]\nadvice: [A14]" });
    expect(problems({ a: strange })).toEqual([
      'content/rules/a.yml:10: Names "never" in covers, which content/behaviours.yml has not',
    ]);
    expect(problems({ a: rule(PLAIN), b: rule(PLAIN, { name: "second", more: "covers: [token-made]" }) })).toEqual([
      'content/rules/b.yml:10: Names "token-made" in covers, where content/behaviours.yml does not list "second"',
    ]);
    const advice = { "content/advice.yml": "- id: A14\n  rules:\n    - token-made\n    - gone\n" };
    expect(problems({ a: rule(PLAIN) }, advice)).toEqual([
      'content/advice.yml:4: Lists the rule "gone" for A14, which does not exist',
    ]);
  });

  it("HS-34 finds a rule that is listed and does not say so", () => {
    expect(problems({ a: rule(PLAIN, { more: "covers: [token-made]" }) })).toEqual([
      `content/advice.yml:3: Lists the rule "token-made" for A14, which that rule's advice does not name`,
    ]);
  });

  it("HS-35 wants an answer for every entry, or what is missing for it", () => {
    const another = (more: string): Readonly<Record<string, string>> => ({
      "content/behaviours.yml": `${HOUSE["content/behaviours.yml"]}- id: other\n${more}`,
    });
    expect(problems({ a: rule(PLAIN) }, another("  kind: join\n"))).toEqual([
      'content/behaviours.yml:4: "other" has no rules and no analytics, and does not say what it needs or why it cannot be',
    ]);
    expect(problems({ a: rule(PLAIN) }, another("  needs: The DNS log\n"))).toEqual([]);
    expect(problems({ a: rule(PLAIN) }, another("  analytics:\n    - network.new\n    - campaign\n"))).toEqual([]);
    expect(problems({ a: rule(PLAIN) }, another("  analytics:\n    - network.old\n"))).toEqual([
      'content/behaviours.yml:6: Names the analytic "network.old", which is not a kind of packages/core/src/session/weights.ts',
    ]);
  });

  it("HS-36 wants a day on which indicators expire, in the list and in a rule that stands on it", () => {
    const list = (expires: string): Readonly<Record<string, string>> => ({
      "content/indicators/x.yml": `name: x\nplaceholders:\n  bad_addresses: addresses\n${expires}addresses: [192.0.2.1]\n`,
    });
    const standing = (expires: string): string =>
      rule(`${PLAIN}\n    actor.id|expand: '%bad_addresses%'`, {
        more: `covers: [token-made]\nadvice: [A14]\n${expires}`,
      });
    expect(problems({ a: standing("expires: 2027-06-30") }, list("expires: '2027-06-30'\n"))).toEqual([]);
    expect(problems({ a: standing("expires: 2027-06-30") }, list("expires: never\n"))).toEqual([
      "content/indicators/x.yml:4: Lists indicators without a day on which they expire, as expires: 2027-06-30",
    ]);
    expect(problems({ a: standing("") }, list("expires: '2027-06-30'\n"))).toEqual([
      'content/rules/a.yml:3: "token-made" stands on indicators and does not say when it expires',
    ]);
  });
});
