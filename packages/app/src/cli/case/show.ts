import type { Case } from "@nightlatch/core";
import { measuresOf } from "@nightlatch/core";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { textOrJson } from "../global-options.ts";
import { lineOfCase, textOfCase } from "./case-text.ts";
import { atDesk, type CaseFlags } from "./desk.ts";
import { say } from "./said.ts";

/** Options of `nightlatch case list`. */
export interface ListFlags extends CaseFlags {
  readonly status?: Case["status"];
}

/** `nightlatch case list` */
export async function runList(flags: ListFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const { tenant, status, asOf } = flags;
  const cases = await atDesk(flags, ({ book }) =>
    book.list({
      ...(tenant === undefined ? {} : { tenant }),
      ...(status === undefined ? {} : { status }),
      ...(asOf === undefined ? {} : { asOf }),
    }),
  );
  const short = cases.map((one) => ({
    id: one.id,
    tenant: one.tenant,
    title: one.title,
    status: one.status,
    opened: one.opened.at,
    updated: one.updated,
    findings: one.findings.map(({ finding }) => finding.id),
    measures: measuresOf(one),
  }));
  await say(
    format,
    { schema: "nightlatch.cases/1", cases: short },
    () => `${cases.map(lineOfCase).join("")}${cases.length} cases\n`,
  );
  return EXIT.done;
}

/** `nightlatch case show ID` */
export async function runShow(id: string, flags: CaseFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const one = await atDesk(flags, ({ book }) => book.get(id, flags.asOf));
  await sayCase(format, one);
  return EXIT.done;
}

/** Says a case as it stands. */
export async function sayCase(format: "text" | "json", one: Case): Promise<void> {
  await say(format, { schema: "nightlatch.case/1", case: one, measures: measuresOf(one) }, () => textOfCase(one));
}
