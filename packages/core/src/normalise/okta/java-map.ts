/**
 * Reads the text of a Java map, `{key=value, key=value}`, which Okta writes for `risk` and `behaviors`.
 *
 * The text is ambiguous: a value may hold the separator (`reasons=Anomalous Device, Anomalous Location`). A piece
 * without `=` therefore continues the value before it. Empty when the text is no map.
 *
 * @example
 * readJavaMap("{reasons=Anomalous Device, Anomalous Location, level=HIGH}").get("level") // "HIGH"
 */
export function readJavaMap(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const body = text.trim();
  if (!body.startsWith("{") || !body.endsWith("}") || body.length < 2) return entries;
  let last = "";
  for (const piece of body.slice(1, -1).split(",")) {
    const equals = piece.indexOf("=");
    if (equals >= 0) {
      last = piece.slice(0, equals).trim();
      entries.set(last, piece.slice(equals + 1).trim());
    } else if (entries.has(last)) {
      entries.set(last, `${entries.get(last) ?? ""},${piece.trimEnd()}`);
    }
  }
  return entries;
}
