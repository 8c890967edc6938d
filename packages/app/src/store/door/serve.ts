import { chmodSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { CompiledQuery, type ControlledTransaction } from "kysely";
import type { EventPosition, EventStore } from "../events/index.ts";
import type { Database, StateStore } from "../state/index.ts";
import { type Asked, doorPath, frames, send } from "./frames.ts";
import { type EventOps, eventOps } from "./event-ops.ts";

/** The door while it is open. */
export interface Door {
  readonly close: () => Promise<void>;
}

/** What lies behind the door. */
export interface DoorParts {
  readonly folder: string;
  readonly events: EventStore;
  readonly state: StateStore;
  readonly version: string;
  /** Is told when somebody stored events of a tenant, the first of them at a place. */
  readonly stored: (tenant: string, first: EventPosition) => void;
}

/** Others wait while somebody holds a transaction; who does nothing in it for so long is cut. Milliseconds. */
const IDLE_IN_TRANSACTION = 30_000;

/** Opens the door to stores that this process has. `undefined` where the system has no such door. */
export async function openDoor(parts: DoorParts): Promise<Door | undefined> {
  const path = doorPath(parts.folder);
  if (path === undefined) return undefined;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    new Visit(socket, parts).run().catch(() => socket.destroy());
  });
  // Whose lock it is, that one's door it is: what lies there is left from a run that was killed.
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** One visitor: questions are answered in their order. */
class Visit {
  readonly #socket: Socket;
  readonly #parts: DoorParts;
  readonly #events: EventOps;
  #transaction: ControlledTransaction<Database> | undefined;

  constructor(socket: Socket, parts: DoorParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#events = eventOps(parts.events, parts.stored);
    socket.on("timeout", () => socket.destroy());
  }

  async run(): Promise<void> {
    await send(this.#socket, { nightlatch: this.#parts.version });
    try {
      for await (const frame of frames(this.#socket)) {
        const { id, op, given } = frame as Asked;
        this.#socket.setTimeout(0);
        try {
          await send(this.#socket, { id, answer: await this.#answer(op, given) });
        } catch (error) {
          const code = error instanceof Error && "code" in error ? String(error.code) : "";
          const message = error instanceof Error ? error.message : String(error);
          await send(this.#socket, { id, error: { code, message } });
        }
        if (this.#transaction !== undefined) this.#socket.setTimeout(IDLE_IN_TRANSACTION);
      }
    } finally {
      // Whoever went away in the middle of a transaction has done nothing.
      await this.#transaction?.rollback().execute();
    }
  }

  async #answer(op: string, given: unknown): Promise<unknown> {
    const { db } = this.#parts.state;
    switch (op) {
      case "begin":
        this.#transaction = await db.startTransaction().execute();
        return null;
      case "commit":
      case "rollback": {
        const transaction = this.#transaction;
        this.#transaction = undefined;
        await transaction?.[op]().execute();
        return null;
      }
      case "sql": {
        const { sql, parameters } = given as { readonly sql: string; readonly parameters: readonly unknown[] };
        const { rows, numAffectedRows } = await (this.#transaction ?? db).executeQuery(
          CompiledQuery.raw(sql, [...parameters]),
        );
        return { rows, affected: numAffectedRows === undefined ? null : String(numAffectedRows) };
      }
      default:
        return this.#events(op, given);
    }
  }
}
