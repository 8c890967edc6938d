import { INTRUDER } from "../places.ts";

/** What came of one thing the intruder tried. */
export interface Try {
  readonly what: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly body: unknown;
}

/** Somebody who has a session's cookie and nothing else: every deed is a request, and works only while the session does. */
export class Intruder {
  readonly #origin: string;
  readonly #cookie: string;

  constructor(origin: string, sessionId: string) {
    this.#origin = origin;
    this.#cookie = `idx=${sessionId}`;
  }

  async ask(what: string, method: string, path: string, body?: unknown): Promise<Try> {
    const { ua, ...place } = INTRUDER;
    const answer = await fetch(new URL(path, this.#origin), {
      method,
      headers: {
        cookie: this.#cookie,
        "user-agent": ua,
        "x-drill-place": JSON.stringify(place),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5000),
    }).catch(() => undefined);
    if (answer === undefined) return { what, status: 0, body: undefined };
    return { what, status: answer.status, body: await answer.json().catch(() => undefined) };
  }
}
