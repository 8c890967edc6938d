import { createHmac } from "node:crypto";
import { type Notice, type Output, OutputError } from "./output.ts";

export interface WebhookSettings {
  readonly name: string;
  readonly url: string;
  /** Signs every request; the receiver has it too. */
  readonly secret: string;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

const TIMEOUT_MS = 10_000;

/**
 * A signed webhook: the finding as JSON, and `nightlatch-signature: t=SECONDS,v1=HEX`, an HMAC-SHA-256 of
 * `SECONDS.BODY` (docs/outputs.md says how to check it).
 */
export function webhook({ name, url, secret, now }: WebhookSettings): Output {
  return {
    name,
    send: (notice, signal) => {
      const body = bodyOf(notice);
      const seconds = Math.floor(now() / 1000);
      return post(url, body, {
        signal,
        headers: {
          "nightlatch-signature": `t=${seconds},v1=${signature(secret, seconds, body)}`,
          "nightlatch-id": notice.id,
        },
      });
    },
  };
}

/** What a receiver computes to check a request. */
export function signature(secret: string, seconds: number, body: string): string {
  return createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
}

function bodyOf({ id, finding, revision }: Notice): string {
  return JSON.stringify({ schema: "nightlatch.notice/1", id, revision, finding });
}

/** Posts JSON. Throws an OutputError; neither address nor body is part of its message, because both may hold a secret. */
export async function post(
  url: string,
  body: string,
  { signal, headers = {} }: { readonly signal: AbortSignal; readonly headers?: Readonly<Record<string, string>> },
): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: { "content-type": "application/json", "user-agent": "nightlatch", ...headers },
      body,
    });
    await answer.body?.cancel();
  } catch (cause) {
    throw new OutputError("The receiver did not answer", { passing: true, cause });
  }
  if (answer.ok) return;
  // What the receiver calls our fault stays our fault; it may be too busy, though.
  const passing = answer.status >= 500 || answer.status === 429 || answer.status === 408;
  throw new OutputError(`The receiver answered ${answer.status}`, { passing });
}
