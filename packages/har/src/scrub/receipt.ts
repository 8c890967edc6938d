import { factsOf, type SecretClass } from "../secret/classes.ts";
import type { Profile } from "./profile.ts";
import type { Replaced } from "./rewrite.ts";

/** Size and SHA-256 of a file, in hexadecimal. */
export interface FileSum {
  readonly bytes: number;
  readonly sha256: string;
}

/** What a scrub did, in numbers: it holds no value, and may go with the output. */
export interface Receipt {
  readonly profile: Profile;
  readonly input: FileSum;
  readonly output: FileSum;
  readonly entries: number;
  /** Values that were taken out, and how often in all. */
  readonly values: number;
  readonly replacements: number;
  /** By class and place, most first. `byValue` counts those that only their value gave away. */
  readonly replaced: readonly {
    readonly class: SecretClass;
    readonly title: string;
    readonly place: string;
    readonly values: number;
    readonly count: number;
    readonly byValue: number;
  }[];
  /** What could not be judged, and was taken out for that reason. */
  readonly notJudged: readonly { readonly place: string; readonly because: string; readonly count: number }[];
  /** Bodies that the profile dropped. */
  readonly dropped: number;
  /** The scan of the output; a scrub that finds residue gives no output. */
  readonly residue: { readonly scanned: number; readonly found: 0 };
}

interface Row {
  readonly secret: SecretClass;
  readonly place: string;
  readonly values: Set<string>;
  count: number;
  byValue: number;
}

/** Counts as it goes. */
export class Ledger {
  readonly #rows = new Map<string, Row>();
  readonly #values = new Set<string>();
  readonly #unjudged = new Map<string, { readonly place: string; readonly because: string; count: number }>();
  #replacements = 0;

  replaced({ secret, value, place, byValue }: Replaced): void {
    this.#replacements++;
    const key = `${secret}\n${place}`;
    let row = this.#rows.get(key);
    if (row === undefined) this.#rows.set(key, (row = { secret, place, values: new Set(), count: 0, byValue: 0 }));
    row.count++;
    if (byValue) row.byValue++;
    row.values.add(value);
    this.#values.add(value);
  }

  unjudged(place: string, because: string): void {
    const key = `${place}\n${because}`;
    const row = this.#unjudged.get(key);
    if (row === undefined) this.#unjudged.set(key, { place, because, count: 1 });
    else row.count++;
  }

  summary(): Pick<Receipt, "values" | "replacements" | "replaced" | "notJudged"> {
    const rows = [...this.#rows.values()].sort(
      (a, b) => b.count - a.count || (a.secret + a.place < b.secret + b.place ? -1 : 1),
    );
    return {
      values: this.#values.size,
      replacements: this.#replacements,
      replaced: rows.map(({ secret, place, values, count, byValue }) => ({
        class: secret,
        title: factsOf(secret).title,
        place,
        values: values.size,
        count,
        byValue,
      })),
      notJudged: [...this.#unjudged.values()],
    };
  }
}
