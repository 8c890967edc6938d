/** Ways to say something louder than plain text. Every one is said by words or place as well: colour never alone. */
export type Tone = "loud" | "faint" | "victim" | "intruder" | "severe";

/** Adds colour to text, or does not. */
export type Paint = (tone: Tone, text: string) => string;

/** No colour. */
export const PLAIN: Paint = (_, text) => text;

/**
 * Colours of a terminal with 256 of them: blue for the victim, orange for the intruder, which people with every
 * common colour blindness tell apart (after Okabe and Ito, Color Universal Design).
 */
export const COLOURED: Paint = (tone, text) => `\u001b[${CODES[tone]}m${text}\u001b[0m`;

const CODES: Readonly<Record<Tone, string>> = {
  loud: "1",
  faint: "2",
  victim: "38;5;33",
  intruder: "1;38;5;208",
  severe: "1;7",
};
