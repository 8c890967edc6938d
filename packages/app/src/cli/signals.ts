import { readConfig } from "../config/config.ts";
import { jsonDocument, safeText } from "../report/index.ts";
import { openSignals, openState } from "../service/index.ts";
import { deadSignals, newSigningKey, pushDue, reviveSignals, streamCounts } from "../signals/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type GlobalOptions, textOrJson } from "./global-options.ts";
import { writeError, writeOut } from "./write-out.ts";

/** `nightlatch signals key`: a new signing key, as a private JWK on stdout. */
export async function runKey(): Promise<ExitCode> {
  await writeOut(`${JSON.stringify(await newSigningKey())}\n`);
  writeError("A secret: put it into a file that only Nightlatch reads, and name it in `signals: key: { file: … }`\n");
  return EXIT.done;
}

/** `nightlatch signals list`: how every stream stands, and what was put aside. */
export async function runList(flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const [streams, dead] = await atState(flags, (state) => Promise.all([streamCounts(state), deadSignals(state)]));
  const told = dead.map((one) => ({ ...one, created: new Date(one.created).toISOString() }));
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.signals/1", streams, dead: told }));
  else
    await writeOut(
      [
        ...streams.map(
          ({ id, to, method, status, reason, waiting, sent, dead: aside }) =>
            `${status.padEnd(8)} ${id}  ${safeText(to)} (${method})  ${waiting} wait, ${sent} arrived, ${aside} put aside${reason === "" ? "" : `. ${safeText(reason)}`}\n`,
        ),
        `${streams.length} streams\n`,
        ...told.map(
          ({ jti, stream, created, error, attempts }) =>
            `put aside ${created}  ${jti} to ${stream}, after ${attempts} tries: ${safeText(error)}\n`,
        ),
      ].join(""),
    );
  return EXIT.done;
}

/** `nightlatch signals retry`: takes up again what was put aside, and pushes what is due. */
export async function runRetry(flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  const { revived, arrived } = await atState(flags, async (state) => {
    const again = await reviveSignals(state, Date.now());
    const open = await openSignals({ config: config.service, stores: { state }, secrets, now: Date.now });
    const done = open === undefined ? 0 : await pushDue(open.push, AbortSignal.timeout(PATIENCE));
    return { revived: again, arrived: done };
  });
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.signals-retried/1", revived, arrived }));
  else await writeOut(`${revived} events are taken up again, ${arrived} arrived\n`);
  return EXIT.done;
}

const PATIENCE = 60_000;

async function atState<Answer>(flags: GlobalOptions, work: (state: StateStore) => Promise<Answer>): Promise<Answer> {
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  const state = await openState(config.service, { folder: flags.data, secrets });
  try {
    return await work(state);
  } finally {
    await state.close();
  }
}
