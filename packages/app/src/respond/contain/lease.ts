import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database } from "../../store/state/index.ts";

/** How long a lease holds without being renewed; longer than any one call may take. */
const LEASE_MS = 90_000;

/** The right to act on a case, which one at a time has. */
export interface Lease {
  /** Takes it for longer; false when somebody else has it by now. */
  readonly renew: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

/**
 * Takes the lease of a name, or says who has it. One that was not renewed in time, or whose process on this machine is
 * gone, is free: a responder who crashed must not keep the others waiting.
 */
export async function takeLease(
  db: Kysely<Database>,
  name: string,
  now: () => number,
): Promise<{ readonly lease: Lease } | { readonly heldBy: string }> {
  const holder = `${hostname()}/${process.pid}/${randomUUID()}`;
  const take = async (): Promise<boolean> => {
    const until = now() + LEASE_MS;
    const taken = await db
      .insertInto("lease")
      .values({ name, holder, until })
      .onConflict((conflict) =>
        conflict
          .column("name")
          .doUpdateSet({ holder, until })
          .where((eb) => eb.or([eb("lease.until", "<", now()), eb("lease.holder", "=", holder)])),
      )
      .returning("holder")
      .executeTakeFirst();
    return taken?.holder === holder;
  };
  if (!(await take())) {
    const row = await db.selectFrom("lease").selectAll().where("name", "=", name).executeTakeFirst();
    if (row !== undefined && !isGone(row.holder)) return { heldBy: row.holder };
    if (row !== undefined)
      await db.deleteFrom("lease").where("name", "=", name).where("holder", "=", row.holder).execute();
    if (!(await take())) return { heldBy: "somebody else" };
  }
  return {
    lease: {
      renew: take,
      release: async () => {
        await db.deleteFrom("lease").where("name", "=", name).where("holder", "=", holder).execute();
      },
    },
  };
}

/** Whether a holder was a process of this machine that does not run any more. */
function isGone(holder: string): boolean {
  const [host, pid] = holder.split("/");
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
