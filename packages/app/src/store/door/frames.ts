import { join } from "node:path";
import type { Socket } from "node:net";

/** A question through the door: an operation by name, and what it is given. */
export interface Asked {
  readonly id: number;
  readonly op: string;
  readonly given: unknown;
}

/** Its answer, or why there is none. */
export type Answered =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } };

/** Asks for an operation, and answers what it answers. */
export type Ask = (op: string, given: unknown) => Promise<unknown>;

/** What is said first, by the side that has the stores. */
export interface Greeting {
  readonly nightlatch: string;
}

/** Paths of sockets are short on every system (108 bytes on Linux, 104 on others). */
const LONGEST_PATH = 100;
/** A batch of events to be stored is far below this. */
const LONGEST_FRAME = 256 * 1024 * 1024;

/** The socket of a data folder; `undefined` where its path would be too long for one. */
export function doorPath(folder: string): string | undefined {
  const path = join(folder, "door.sock");
  return Buffer.byteLength(path) <= LONGEST_PATH && process.platform !== "win32" ? path : undefined;
}

/** Writes one frame: a JSON value on a line. Resolves when there is room for the next, or nobody to read it. */
export function send(socket: Socket, frame: Asked | Answered | Greeting): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed || socket.write(`${JSON.stringify(frame)}\n`)) resolve();
    else socket.once("drain", resolve).once("close", resolve);
  });
}

/** The frames that come in, one after another, until the other side ends or says what is none. */
export async function* frames(socket: Socket): AsyncGenerator {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      yield JSON.parse(Buffer.concat([...parts, chunk.subarray(from, end)]).toString("utf8"));
      parts = [];
      length = 0;
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > LONGEST_FRAME) return;
  }
}

const NEWLINE = 0x0a;
