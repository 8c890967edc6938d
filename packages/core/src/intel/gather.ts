import { type Indicator, type ReadIndicators, recognise } from "./indicator.ts";

/** Indicators of one list that are kept; what comes after is a problem, and said once. */
const MOST = 1_000_000;
/** Problems that are told one by one. */
const MOST_PROBLEMS = 1000;

/** Gathers what is read of a list, whatever its form. */
export class Gather {
  readonly #source: string;
  readonly #indicators = new Map<string, Indicator>();
  readonly #problems: { line: number; reason: string }[] = [];
  #unused = 0;
  #more = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Takes a value that is said to be a user agent, whatever it looks like. */
  agent(value: string, { note = "", until = Number.POSITIVE_INFINITY }: Partial<Indicator> = {}): void {
    if (value.trim() === "") return;
    this.add({ kind: "agent", value: value.trim(), source: this.#source, note: shortened(note), until });
  }

  /** Takes a value as it is written; one that says nothing is a problem at its line. */
  value(written: string, line: number, { note = "", until = Number.POSITIVE_INFINITY }: Partial<Indicator> = {}): void {
    const found = recognise(written);
    if (found === undefined)
      this.problem(line, `"${shortened(written)}" is no address, block of addresses, domain or user agent`);
    else if (found === "unused") this.#unused++;
    else this.add({ ...found, source: this.#source, note: shortened(note), until });
  }

  add(indicator: Indicator): void {
    const key = `${indicator.kind} ${indicator.value.toLowerCase()}`;
    const before = this.#indicators.get(key);
    if (before === undefined && this.#indicators.size >= MOST) {
      this.#more++;
      return;
    }
    // Said twice, the later end counts.
    if (before === undefined || before.until < indicator.until) this.#indicators.set(key, indicator);
  }

  skip(): void {
    this.#unused++;
  }

  problem(line: number, reason: string): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push({ line, reason });
  }

  result(form: ReadIndicators["form"]): ReadIndicators {
    const more = this.#more;
    const full =
      more === 0 ? [] : [{ line: 0, reason: `The list has ${more} indicators beyond ${MOST}; they were left out` }];
    return {
      form,
      indicators: [...this.#indicators.values()],
      problems: [...this.#problems, ...full],
      unused: this.#unused,
    };
  }
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}
