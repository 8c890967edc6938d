import { EXIT, type ExitCode } from "../exit-code.ts";
import { giveOut } from "../give-out.ts";
import type { GlobalOptions } from "../global-options.ts";
import { answerFormat, written } from "./answer.ts";
import { atStores } from "./at-stores.ts";

/** Options of `nightlatch sql`. */
export interface SqlFlags extends GlobalOptions {
  readonly limit: number;
  readonly out?: string;
}

/** `nightlatch sql SELECT` */
export async function runSql(select: string, flags: SqlFlags): Promise<ExitCode> {
  const format = answerFormat(flags, ["table", "json", "csv"]);
  const { limit, out } = flags;
  // One more than is shown says whether there are others.
  const found = await atStores(flags, ({ events }) => events.ask(select, limit + 1));
  const shown = found.slice(0, limit);
  const more = found.length > limit;
  const columns = Object.keys(shown[0] ?? {});
  const rows = { columns, rows: shown.map((row) => columns.map((column) => textOf(row[column]))) };
  const below = `${shown.length === 1 ? "1 row" : `${shown.length} rows`}${more ? ", and there are more: --limit" : ""}`;
  await giveOut(
    written({ rows, below, document: { schema: "nightlatch.sql/1", rows: shown, more } }, format, out),
    out,
  );
  return EXIT.done;
}

/** A value of the engine's in a cell; lists and maps as JSON. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}
