/** Names and values that tell apart what a figure is about. Few values each: every pair is kept for good. */
export type Labels = Readonly<Record<string, string>>;

/** A figure that only grows. */
export interface Counter {
  readonly add: (labels?: Labels, by?: number) => void;
}

/** A figure at the moment of asking. */
export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

interface Family {
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: () => Promise<readonly Sample[]> | readonly Sample[];
}

/** Figures, and their text for Prometheus (Prometheus, "Exposition formats", text format 0.0.4). */
export class Metrics {
  readonly #families = new Map<string, Family>();

  /** A counter; its name ends in `_total`. */
  counter(name: string, help: string): Counter {
    const values = new Map<string, { readonly labels: Labels; value: number }>();
    this.#add(name, { help, type: "counter", samples: () => [...values.values()] });
    return {
      add: (labels = {}, by = 1) => {
        const key = JSON.stringify(labels);
        const there = values.get(key);
        if (there === undefined) values.set(key, { labels, value: by });
        else there.value += by;
      },
    };
  }

  /** A gauge, which is read when somebody asks. */
  gauge(name: string, help: string, read: Family["samples"]): void {
    this.#add(name, { help, type: "gauge", samples: read });
  }

  /** All figures as text. */
  async text(): Promise<string> {
    const parts = await Promise.all(
      [...this.#families].map(async ([name, { help, type, samples }]) => {
        const lines = (await samples()).map(({ labels, value }) => `${name}${written(labels)} ${value}\n`);
        return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
      }),
    );
    return parts.join("");
  }

  #add(name: string, family: Family): void {
    if (this.#families.has(name)) throw new RangeError(`The figure "${name}" is there already`);
    this.#families.set(name, family);
  }
}

const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

function written(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, (one) => ESCAPED[one] ?? one)}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
