import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { readConfig } from "../config/config.ts";
import { DEFAULT_DATA, openStores } from "../service/index.ts";
import { VERSION } from "../version.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { type GlobalOptions, textOrJson } from "./global-options.ts";
import { writeOut } from "./write-out.ts";

interface Manifest {
  readonly schema: "nightlatch.backup/1";
  readonly version: string;
  readonly at: string;
  readonly events: number;
}

/** `nightlatch backup FOLDER`: both stores of one machine, as of one moment. */
export async function runBackup(folder: string, flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const config = await readConfig(flags.config);
  if (config.service.store.events !== undefined || config.service.store.state !== undefined)
    throw new Failure("NL-BACKUP-SERVER", "The stores are on servers, which have tools of their own for this", {
      exit: EXIT.usage,
      next: "Use ClickHouse's BACKUP and PostgreSQL's pg_dump",
    });
  wantEmpty(folder);
  const data = flags.data ?? config.service.data ?? DEFAULT_DATA;
  const stores = await openStores(config.service, {
    folder: data,
    secrets: { file: "", env: process.env },
    alone: true,
  });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await sql`VACUUM INTO ${sql.lit(join(folder, "state.sqlite"))}`.execute(stores.state.db);
    const events = (await stores.events.holdings()).reduce((sum, one) => sum + one.events, 0);
    const manifest: Manifest = {
      schema: "nightlatch.backup/1",
      version: VERSION,
      at: new Date().toISOString(),
      events,
    };
    // No event is taken in meanwhile, because the state store's lock is ours; and closed, the engine writes nothing.
    await stores.events.close();
    cpSync(join(data, "events"), join(folder, "events"), { recursive: true });
    writeFileSync(join(folder, "backup.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    await writeOut(
      format === "json" ? `${JSON.stringify(manifest)}\n` : `Backed up ${events} events and the state to ${folder}\n`,
    );
    return EXIT.done;
  } finally {
    await stores.state.close();
  }
}

/** `nightlatch restore FOLDER`: a backup into an empty data folder. */
export async function runRestore(folder: string, flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const config = await readConfig(flags.config);
  const data = flags.data ?? config.service.data ?? DEFAULT_DATA;
  const manifest = readManifest(folder);
  wantEmpty(data);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  cpSync(join(folder, "state.sqlite"), join(data, "state.sqlite"));
  cpSync(join(folder, "events"), join(data, "events"), { recursive: true });
  const stores = await openStores(config.service, { folder: data, secrets: { file: "", env: process.env } });
  const events = (await stores.events.holdings()).reduce((sum, one) => sum + one.events, 0);
  await stores.close();
  if (events !== manifest.events)
    throw new Failure(
      "NL-BACKUP-DAMAGED",
      `The backup says ${manifest.events} events, and ${events} are there after restoring`,
      {
        exit: EXIT.unavailable,
        next: "Do not go on with this folder; take another backup",
      },
    );
  await writeOut(
    format === "json"
      ? `${JSON.stringify(manifest)}\n`
      : `Restored ${events} events and the state of ${manifest.at} to ${data}\n`,
  );
  return EXIT.done;
}

function readManifest(folder: string): Manifest {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, "backup.json"), "utf8")) as Manifest;
    if (manifest.schema === "nightlatch.backup/1") return manifest;
  } catch {
    // Said below.
  }
  throw new Failure("NL-BACKUP-NONE", `There is no backup in "${folder}"`, {
    exit: EXIT.usage,
    next: "Name the folder that nightlatch backup wrote",
  });
}

function wantEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  throw new Failure("NL-BACKUP-FULL", `The folder "${folder}" is not empty; nothing was overwritten`, {
    exit: EXIT.usage,
    next: "Name a folder that is empty or not there yet",
  });
}
