/**
 * The values of a group as one text: exact, and apart for different groups. One value is its own text, since most
 * groups have one and a text that is there already costs nothing; of several each says its length first.
 */
export function groupKey(values: readonly string[]): string {
  const [first = ""] = values;
  if (values.length <= 1) return first;
  let key = "";
  for (const value of values) key += `${value.length}:${value}`;
  return key;
}

/** The values again, of which there are `count`. */
export function groupValues(key: string, count: number): readonly string[] {
  if (count <= 1) return count === 0 ? [] : [key];
  const values: string[] = [];
  for (let at = 0; at < key.length;) {
    const colon = key.indexOf(":", at);
    const end = colon + 1 + Number(key.slice(at, colon));
    values.push(key.slice(colon + 1, end));
    at = end;
  }
  return values;
}
