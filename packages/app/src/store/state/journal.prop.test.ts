import {
  copyFileSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
  closeSync,
  mkdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkChain, openStateStore, writeEntry } from "./index.ts";

const COLUMNS = ["seq", "at", "who", "kind", "subject", "body", "previous", "hash"] as const;
const ENTRIES = 12;

let folder = "";
let file = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-journal-"));
  const state = await openStateStore({ folder });
  for (let n = 0; n < ENTRIES; n++)
    await state.db.transaction().execute((db) =>
      writeEntry(db, {
        at: Date.UTC(2026, 0, 5) + n * 1000,
        who: n % 3 === 0 ? "Zoë \ufffd\0" : "jo@example.com",
        kind: "case.note",
        subject: `C-${n % 4}`,
        body: { text: `größer \u2028 ${"x".repeat(n * 40)} \ufffd`, n, of: [n, null, true] },
      }),
    );
  await state.close();
  file = join(folder, "state.sqlite");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the check says of a copy of the state that was changed in some way. */
async function checked(
  name: string,
  change: (copy: string) => void,
): Promise<{ readonly broken: boolean; readonly entries: number }> {
  const into = join(folder, name);
  mkdirSync(into, { recursive: true });
  const copy = join(into, "state.sqlite");
  copyFileSync(file, copy);
  change(copy);
  try {
    const state = await openStateStore({ folder: into });
    try {
      const { broken, entries } = await checkChain(state.db);
      return { broken: broken !== undefined, entries };
    } finally {
      await state.close();
    }
  } catch {
    // A file that can no longer be read has been found out, too.
    return { broken: true, entries: 0 };
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

describe("the journal", () => {
  it("CA-30 detects any single changed byte in any column of any entry", async () => {
    expect(await checked("whole", () => undefined)).toEqual({ broken: false, entries: ENTRIES });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: ENTRIES }),
        fc.constantFrom(...COLUMNS),
        fc.nat(5000),
        fc.integer({ min: 1, max: 255 }),
        async (seq, column, place, mask) => {
          let refused = false;
          const { broken } = await checked("row", (copy) => {
            const database = new DatabaseSync(copy);
            const { bytes, type } = database
              .prepare(`SELECT CAST(${column} AS BLOB) AS bytes, typeof(${column}) AS type FROM journal WHERE seq = ?`)
              .get(seq) as { bytes: Uint8Array; type: string };
            const at = place % bytes.length;
            const changed = Buffer.from(bytes);
            changed[at] = (changed[at] ?? 0) ^ mask;
            // Within the column's own kind: a number stays one where the digits still say one.
            const as = type === "integer" && /^\d+$/.test(changed.toString("latin1")) ? "INTEGER" : "TEXT";
            try {
              database.prepare(`UPDATE journal SET ${column} = CAST(? AS ${as}) WHERE seq = ?`).run(changed, seq);
            } catch (error) {
              // The number of another entry: the table itself refuses two of one number.
              if (!String(error).includes("UNIQUE")) throw error;
              refused = true;
            } finally {
              database.close();
            }
          });
          expect(broken || refused).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("CA-31 detects a changed byte anywhere in the file, or reads the same journal in spite of it", async () => {
    const rowsIn = (copy: string): string => {
      const database = new DatabaseSync(copy);
      try {
        return JSON.stringify(database.prepare("SELECT * FROM journal ORDER BY seq").all());
      } catch {
        return "unreadable";
      } finally {
        database.close();
      }
    };
    const whole = rowsIn(file);
    const size = statSync(file).size;
    await fc.assert(
      fc.asyncProperty(fc.nat(size - 1), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
        let same = false;
        const { broken } = await checked("byte", (copy) => {
          const handle = openSync(copy, "r+");
          const byte = Buffer.alloc(1);
          readSync(handle, byte, 0, 1, place);
          writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ mask]), 0, 1, place);
          closeSync(handle);
          same = rowsIn(copy) === whole;
        });
        expect(broken || same).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("CA-32 detects entries that were left out, put in, or stand outside the chain", async () => {
    for (const [n, text] of [
      "DELETE FROM journal WHERE seq = 5",
      "DELETE FROM journal WHERE seq = 1",
      "UPDATE journal SET seq = 0 WHERE seq = 1",
      "UPDATE journal SET seq = -1 WHERE seq = 12",
      "UPDATE journal SET seq = NULL WHERE seq = 12",
      "UPDATE journal SET seq = 13 WHERE seq = 12",
      "INSERT INTO journal SELECT 13, at, who, kind, subject, body, previous, hash FROM journal WHERE seq = 12",
    ].entries()) {
      const { broken } = await checked(`sql-${n}`, (copy) => {
        const database = new DatabaseSync(copy);
        database.exec(text);
        database.close();
      });
      expect([text, broken]).toEqual([text, true]);
    }
  });
});
