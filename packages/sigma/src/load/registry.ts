import type { Draft } from "./draft.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Every document by its id and by its name, across files. The first to claim one keeps it, unless it has errors already
 * and the later one has none: a rule that cannot run takes nobody's place.
 */
export class Registry {
  readonly #drafts = new Map<string, Draft>();

  /** Refuses a document whose id or name is another's already; that is reported at the later one. */
  add(draft: Draft): void {
    const { id, name, key } = draft.facts;
    const claims = [
      ["id", id],
      ["name", name],
      ["file", key],
    ] as const;
    for (const [what, text] of claims) {
      const holder = text === "" ? undefined : this.find(text);
      if (holder === undefined || holder === draft || (holder.log.failed && !draft.log.failed)) {
        if (text !== "") this.#drafts.set(claimOf(text), draft);
        continue;
      }
      const { file, line } = holder.facts.place;
      const message = `The ${what} "${text}" is that of "${holder.facts.title}" already (${file}:${line}); each document needs its own, and this one is left out`;
      const at = draft.root.entries.find((entry) => entry.key === what)?.at ?? draft.root.at;
      draft.log.error(at, "NL-SIGMA-DUPLICATE", message);
      return;
    }
  }

  find(reference: string): Draft | undefined {
    return this.#drafts.get(claimOf(reference));
  }
}

/** UUIDs are the same in any case, names are not. */
function claimOf(text: string): string {
  return UUID.test(text) ? text.toLowerCase() : text;
}
