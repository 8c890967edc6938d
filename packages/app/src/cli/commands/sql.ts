import type { Command } from "commander";
import type { SqlFlags } from "../hunt/sql.ts";
import type { Ended } from "./ended.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { many } from "./option-values.ts";

/** `nightlatch sql` */
export function addSql(program: Command, ended: Ended): void {
  program
    .command("sql")
    .summary("ask the store in SQL")
    .description(
      "Answers one SELECT over the table of events, in ClickHouse's SQL. It can write nothing and reach nothing beyond the tables: no files, no addresses, no settings; rows, memory and time are bounded. docs/find.md lists the columns.",
    )
    .argument("<select>", 'one statement, such as "SELECT type, count() FROM events GROUP BY type"')
    .option("--limit <n>", "how many rows at most", many, 1000)
    .option("--out <file>", "write the answer there instead of to stdout")
    .addHelpText(
      "after",
      `
Examples:
  nightlatch sql "SELECT type, count() AS n FROM events GROUP BY type ORDER BY n DESC"
  nightlatch sql "SELECT ip, uniq(actor_id) AS people FROM events WHERE time > now() - INTERVAL 7 DAY GROUP BY ip" --format csv
  nightlatch sql "SELECT record.debugContext.debugData.risk AS risk, uid FROM events" --limit 20 --format json
${EXIT_CODES}`,
    )
    .action(async (select: string, _: unknown, command: Command) => {
      const { runSql } = await import("../hunt/sql.ts");
      ended(await runSql(select, command.optsWithGlobals<SqlFlags>()));
    });
}
