import type { NetworkClass } from "./network.ts";
import type { NetworkWords } from "./network-data.ts";

/** A word found in a text, and the class it gives away. */
export interface FoundWord {
  readonly class: NetworkClass;
  readonly word: string;
}

/** The first class one of whose words stands in the text (`NetworkWords` says how words are matched). */
export function findWord(lists: readonly NetworkWords[], text: string): FoundWord | undefined {
  if (text === "") return undefined;
  const lower = text.toLowerCase();
  for (const list of lists) {
    const word = list.words.find((candidate) => stands(lower, candidate));
    if (word !== undefined) return { class: list.class, word };
  }
  return undefined;
}

function stands(text: string, word: string): boolean {
  const alone = word.length <= 4;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!alone || (!isLetter(text[at - 1]) && !isLetter(text[at + word.length]))) return true;
  }
  return false;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{L}/u.test(character);
}
