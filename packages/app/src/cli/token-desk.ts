import {
  ApiError,
  type Client,
  createToken,
  listTokens,
  type MadeToken,
  type NewToken,
  revokeToken,
  type Token,
} from "@nightlatch/client";
import { readConfig } from "../config/config.ts";
import { endToken, makeToken, tokenOf } from "../server/token.ts";
import { openState } from "../service/open-state.ts";
import { listTokens as readTokens, type StateStore } from "../store/state/index.ts";
import { StoreError } from "../store/store-error.ts";
import { EXIT } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import type { GlobalOptions } from "./global-options.ts";
import { serviceClient } from "./service-client.ts";

/** Where tokens are kept, whichever way it is reached. */
export interface TokenDesk {
  readonly create: (wanted: NewToken) => Promise<MadeToken>;
  readonly list: () => Promise<readonly Token[]>;
  /** `undefined` when there is none of that id. */
  readonly revoke: (id: string) => Promise<Token | undefined>;
  readonly close: () => Promise<void>;
}

const ALL = 10_000;

/** The store itself while no service has it open; the service when a token for it is in the environment. */
export async function openTokenDesk(flags: GlobalOptions): Promise<TokenDesk> {
  const config = await readConfig(flags.config);
  const client = serviceClient(config);
  if (client !== undefined) return throughService(client);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  try {
    return inStore(await openState(config.service, { folder: flags.data, secrets }));
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "NL-STORE-LOCKED") throw error;
    throw new Failure(error.code, error.message, {
      exit: EXIT.unavailable,
      next: "Stop the service for a moment, or put a token with the scope admin into NIGHTLATCH_TOKEN to ask it",
    });
  }
}

function throughService(client: Client): TokenDesk {
  const all = async (): Promise<readonly Token[]> => {
    const tokens: Token[] = [];
    for await (const token of client.each(listTokens, {})) tokens.push(token);
    return tokens;
  };
  return {
    create: (wanted) => asked(client.call(createToken, wanted)),
    list: () => asked(all()),
    revoke: async (id) => {
      const there = (await asked(all())).some((token) => token.id === id);
      return there ? asked(client.call(revokeToken, { id })) : undefined;
    },
    close: () => Promise.resolve(),
  };
}

async function asked<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new Failure(error.code, error.message, {
      exit: EXIT.unavailable,
      next: "See that the service runs at NIGHTLATCH_URL, and that the token in NIGHTLATCH_TOKEN has the scope admin",
    });
  }
}

function inStore(state: StateStore): TokenDesk {
  const by = (): { readonly who: string; readonly now: number } => ({ who: "command line", now: Date.now() });
  return {
    create: (wanted) => makeToken(state, wanted, by()),
    list: async () => (await readTokens(state.db, { limit: ALL })).map(tokenOf),
    revoke: (id) => endToken(state, id, by()),
    close: () => state.close(),
  };
}
