import type { Tell } from "./field-view.ts";

type Answer = ReturnType<Tell>;

/** Different answers to one question, at one place, beyond which it is not worth remembering what follows from each. */
const MANY = 48;

/**
 * What follows from the answers to questions that are asked one after the other, where the next question depends on
 * the answers so far and on nothing else. Records of a kind have the same answers, and the same follows.
 */
export class Answers<T> {
  #root: Place<T> = new Place<T>();
  /** Places in the tree. */
  size = 0;

  /** What follows, or undefined when such answers were not met so far. */
  find(tell: Tell): T | undefined {
    let place: Place<T> | undefined = this.#root;
    for (;;) {
      if (place?.asks === undefined) return place?.outcome;
      place = place.after(tell(place.asks));
    }
  }

  /**
   * Remembers what follows from answers, in the order of their questions. Gives the question that has too many answers
   * to be remembered, if there is one; then nothing is.
   */
  add(answers: readonly (readonly [path: string, answer: Answer])[], outcome: T): string | undefined {
    let place = this.#root;
    for (const [path, answer] of answers) {
      place.asks = path;
      let next = place.after(answer);
      if (next === undefined) {
        if (place.size >= MANY) return path;
        next = new Place<T>();
        place.lead(answer, next);
        this.size++;
      }
      place = next;
    }
    place.outcome = outcome;
    return undefined;
  }

  clear(): void {
    this.#root = new Place<T>();
    this.size = 0;
  }
}

/** Where one has come to by some answers: the next question, or the outcome. */
class Place<T> {
  asks: string | undefined;
  outcome: T | undefined;
  readonly #after = new Map<string | undefined, Place<T>>();
  readonly #afterLists = new Map<string, Place<T>>();
  #lastAnswer: Answer = "\u0000";
  #last: Place<T> | undefined;

  get size(): number {
    return this.#after.size + this.#afterLists.size;
  }

  after(answer: Answer): Place<T> | undefined {
    if (typeof answer === "object") return this.#afterLists.get(listKey(answer));
    if (this.#last !== undefined && this.#lastAnswer === answer) return this.#last;
    const place = this.#after.get(answer);
    if (place === undefined) return undefined;
    this.#lastAnswer = answer;
    this.#last = place;
    return place;
  }

  lead(answer: Answer, place: Place<T>): void {
    if (typeof answer === "object") this.#afterLists.set(listKey(answer), place);
    else this.#after.set(answer, place);
  }
}

/** The texts of a list as one, apart for different lists. */
function listKey(texts: readonly string[]): string {
  let key = "";
  for (const text of texts) key += `${text.length}:${text}`;
  return key;
}
