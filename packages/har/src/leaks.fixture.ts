/** A second opinion on what is left in a text: written without the package, to find what the package missed. */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

const DEEPEST = 6;

/** Every text that can be got out of `text` by undoing encodings, itself included. */
export function unfolded(text: string): ReadonlySet<string> {
  const all = new Set<string>();
  const open: (readonly [string, number])[] = [[text, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [one, depth] = next;
    if (one.length < 4 || all.has(one)) continue;
    all.add(one);
    if (depth < DEEPEST) for (const inner of once(one)) open.push([inner, depth + 1]);
  }
  return all;
}

function* once(text: string): Generator<string> {
  for (const value of stringsOf(parsed(text))) yield value;
  for (const round of [text, text.replaceAll("+", " ")])
    if (/%[0-9a-f]{2}/i.test(round))
      yield Buffer.from(
        round.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        "latin1",
      ).toString();
  if (text.includes("\\"))
    yield text.replaceAll(
      /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gi,
      (_, unit?: string, byte?: string, char?: string) =>
        char ?? String.fromCharCode(Number.parseInt(unit ?? byte ?? "0", 16)),
    );
  if (text.includes("&"))
    yield text
      .replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .replaceAll("&amp;", "&")
      .replaceAll("&quot;", '"');
  for (const [run] of text.replaceAll(/[\r\n]/g, "").matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)) {
    for (let from = 0; from < 4; from++) yield* readings(Buffer.from(run.slice(from), "base64"), from === 0);
    if (run.includes("/") && run.length < 5000)
      for (const part of run.split("/")) yield* readings(Buffer.from(part, "base64"));
  }
  for (const [run] of text.matchAll(/(?:[0-9a-f]{2}){6,}/gi)) yield* readings(Buffer.from(run, "hex"));
}

function* readings(bytes: Buffer, isFirst = true): Generator<string> {
  const text = bytes.toString("latin1");
  const plain = text.replaceAll(/[^ -~\s]/g, "").length;
  if (plain >= 6 && plain > text.length * 0.8) yield bytes.toString();
  if (bytes.length < 20 || plain > text.length * 0.8) return;
  const unpacks =
    bytes[0] === 0x1f
      ? [gunzipSync]
      : bytes[0] === 0x78
        ? [inflateSync]
        : isFirst
          ? [inflateRawSync, brotliDecompressSync]
          : [];
  for (const unpack of unpacks) {
    try {
      const out = unpack(bytes, { maxOutputLength: 1 << 22 });
      if (out.length > 8) yield out.toString();
    } catch {
      // Not packed so.
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** All strings in a value, keys and numbers too. */
function* stringsOf(value: unknown): Generator<string> {
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === "string") yield one;
    else if (typeof one === "number") yield String(one);
    else if (typeof one === "object" && one !== null)
      for (const [key, member] of Object.entries(one)) open.push(key, member);
  }
}

/** The secrets that are still in a text, in any encoding. */
export function leaksOf(text: string, secrets: readonly string[]): readonly string[] {
  const all = [...unfolded(text)];
  return secrets.filter((secret) => all.some((one) => one.includes(secret)));
}
