import type { Config } from "../config/config.ts";
import type { EventStore } from "../store/events/index.ts";
import { EXIT } from "./exit-code.ts";
import { Failure } from "./failure.ts";

/** The tenant that is meant: the one named, else the only one there is. Throws a Failure NL-CLI-TENANT. */
export async function tenantMeant(named: string | undefined, config: Config, events: EventStore): Promise<string> {
  if (named !== undefined) return named;
  const held = (await events.holdings()).map(({ tenant }) => tenant);
  const all = [...new Set([...config.service.sources.map(({ tenant }) => tenant), ...held])];
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  throw new Failure(
    "NL-CLI-TENANT",
    `There are ${all.length} tenants (${all.join(", ") || "none"}), and none was named`,
    {
      exit: EXIT.usage,
      next: "Name one with --tenant",
    },
  );
}
