import type { Command } from "commander";
import type { ScopeFlags } from "../case/scope.ts";
import type { Ended } from "./ended.ts";
import { moment } from "./option-values.ts";

/** `nightlatch scope` */
export function addScope(program: Command, ended: Ended): void {
  program
    .command("scope")
    .summary("everything that an intruder touched")
    .description(
      "From a session, user, address, token, agent, time span or finding to everything that was touched with it, each step with its events and how sure it is, and what was reachable besides. Of a case (C-1) it is asked again, and kept when it says something new.",
    )
    .argument("<seed...>", "a case, or what to start from: an id, address, login or finding, or kind:value")
    .option("--tenant <name>", "the tenant (default: the only one)")
    .option("--since <time>", "events from then on (default: 90 days before the end)", moment)
    .option("--until <time>", "events before then (default: now)", moment)
    .option("--live", "read in the tenant, with the reading credential, what stands now")
    .option("--as-of <time>", "of a case: the scope as it was known then", moment)
    .option("--who <name>", "who asks (default: NIGHTLATCH_WHO, else the name at this machine)")
    .addHelpText(
      "after",
      `
Examples:
  nightlatch scope C-1
  nightlatch scope nl-0123456789abcdef
  nightlatch scope session:idxAbC user:jo@example.com --since 2026-01-01 --format json
  nightlatch scope "span:2026-01-05T10:00:00Z/2026-01-05T14:00:00Z"
`,
    )
    .action(async (seeds: readonly string[], _: unknown, command: Command) => {
      const { runScope } = await import("../case/scope.ts");
      ended(await runScope(seeds, command.optsWithGlobals<ScopeFlags>()));
    });
}
