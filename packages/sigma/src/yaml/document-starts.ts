const MARK = /^---(?=\s|$)/gm;

/**
 * Where the documents of a file begin, by their marks (YAML 1.2, §9.1.2): three dashes at the beginning of a line can
 * be nothing else. Stops after one more than `most`.
 */
export function documentStarts(text: string, most: number): readonly number[] {
  const starts = [0];
  for (const { index } of text.matchAll(MARK)) {
    if (starts.length > most) break;
    if (index > 0) starts.push(index);
  }
  return starts;
}
