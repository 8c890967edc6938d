import { connect, type Socket } from "node:net";
import { StoreError } from "../store-error.ts";
import type { EventStore } from "../events/index.ts";
import type { StateStore } from "../state/index.ts";
import { type Answered, type Ask, doorPath, frames, type Greeting, send } from "./frames.ts";
import { reachedEvents } from "./reached-events.ts";
import { reachedState } from "./reached-state.ts";

/** Both stores, in another process. */
export interface ReachedStores {
  readonly events: EventStore;
  readonly state: StateStore;
  readonly close: () => Promise<void>;
}

/**
 * Reaches the stores of the service that has a folder open. `undefined` when nobody opens there.
 * Throws a StoreError NL-STORE-NEWER when that is another version of Nightlatch.
 */
export async function reachStores(folder: string, version: string): Promise<ReachedStores | undefined> {
  const path = doorPath(folder);
  const socket = path === undefined ? undefined : await connected(path);
  if (socket === undefined) return undefined;
  const line = new Line(socket);
  const { nightlatch } = await line.greeting;
  if (nightlatch !== version) {
    socket.destroy();
    throw new StoreError(
      "NL-STORE-NEWER",
      `The service that has the store open is Nightlatch ${nightlatch}, and this command is ${version}; use the same for both`,
    );
  }
  const ask: Ask = (op, given) => line.ask(op, given);
  const close = async (): Promise<void> => line.close();
  return { events: reachedEvents(ask), state: reachedState(ask, close), close };
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("error", () => resolve(undefined)).once("connect", () => resolve(socket));
  });
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A connection on which every question has its answer. */
class Line {
  readonly greeting: Promise<Greeting>;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => socket.destroy());
    this.greeting = new Promise((resolve, reject) => {
      void this.#listen(resolve).finally(() => {
        this.#ended = true;
        reject(away());
        for (const { reject: refuse } of this.#waiting.values()) refuse(away());
      });
    });
  }

  async ask(op: string, given: unknown): Promise<unknown> {
    if (this.#ended) throw away();
    const id = ++this.#last;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    // The line may break while the question is on its way.
    answer.catch(() => undefined);
    await send(this.#socket, { id, op, given });
    return answer;
  }

  close(): void {
    this.#socket.end();
  }

  async #listen(greet: (greeting: Greeting) => void): Promise<void> {
    try {
      for await (const frame of frames(this.#socket)) {
        if (!("id" in (frame as Answered))) {
          greet(frame as Greeting);
          continue;
        }
        const answered = frame as Answered;
        const waiting = this.#waiting.get(answered.id);
        this.#waiting.delete(answered.id);
        if ("answer" in answered) waiting?.resolve(answered.answer);
        else waiting?.reject(errorOf(answered.error));
      }
    } catch {
      // The connection broke: said to all that wait.
    }
  }
}

function errorOf({ code, message }: { readonly code: string; readonly message: string }): Error {
  return code.startsWith("NL-") ? new StoreError(code, message) : new Error(message);
}

function away(): StoreError {
  return new StoreError("NL-STORE-AWAY", "The service that has the store open went away; ask again");
}
