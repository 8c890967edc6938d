/** Where `byte` stands first from `start` on; `end` when it does not before. Nothing beyond `end` is looked at. */
export function indexIn(
  bytes: Uint8Array,
  byte: number,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  if (end - start > 64) {
    const found = bytes.subarray(start, end).indexOf(byte);
    return found < 0 ? end : start + found;
  }
  let at = start;
  while (at < end && bytes[at] !== byte) at++;
  return at;
}
