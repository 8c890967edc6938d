import { streamFindings } from "@nightlatch/client";
import { changedFindings, type FindingFilter, lastChange } from "../../store/state/index.ts";
import { admit } from "../http/guard.ts";
import { HEADERS, Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { findingStates } from "./finding-state.ts";
import { Bell } from "./bell.ts";

/** How streams are kept. */
export interface StreamSettings {
  /** Ends every stream. */
  readonly stopping: AbortSignal;
  /** Milliseconds between two signs of life; before each, and before anything else is told, the token is looked at. */
  readonly beat: number;
  /** How many may be open. */
  readonly most: number;
}

const AT_ONCE = 50;

/** Findings as they come and change, as server-sent events. */
export function addStream(
  routes: Routes,
  parts: ServerParts,
  settings: StreamSettings & { readonly count: (by: 1 | -1) => void },
): void {
  const { stopping, beat, most, count } = settings;
  let open = 0;

  routes.raw(streamFindings, async ({ tenant, severity, after }, context) => {
    if (context.req.method === "HEAD")
      throw new Refusal("NL-API-METHOD", "A stream has only GET", { headers: { allow: "GET" } });
    if (open >= most || stopping.aborted)
      throw new Refusal("NL-API-BUSY", `${open} streams are open, and no more are kept`, {
        headers: { "retry-after": "30" },
      });
    const authorization = context.req.header("authorization");
    const stillAdmitted = (): Promise<unknown> =>
      admit(parts.state, { authorization, scope: "read", now: parts.now() });
    const from = resumeAt(context.req.header("last-event-id")) ?? after ?? (await lastChange(parts.state.db));
    const source = new FindingSource(parts, { tenant, atLeast: severity }, from);
    const over = AbortSignal.any([stopping, context.req.raw.signal]);
    open++;
    count(1);
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      open--;
      count(-1);
      source.close();
    };
    const stream = new ReadableStream<Uint8Array>({
      // Says the place to go on from, so that a break before the first finding loses nothing.
      start: (controller) => controller.enqueue(Buffer.from(`id: ${from}\nevent: begin\ndata: {}\n\n`)),
      // Asked for the next part only when the one before was taken: a slow reader holds nothing in memory.
      pull: async (controller) => {
        try {
          const text = over.aborted ? undefined : await source.next(beat, over);
          await stillAdmitted();
          if (text !== undefined) {
            controller.enqueue(Buffer.from(text));
            return;
          }
        } catch (error) {
          if (!(error instanceof Refusal)) parts.trouble({ route: streamFindings.name, error });
        }
        end();
        controller.close();
      },
      cancel: end,
    });
    return new Response(stream, {
      headers: { ...HEADERS, "content-type": "text/event-stream", "x-accel-buffering": "no" },
    });
  });
}

/** A comment: keeps what stands between from closing the connection. */
const BEAT = ":\n\n";

/** Changes of findings, one after another, for good. */
class FindingSource {
  readonly #parts: ServerParts;
  readonly #filter: FindingFilter;
  readonly #bell = new Bell();
  readonly #stop: () => void;
  #after: number;

  constructor(parts: ServerParts, filter: FindingFilter, after: number) {
    this.#parts = parts;
    this.#filter = filter;
    this.#after = after;
    this.#stop = parts.onFindings(() => this.#bell.ring());
  }

  close(): void {
    this.#stop();
  }

  /** The next events, or a sign of life when there are none for a time; `undefined` when it is over. */
  async next(beat: number, over: AbortSignal): Promise<string | undefined> {
    for (;;) {
      const kept = await changedFindings(this.#parts.state.db, this.#filter, { after: this.#after, limit: AT_ONCE });
      const states = await findingStates(this.#parts, kept);
      if (states.length > 0) {
        this.#after = states.at(-1)?.change ?? this.#after;
        return states.map((one) => `id: ${one.change}\nevent: finding\ndata: ${JSON.stringify(one)}\n\n`).join("");
      }
      if (!(await this.#bell.heard(beat, over))) return over.aborted ? undefined : BEAT;
    }
  }
}

function resumeAt(lastEventId: string | undefined): number | undefined {
  return lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
}
