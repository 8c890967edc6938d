/** Names folded before; forgotten when there are too many, so that hostile names cannot fill the memory. */
const NAMES = new Map<string, string>();
const MOST_NAMES = 4096;
const BEYOND_ASCII = /[\u0080-\uffff]/;

/**
 * The one folding of case, for rules and events alike: texts that differ in case only fold to the same text.
 *
 * Each character folds by itself, whatever stands beside it, so that a part of a text folds to a part of the folded
 * text. It is the full folding of Unicode (ß and SS, ﬁ and FI are alike; so are σ and ς), and may change the length:
 * offsets must not be carried across it.
 */
export function fold(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  // Down first: ẞ has no other capital. Down last: only that direction treats a sigma by its place in the word.
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

/** Folds a key of an event. Few names come again and again. */
export function foldName(name: string): string {
  let folded = NAMES.get(name);
  if (folded === undefined) {
    folded = fold(name);
    if (NAMES.size >= MOST_NAMES) NAMES.clear();
    NAMES.set(name, folded);
  }
  return folded;
}
