import { checkPlaybook, type Playbook } from "@nightlatch/core";
import { ConfigDocument, type ConfigText } from "../../config/config-document.ts";
import { ConfigError } from "../../config/config-error.ts";
import { ACTION_IDS } from "../action-book.ts";

/** A playbook, or what is wrong with the file, each with its line (`NL-PLAYBOOK-FORM`). */
export type ReadPlaybook =
  | { readonly playbook: Playbook; readonly problems: readonly [] }
  | { readonly playbook: undefined; readonly problems: readonly ConfigError[] };

/** Reads one playbook in YAML. Every problem is told. */
export function readPlaybook(source: ConfigText): ReadPlaybook {
  try {
    const document = new ConfigDocument(source, "NL-PLAYBOOK-FORM");
    const { playbook, problems } = checkPlaybook(document.value(), ACTION_IDS);
    if (playbook !== undefined) return { playbook, problems: [] };
    return { playbook: undefined, problems: problems.map(({ path, reason }) => document.error(path, reason)) };
  } catch (error) {
    if (error instanceof ConfigError) return { playbook: undefined, problems: [error] };
    throw error;
  }
}
