import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { TokenScope } from "@nightlatch/client";
import type { Kysely, Transaction } from "kysely";
import type { ApiTokenTable, Database } from "./database.ts";

/** A token as far as it can be told. Times are milliseconds; 0 when it did not happen. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly created: number;
  /** The first moment at which it opens nothing. */
  readonly expires: number;
  readonly revoked: number;
  /** When it was last used, to the minute. */
  readonly used: number;
}

/** What a new token shall be. */
export type NewToken = Pick<ApiToken, "name" | "scopes" | "expires">;

const FORM = /^nlt_(?<id>[0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;
const MINUTE = 60_000;

/**
 * Makes a token of 256 bits of chance. The secret is answered here and nowhere else: only its SHA-256 is kept. It begins
 * with `nlt_`, so that those who look for leaked secrets know it.
 */
export async function createToken(
  db: Transaction<Database>,
  wanted: NewToken,
  now: number,
): Promise<{ readonly token: ApiToken; readonly secret: string }> {
  const id = randomBytes(8).toString("hex");
  const secret = `nlt_${id}_${randomBytes(32).toString("base64url")}`;
  const { name, scopes, expires } = wanted;
  const token = { id, name, scopes, created: now, expires, revoked: 0, used: 0 };
  await db
    .insertInto("api_token")
    .values({ ...token, scopes: scopes.join(" "), hash: hashOf(secret).toString("hex") })
    .execute();
  return { token, secret };
}

/** The token behind a secret when it opens something at this time; its use is noted. */
export async function authenticate(db: Kysely<Database>, secret: string, now: number): Promise<ApiToken | undefined> {
  const id = FORM.exec(secret)?.groups?.["id"] ?? "";
  const row = await db.selectFrom("api_token").selectAll().where("id", "=", id).executeTakeFirst();
  // Found by what is no secret, compared as a whole: how long it takes tells nothing about the secret.
  const same = timingSafeEqual(hashOf(secret), Buffer.from(row?.hash ?? "0".repeat(64), "hex"));
  if (row === undefined || !same || row.revoked !== 0 || row.expires <= now) return undefined;
  if (now - row.used >= MINUTE) await db.updateTable("api_token").set({ used: now }).where("id", "=", id).execute();
  return told(row);
}

/** Tokens, newest first, behind a place; those that are over as well. */
export async function listTokens(
  db: Kysely<Database>,
  page: { readonly after?: Pick<ApiToken, "created" | "id"> | undefined; readonly limit: number },
): Promise<readonly ApiToken[]> {
  const { after, limit } = page;
  let query = db.selectFrom("api_token").selectAll();
  if (after !== undefined)
    query = query.where((eb) =>
      eb.or([eb("created", "<", after.created), eb.and([eb("created", "=", after.created), eb("id", "<", after.id)])]),
    );
  const rows = await query.orderBy("created", "desc").orderBy("id", "desc").limit(limit).execute();
  return rows.map(told);
}

/** Ends a token now. Answers it as it stands, or `undefined` when there is none. */
export async function revokeToken(db: Transaction<Database>, id: string, now: number): Promise<ApiToken | undefined> {
  await db.updateTable("api_token").set({ revoked: now }).where("id", "=", id).where("revoked", "=", 0).execute();
  const row = await db.selectFrom("api_token").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : told(row);
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

function told({ id, name, scopes, created, expires, revoked, used }: ApiTokenTable): ApiToken {
  return { id, name, scopes: scopes.split(" ") as TokenScope[], created, expires, revoked, used };
}
