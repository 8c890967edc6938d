import { readConfig } from "../config/config.ts";
import { Outbox } from "../notify/index.ts";
import { jsonDocument, safeText } from "../report/index.ts";
import { openState } from "../service/index.ts";
import { type StateStore, writeEntry } from "../store/state/index.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type GlobalOptions, textOrJson } from "./global-options.ts";
import { writeOut } from "./write-out.ts";

/** Options of `nightlatch outbox retry`. */
export interface OutboxFlags extends GlobalOptions {
  readonly output?: string;
}

/** `nightlatch outbox list`: what was put aside, and how much waits. */
export async function runOutboxList(flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const { letters, waiting } = await atOutbox(flags, async (outbox, state) => {
    const row = await state.db
      .selectFrom("outbox")
      .select(({ fn }) => fn.countAll().as("count"))
      .where("state", "=", "waiting")
      .executeTakeFirst();
    return { letters: await outbox.deadLetters(), waiting: Number(row?.count ?? 0) };
  });
  const told = letters.map(({ created, ...letter }) => ({ ...letter, created: new Date(created).toISOString() }));
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.outbox/1", waiting, dead: told }));
  else {
    const lines = told.map(
      ({ id, output, tenant, finding, revision, error, attempts, created }) =>
        `${id}  ${created}  ${safeText(output)}  ${safeText(tenant)} ${finding} r${revision}  ${safeText(error)} (${attempts} tries)\n`,
    );
    await writeOut(`${lines.join("")}${told.length} notices were put aside, ${waiting} wait to be sent\n`);
  }
  return EXIT.done;
}

/** `nightlatch outbox retry`: takes what was put aside up again. */
export async function runOutboxRetry(flags: OutboxFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const { output } = flags;
  const revived = await atOutbox(flags, async (outbox, state) => {
    const count = await outbox.revive(output);
    const body = { output: output ?? null, revived: count };
    await state.db
      .transaction()
      .execute((db) => writeEntry(db, { at: Date.now(), who: "command line", kind: "outbox.revive", body }));
    return count;
  });
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.outbox/1", revived }));
  else await writeOut(`${revived} notices will be sent again while the service runs\n`);
  return EXIT.done;
}

async function atOutbox<Answer>(
  flags: GlobalOptions,
  work: (outbox: Outbox, state: StateStore) => Promise<Answer>,
): Promise<Answer> {
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  const state = await openState(config.service, { folder: flags.data, secrets });
  try {
    return await work(new Outbox(state, [], { now: Date.now }), state);
  } finally {
    await state.close();
  }
}
