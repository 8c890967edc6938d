import { Refusal } from "./refusal.ts";

/**
 * Reads a body of at most `limit` bytes. Throws a Refusal NL-API-BODY for a longer one, having read no more than that,
 * and NL-API-SLOW for one that breaks off.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLong = new Refusal("NL-API-BODY", `The body is longer than ${limit} bytes`, {
    headers: { connection: "close" },
  });
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLong;
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body as ReadableStream<Uint8Array>) {
      length += chunk.length;
      if (length > limit) throw tooLong;
      chunks.push(chunk);
    }
  } catch (error) {
    // Whoever sent it went away, or was cut for being slow; that is no fault of ours.
    throw error === tooLong ? tooLong : new Refusal("NL-API-SLOW", "The body did not arrive to its end");
  }
  return Buffer.concat(chunks);
}

/** Reads a JSON object. Throws a Refusal NL-API-BODY, NL-API-MEDIA or NL-API-INPUT; nothing of the body is in it. */
export async function readObject(request: Request, limit: number): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json(?:\s*;.*)?$/i.test(type))
    throw new Refusal("NL-API-MEDIA", "A body of the type application/json is wanted");
  const bytes = await readBytes(request, limit);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal("NL-API-INPUT", "The body is no JSON in UTF-8");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refusal("NL-API-INPUT", "The body is no object; a JSON object is wanted");
  return value as Record<string, unknown>;
}
