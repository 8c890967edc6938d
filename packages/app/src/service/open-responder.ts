import type { Config } from "../config/config.ts";
import type { SourceConfig } from "../config/service.ts";
import { networksOf } from "../detect/knowledge.ts";
import { OktaError, type OktaClient } from "../connect/okta/index.ts";
import { loadPlaybooks, Responder, RespondError } from "../respond/index.ts";
import { actingCredential } from "./acting-client.ts";
import { readingClient } from "./okta-client.ts";
import type { SecretSource } from "./open-state.ts";
import type { Stores } from "./open-stores.ts";
import { openSignals } from "./signals.ts";

/** What responding in a tenant of the configuration needs. */
export interface OpenParts {
  readonly config: Config;
  readonly stores: Pick<Stores, "events" | "state">;
  readonly secrets: SecretSource;
  readonly now: () => number;
}

/**
 * The responder of a tenant, with both of its credentials. Throws RespondError NL-RESPOND-NO-SOURCE, ConfigError, or
 * what a playbook is wrong with.
 */
export async function openResponder(tenant: string, { config, stores, secrets, now }: OpenParts): Promise<Responder> {
  const source = config.service.sources.find((one) => one.tenant === tenant);
  if (source === undefined)
    throw new RespondError(
      "NL-RESPOND-NO-SOURCE",
      `The case is about the tenant "${tenant}", and no source of the configuration is; it wants one with "read" and "act"`,
    );
  const reading = await readingClient(source, { secrets, now });
  const credential = await actingCredential(source, { secrets, now });
  const signals = await openSignals({ config: config.service, stores, secrets, now });
  const { playbooks, problems } = await loadPlaybooks();
  const [problem] = problems;
  if (problem !== undefined) throw problem;
  return new Responder({
    tenant,
    reading,
    ...stores,
    networkOf: await networksOf(config),
    now,
    guard: { protect: config.protected, own: await ownIds(source, reading) },
    credential,
    playbooks,
    tellOthers: signals?.tellOthers(tenant),
  });
}

/** Ids by which the tenant knows us: our service apps, and the account to which a reading API token belongs. */
async function ownIds({ read, act }: SourceConfig, reading: OktaClient): Promise<readonly string[]> {
  const apps = [read, act].flatMap((one) => (one?.kind === "app" ? [one.clientId] : []));
  if (read.kind === "app") return apps;
  try {
    const me = (await reading.request({ path: "/api/v1/users/me" })).json() as { readonly id?: unknown } | undefined;
    return typeof me?.id === "string" ? [...apps, me.id] : apps;
  } catch (error) {
    // Whose token it is may not be told; then it is not known, and the tenant's last administrators are guarded anyway.
    if (error instanceof OktaError) return apps;
    throw error;
  }
}
