/** A second opinion on a scrubbed capture, written without the package: what is left, in any encoding. */
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** Encodings within encodings that are undone. */
const DEEPEST = 7;

/** Which of the planted secrets are still in a text, and how they stand there. */
export function leaksOf(
  text: string,
  planted: readonly (readonly [where: string, secret: string])[],
): readonly (readonly [where: string, secret: string])[] {
  const readings = [...readingsOf(text)].join("\n");
  return planted.filter(([, secret]) => formsOf(secret).some((form) => readings.includes(form)));
}

/** A secret as it may stand in a text: as it is, escaped, in base64 at each of its three alignments, in hexadecimal. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const aligned = [0, 1, 2].map((lead) => {
    const whole = Buffer.concat([Buffer.alloc(lead), bytes]).toString("base64");
    // The first and the last group hold bits of what stands around.
    return whole.slice(lead === 0 ? 0 : lead + 1, Math.floor(((lead + bytes.length) * 4) / 3)).replace(/=+$/, "");
  });
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    JSON.stringify(secret).slice(1, -1),
    ...(bytes.length >= 8 ? aligned.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]) : []),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
  ];
}

/** Every text that can be read out of a text. */
function readingsOf(text: string): ReadonlySet<string> {
  const all = new Set<string>();
  let open = [text];
  for (let depth = 0; depth <= DEEPEST && open.length > 0; depth++) {
    const fresh = open.filter((one) => one.length >= 6 && !all.has(one));
    for (const one of fresh) all.add(one);
    open = fresh.flatMap((one) => [...undone(one)]);
  }
  return all;
}

function* undone(text: string): Generator<string> {
  yield* strings(json(text));
  const plain = text.replaceAll("+", " ").replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Buffer.from(run.replaceAll("%", ""), "hex");
    return bytes.toString();
  });
  if (plain !== text) yield plain;
  for (const [run] of text.matchAll(/[\w+/-]{8,}/g)) yield* unpacked(Buffer.from(run, "base64"));
  for (const [run] of text.matchAll(/(?:[0-9a-f]{2}){6,}/gi)) yield Buffer.from(run, "hex").toString();
}

function* unpacked(bytes: Buffer): Generator<string> {
  if (isText(bytes)) {
    yield bytes.toString();
    return;
  }
  for (const unpack of [gunzipSync, inflateSync, inflateRawSync]) {
    try {
      yield unpack(bytes, { maxOutputLength: 1 << 20 }).toString();
    } catch {
      // Packed in another way, or not at all.
    }
  }
}

/** Nine bytes in ten are those of a text. */
function isText(bytes: Buffer): boolean {
  return (
    bytes.filter((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d).length >= bytes.length * 0.9
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const [key, member] of Object.entries(value)) {
      yield key;
      yield* strings(member);
    }
}
