import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fromCacao, type Playbook, toCacao } from "@nightlatch/core";
import { stringify } from "yaml";
import { jsonDocument, safeText } from "../../report/index.ts";
import { actionById, ACTION_IDS, loadPlaybooks } from "../../respond/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeError, writeOut } from "../write-out.ts";

/** `nightlatch playbook list` */
export async function runList(flags: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(flags);
  const playbooks = await loaded();
  await writeOut(
    format === "json"
      ? jsonDocument({ schema: "nightlatch.playbooks/1", playbooks })
      : playbooks.map(({ id, title, steps }) => `${id.padEnd(20)} ${title}, ${steps.length} steps\n`).join(""),
  );
  return EXIT.done;
}

/** `nightlatch playbook export ID`: as CACAO 2.0. */
export async function runExport(id: string): Promise<ExitCode> {
  const playbooks = await loaded();
  const playbook = playbooks.find((one) => one.id === id);
  if (playbook === undefined)
    throw new Failure("NL-RESPOND-NO-PLAYBOOK", `There is no playbook "${id}"`, {
      exit: EXIT.usage,
      next: `Name one of ${playbooks.map((one) => one.id).join(", ")}`,
    });
  const document = toCacao(playbook, {
    uuid: randomUUID,
    createdBy: `identity--${randomUUID()}`,
    created: Date.now(),
    callOf: (action) => actionById(action)?.call ?? "",
  });
  await writeOut(jsonDocument(document));
  return EXIT.done;
}

/** `nightlatch playbook import FILE`: CACAO 2.0 as a draft in our own form, for somebody to look at. */
export async function runImport(file: string): Promise<ExitCode> {
  const failed = (reason: string): Failure =>
    new Failure("NL-PLAYBOOK-CACAO", `The playbook "${file}" could not be read: ${reason}`, {
      exit: EXIT.usage,
      next: "Give a JSON document with a playbook of CACAO 2.0",
    });
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  }
  const { playbook, problems, notes } = fromCacao(document, ACTION_IDS);
  for (const note of notes) writeError(`${safeText(note)}\n`);
  if (playbook === undefined)
    throw failed(problems.map(({ path, reason }) => `${path.join(".")}: ${reason}`).join("; "));
  await writeOut(
    `# A draft, read from "${file.replaceAll(/\s/g, " ")}". Look at every step before you use it.\n${stringify(playbook)}`,
  );
  return EXIT.done;
}

async function loaded(): Promise<readonly Playbook[]> {
  const { playbooks, problems } = await loadPlaybooks();
  for (const problem of problems) writeError(`${problem.message}\n`);
  return playbooks;
}
