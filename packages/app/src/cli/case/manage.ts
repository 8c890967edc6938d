import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type Case, type FactSource, readSeed, type Seed } from "@nightlatch/core";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { textOrJson } from "../global-options.ts";
import { atDesk, type CaseFlags, type Desk } from "./desk.ts";
import { sayCase } from "./show.ts";

/** Does something to a case and says the case as it stands then. */
async function change(flags: CaseFlags, work: (desk: Desk) => Promise<Case>): Promise<ExitCode> {
  const format = textOrJson(flags);
  await sayCase(format, await atDesk(flags, work));
  return EXIT.done;
}

/** `nightlatch case open TITLE [SEED…]` */
export function runOpen(title: string, seeds: readonly string[], flags: CaseFlags): Promise<ExitCode> {
  const read = seeds.map(seedOf);
  return change(flags, async ({ book, who, tenant }) => book.open({ tenant: await tenant(), title, seeds: read }, who));
}

/** `nightlatch case note ID TEXT` */
export function runNote(id: string, text: string, flags: CaseFlags): Promise<ExitCode> {
  return change(flags, ({ book, who }) => book.write(id, [{ kind: "case.note", body: { text } }], who));
}

/** `nightlatch case task ID TEXT`, or with `--done TASK` what came of one. */
export function runTask(
  id: string,
  text: string,
  flags: CaseFlags & { readonly owner?: string; readonly done?: string },
): Promise<ExitCode> {
  const { owner = "", done } = flags;
  return change(flags, ({ book, who }) =>
    done === undefined ? book.addTask(id, { text, owner }, who) : book.finishTask(id, { id: done, text }, who),
  );
}

/** `nightlatch case role ID ROLE PERSON` */
export function runRole(id: string, [role, person]: readonly [string, string], flags: CaseFlags): Promise<ExitCode> {
  return change(flags, ({ book, who }) => book.write(id, [{ kind: "case.role", body: { who: person, role } }], who));
}

/** Options of `nightlatch case fact`. */
export interface FactFlags extends CaseFlags {
  readonly happened?: number;
  readonly event?: readonly string[];
  readonly file?: string;
  readonly person?: string;
}

/** `nightlatch case fact ID TEXT` */
export async function runFact(id: string, text: string, flags: FactFlags): Promise<ExitCode> {
  const source = await sourceOf(flags);
  const happened = flags.happened ?? null;
  return change(flags, ({ book, who }) =>
    book.write(id, [{ kind: "case.fact", body: { happened, text, source } }], who),
  );
}

/** `nightlatch case pin ID UID --why TEXT` */
export function runPin(id: string, uid: string, flags: CaseFlags & { readonly why: string }): Promise<ExitCode> {
  return change(flags, async ({ book, who, events }) => {
    const { tenant } = await book.get(id);
    const [event] = await events.byUid(tenant, [uid]);
    if (event === undefined)
      throw new Failure("NL-CLI-EVENT", `The store of "${tenant}" has no event "${uid}"`, {
        exit: EXIT.usage,
        next: "Give the uid (uuid) of an event as findings and scopes name it",
      });
    return book.write(id, [{ kind: "case.pin", body: { uid, happened: event.time, why: flags.why } }], who);
  });
}

/** `nightlatch case supplier ID VENDOR TEXT --told|--answered` */
export function runSupplier(
  id: string,
  [vendor, text]: readonly [string, string],
  flags: CaseFlags & { readonly answered: boolean; readonly at?: number },
): Promise<ExitCode> {
  const direction = flags.answered ? "answered" : "told";
  return change(flags, ({ book, who, now }) =>
    book.write(id, [{ kind: "case.supplier", body: { vendor, direction, at: flags.at ?? now(), text } }], who),
  );
}

/** `nightlatch case close ID --why TEXT` */
export function runClose(
  id: string,
  flags: CaseFlags & { readonly why: string; readonly overOpen: boolean },
): Promise<ExitCode> {
  return change(flags, ({ book, who }) => book.close(id, { why: flags.why, overOpen: flags.overOpen }, who));
}

/** `nightlatch case reopen ID --why TEXT` */
export function runReopen(id: string, flags: CaseFlags & { readonly why: string }): Promise<ExitCode> {
  return change(flags, ({ book, who }) => book.write(id, [{ kind: "case.reopened", body: { why: flags.why } }], who));
}

/** A seed as it was typed. Throws Failure NL-CLI-SEED. */
export function seedOf(text: string): Seed {
  const seed = readSeed(text);
  if (seed !== undefined) return seed;
  throw new Failure("NL-CLI-SEED", `"${text}" is no seed`, {
    exit: EXIT.usage,
    next: "Give an id of Okta, an address, a login or a finding, or say what it is: session:…, user:…, address:…, token:…, agent:…, finding:…, span:FROM/UNTIL",
  });
}

async function sourceOf({ event = [], file, person }: FactFlags): Promise<FactSource> {
  const given = [event.length > 0, file !== undefined, person !== undefined].filter(Boolean).length;
  if (given !== 1)
    throw new Failure("NL-CLI-SOURCE", `A fact has one source, and ${given} kinds of source were given`, {
      exit: EXIT.usage,
      next: "Give --event UID (as often as needed), or --file PATH, or --person NAME",
    });
  if (file !== undefined) return { file, sha256: await sha256Of(file) };
  return person === undefined ? { events: event } : { person };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  } catch (error) {
    throw new Failure(
      "NL-CLI-SOURCE",
      `The file "${file}" could not be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        exit: EXIT.usage,
        next: "Name a file that you may read; only its hash is kept",
      },
    );
  }
  return hash.digest("hex");
}
