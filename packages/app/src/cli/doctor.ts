import { readConfig } from "../config/config.ts";
import type { SourceConfig } from "../config/service.ts";
import { OktaError, type OktaClient } from "../connect/okta/index.ts";
import { openStores, readingClient, type SecretSource } from "../service/index.ts";
import { safeText } from "../report/index.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type GlobalOptions, textOrJson } from "./global-options.ts";
import { knowledgeOf } from "./knowledge.ts";
import { writeOut } from "./write-out.ts";

/** One thing that was looked at. */
interface Look {
  readonly what: string;
  readonly ok: boolean;
  readonly says: string;
}

/** What is lost when a right to read is missing (Okta management API, scopes). */
const READS: readonly (readonly [path: string, scope: string, lost: string])[] = [
  ["/api/v1/logs?limit=1", "okta.logs.read", "nothing can be watched"],
  ["/api/v1/users?limit=1", "okta.users.read", "who is affected, and whether a containment worked, stays unknown"],
  [
    "/api/v1/iam/assignees/users",
    "okta.roles.read",
    "administrators are known by the log only; the last one cannot be protected",
  ],
  ["/api/v1/api-tokens", "okta.apiTokens.read", "whether a minted token still lives stays unknown"],
  ["/api/v1/idps", "okta.idps.read", "whether a changed provider is still active stays unknown"],
  ["/api/v1/policies?type=OKTA_SIGN_ON", "okta.policies.read", "whether a policy is still weakened stays unknown"],
  ["/api/v1/zones", "okta.networkZones.read", "blocked addresses cannot be read back"],
  ["/api/v1/apps?limit=1", "okta.apps.read", "applications are known by the log only"],
  ["/api/v1/groups?limit=1", "okta.groups.read", "groups are known by the log only"],
];

/** `nightlatch doctor`: looks at configuration, rules, stores and credentials, and changes nothing. */
export async function runDoctor(flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const looks: Look[] = [];
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  looks.push({ what: "Node", ok: true, says: process.version });
  const { book } = await knowledgeOf(config);
  looks.push({
    what: "rules",
    ok: book.problems.length === 0,
    says: `${book.rules.length} rules and ${book.correlations.length} correlations run, ${book.problems.length} are refused, ${book.waiting.length} wait for a value`,
  });
  await look(looks, "stores", async () => {
    const stores = await openStores(config.service, { folder: flags.data, secrets });
    const holdings = await stores.events.holdings();
    const bytes = await stores.events.size();
    await stores.close();
    const events = holdings.reduce((sum, one) => sum + one.events, 0);
    return `${events} events in ${(bytes / 1e6).toFixed(1)} MB`;
  });
  if (config.service.sources.length === 0)
    looks.push({ what: "sources", ok: false, says: "None is configured; nightlatch init writes one" });
  for (const source of config.service.sources) await lookAt(looks, source, secrets);
  const ok = looks.every((one) => one.ok);
  const text = looks.map((one) => `${one.ok ? "ok      " : "NOT OK  "} ${one.what}: ${safeText(one.says)}`).join("\n");
  await writeOut(
    format === "json" ? `${JSON.stringify({ schema: "nightlatch.doctor/1", ok, looks }, null, 2)}\n` : `${text}\n`,
  );
  return ok ? EXIT.done : EXIT.unavailable;
}

/** What a reading credential can do in an organisation, and what is lost without the rest. */
export async function lookAt(looks: Look[], source: SourceConfig, secrets: SecretSource): Promise<void> {
  const { tenant } = source;
  let client: OktaClient | undefined;
  await look(looks, `${tenant}: reading credential`, async () => {
    client = await readingClient({ ...source, share: 1 }, { secrets, now: Date.now });
    const { serverTime } = await client.request({ path: "/api/v1/logs?limit=1" });
    const off = Math.round((Date.now() - serverTime) / 1000);
    return `${source.origin} answers; its clock and ours are ${Math.abs(off)} s apart`;
  });
  if (client === undefined) return;
  const reader = client;
  for (const [path, scope, lost] of READS.slice(1))
    await look(looks, `${tenant}: ${scope}`, async () => {
      try {
        await reader.request({ path });
        return "can be read";
      } catch (error) {
        if (error instanceof OktaError && error.code === "NL-OKTA-FORBIDDEN")
          throw new Error(`Missing: ${lost}`, { cause: error });
        throw error;
      }
    });
  looks.push({
    what: `${tenant}: acting credential`,
    ok: true,
    says:
      source.act === undefined
        ? "None: findings are told, and nothing can be contained from here"
        : "Configured apart from the reading one",
  });
}

async function look(looks: Look[], what: string, work: () => Promise<string>): Promise<void> {
  try {
    looks.push({ what, ok: true, says: await work() });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? `${String(error.code)} ` : "";
    looks.push({ what, ok: false, says: code + (error instanceof Error ? error.message : String(error)) });
  }
}
