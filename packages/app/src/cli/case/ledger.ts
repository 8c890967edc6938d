import { type LedgerRow, type LedgerState } from "@nightlatch/core";
import { lookAtLedger, settleRow } from "../../cases/index.ts";
import { safeText } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { textOrJson } from "../global-options.ts";
import { when } from "./case-text.ts";
import { atDesk, type CaseFlags } from "./desk.ts";
import { say } from "./said.ts";

/** Options of `nightlatch ledger`. */
export interface LedgerFlags extends CaseFlags {
  /** Exit with 10 when a row is open. */
  readonly failOnOpen: boolean;
}

/** Options of `nightlatch ledger settle`. */
export interface SettleFlags extends CaseFlags {
  readonly state: Exclude<LedgerState, "open">;
  readonly proof: string;
}

/** `nightlatch ledger show ID` */
export async function runLedger(id: string, flags: LedgerFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const rows = await atDesk(flags, async (desk) =>
    flags.asOf === undefined ? lookAtLedger(id, desk.who, desk) : (await desk.book.get(id, flags.asOf)).ledger,
  );
  await sayRows(format, id, rows);
  return flags.failOnOpen && rows.some(({ state }) => state === "open") ? EXIT.found : EXIT.done;
}

/** `nightlatch ledger settle ID CREDENTIAL --state STATE --proof TEXT` */
export async function runSettle(id: string, credential: string, flags: SettleFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const { state, proof } = flags;
  const rows = await atDesk(flags, (desk) => settleRow(id, { credential, state, text: proof }, desk));
  await sayRows(format, id, rows);
  return EXIT.done;
}

/** `nightlatch ledger owner ID CREDENTIAL PERSON` */
export async function runOwner(
  id: string,
  [credential, owner]: readonly [string, string],
  flags: CaseFlags,
): Promise<ExitCode> {
  const format = textOrJson(flags);
  const rows = await atDesk(flags, (desk) => settleRow(id, { credential, owner }, desk));
  await sayRows(format, id, rows);
  return EXIT.done;
}

async function sayRows(format: "text" | "json", id: string, rows: readonly LedgerRow[]): Promise<void> {
  const open = rows.filter(({ state }) => state === "open").length;
  await say(
    format,
    { schema: "nightlatch.ledger/1", case: id, open, rows },
    () => `${rows.map(lineOf).join("")}${open} of ${rows.length} credentials are open\n`,
  );
}

function lineOf({ credential, name, owner, state, why, proof, watchUntil, uses }: LedgerRow): string {
  const shown = proof.map((one) =>
    one.kind === "event"
      ? `${one.type} ${one.uid} at ${when(one.at)}`
      : one.kind === "person"
        ? `${one.who} at ${when(one.at)}: ${one.text}`
        : `read back at ${when(one.at)}: ${one.state}`,
  );
  const lines = [
    `${state.padEnd(8)} ${credential}  ${name}, owner ${owner || "not named"}. ${why}`,
    ...shown.map((text) => `           proof: ${text}`),
    ...(watchUntil === 0 ? [] : [`           watched until ${when(watchUntil)}`]),
    ...uses.map(({ uid, at, what }) => `           USED at ${when(at)}: ${what} (${uid})`),
  ];
  return `${lines.map(safeText).join("\n")}\n`;
}
