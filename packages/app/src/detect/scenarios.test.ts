import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atLeast, createNetworkOf, type Severity } from "@nightlatch/core";
import { describe, expect, it } from "vitest";
import { readNetworks } from "../config/networks.ts";
import { contentPath } from "../content.ts";
import { bundledPlaceholders } from "./bundled-placeholders.ts";
import { readRuleBook } from "./rule-book.ts";
import { readRuleFiles } from "./rule-files.ts";
import { scan } from "./scan.ts";

interface Expected {
  readonly mustFind: readonly {
    readonly user: { readonly id: string; readonly name: string };
    readonly session: string | null;
    readonly atLeast: Severity;
    readonly evidenceUidsAnyOf: readonly string[];
  }[];
  readonly mustNotFind: { readonly atLeast: Severity; readonly exceptUsers: readonly string[] };
}

const scenarios = join(import.meta.dirname, "..", "..", "..", "..", "corpus", "scenarios");
const table = contentPath("fields/networks.yml");
const networks = readNetworks({ file: table, text: readFileSync(table, "utf8") });

describe.each(readdirSync(scenarios))("the scenario %s", (name) => {
  const expected = JSON.parse(readFileSync(join(scenarios, name, "expected.json"), "utf8")) as Expected;

  it("CL-18 gives the findings that it expects, and none that it forbids", async () => {
    const rules = await readRuleFiles([contentPath("rules")], () => undefined);
    const { report } = await scan({
      paths: [join(scenarios, name, "events.ndjson")],
      tenant: "acme",
      networkOf: createNetworkOf(networks),
      book: readRuleBook(rules, (await bundledPlaceholders()).indicators),
    });
    const missed = expected.mustFind.filter(
      ({ user, session, atLeast: level, evidenceUidsAnyOf }) =>
        !report.findings.some(
          (finding) =>
            atLeast(finding.severity, level) &&
            finding.entities.user.some(({ id }) => id === user.id) &&
            (session === null || finding.entities.session.includes(session)) &&
            finding.evidence.some(({ uid, also = [] }) =>
              [uid, ...also].some((one) => evidenceUidsAnyOf.includes(one)),
            ),
        ),
    );
    expect(missed.map(({ user }) => user.name)).toEqual([]);
    const { atLeast: forbidden, exceptUsers } = expected.mustNotFind;
    // A scenario forbids claims of theft; rules may note ordinary administration, below what wakes somebody (DT-2).
    const unwanted = report.findings.filter(
      ({ rule, severity, entities }) =>
        atLeast(severity, rule.kind === "session" ? forbidden : "high") &&
        !entities.user.some(({ name: who }) => exceptUsers.includes(who)),
    );
    expect(unwanted.map(({ severity, summary }) => `${severity} ${summary}`)).toEqual([]);
  });
});
