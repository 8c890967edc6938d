import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { answers, type Playbook } from "@nightlatch/core";
import type { ConfigError } from "../../config/config-error.ts";
import { contentPath } from "../../content.ts";
import { readPlaybook } from "./read-playbook.ts";

/** Playbooks in the order of their files' names, and what could not be taken. */
export interface Playbooks {
  readonly playbooks: readonly Playbook[];
  readonly problems: readonly ConfigError[];
}

/** Reads the playbooks that come with Nightlatch. A file that cannot be taken keeps the others from nothing. */
export async function loadPlaybooks(folder: string = contentPath("playbooks")): Promise<Playbooks> {
  const files = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const read = await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      return readPlaybook({ file, text: await readFile(file, "utf8") });
    }),
  );
  return {
    playbooks: read.flatMap(({ playbook }) => (playbook === undefined ? [] : [playbook])),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** The playbooks that answer any of some rules' findings. */
export function playbooksFor(playbooks: readonly Playbook[], rules: readonly string[]): readonly Playbook[] {
  return playbooks.filter((playbook) => rules.some((rule) => answers(playbook, rule)));
}
