import { describe, expect, it } from "vitest";
import { rulePages } from "../rule-pages/pages.ts";
import { readContent } from "../rule-pages/read-content.ts";
import { treeOf } from "../source/tree.ts";
import { problemLine } from "./check.ts";
import { rulePagesAgree } from "./rule-pages.ts";

const RULE = `title: A token <b>
id: 7c0d9a8e-1b2c-4d3e-8f40-5a6b7c8d9e0f
name: token-made
status: test
description: Somebody made an API token.
logsource: { product: okta, service: okta }
tags: [attack.persistence, attack.t1098.001]
detection:
  selection: { eventType: system.api_token.create, actor.id|expand: '%robots%' }
  condition: selection
level: low
falsepositives: [Administrators]
blindspot: Other tokens.
next: [Ask]
covers: [token]
tests:
  positive: []
`;
const HOUSE = {
  "content/rules/persistence/token-made.yml": RULE,
  "content/behaviours.yml": "- id: token\n  behaviour: A token is made\n",
  "content/advice.yml": "[]\n",
  "content/placeholders.yml": "- name: robots\n  what: Your programs\n  rules: [token-made]\n  test: [x]\n",
};

describe("pages of the rules", () => {
  it("HS-37 are what the rules say, one for each tactic and an index", () => {
    const pages = rulePages(readContent(treeOf(HOUSE)));
    expect([...pages.keys()]).toEqual(["docs/rules/README.md", "docs/rules/persistence.md"]);
    const page = pages.get("docs/rules/persistence.md") ?? "";
    for (const said of [
      "## A token \\<b\\>\n",
      "**low** · `token-made` · single events of okta · test · [source](../../content/rules/persistence/token-made.yml)",
      "- [T1098.001](https://attack.mitre.org/techniques/T1098/001/)",
      "- `token`: A token is made",
      "- `robots`: Your programs",
    ])
      expect(page).toContain(said);
    const written = treeOf({ ...HOUSE, ...Object.fromEntries(pages) });
    expect(rulePagesAgree.run(written).problems).toEqual([]);
  });

  it("HS-37 are refused when they say something else, are missing, or belong to no rule", () => {
    const pages = rulePages(readContent(treeOf(HOUSE)));
    const index = pages.get("docs/rules/README.md") ?? "";
    const tree = treeOf({ ...HOUSE, "docs/rules/README.md": index.replace("low", "high"), "docs/rules/impact.md": "" });
    expect(rulePagesAgree.run(tree).problems.map(problemLine)).toEqual([
      expect.stringMatching(/^docs\/rules\/README\.md:\d+: Is not what the rules say/),
      expect.stringMatching(/^docs\/rules\/persistence\.md: Is not there/),
      expect.stringMatching(/^docs\/rules\/impact\.md: Belongs to no rule/),
    ]);
  });
});
