import { userInfo } from "node:os";
import { CaseBook, joinFindings, type LookParts, rolesNow, stateNow } from "../../cases/index.ts";
import { readConfig } from "../../config/config.ts";
import { openStores, readingClient } from "../../service/index.ts";
import type { GlobalOptions } from "../global-options.ts";
import { tenantMeant } from "../tenant-meant.ts";

/** Options of everything that has to do with cases. */
export interface CaseFlags extends GlobalOptions {
  /** Who does it; the name at this machine unless told otherwise. */
  readonly who?: string;
  /** Milliseconds: how things were known then. */
  readonly asOf?: number;
  readonly tenant?: string;
  /** Read in the tenant how things stand now. */
  readonly live?: boolean;
}

/** The stores, opened for one command, with a case book over them. */
export interface Desk extends LookParts {
  readonly who: string;
  /** The tenant that is meant: the one named, else the only one. */
  readonly tenant: () => Promise<string>;
  /** The same desk, with ports to what a tenant says now; without a configured source there are none. */
  readonly live: (tenant: string) => Promise<Desk>;
}

/**
 * Works with the cases of a store. Findings that no case has yet are taken into cases first, so that what is shown is
 * what is known. Throws what opening the stores throws.
 */
export async function atDesk<Answer>(flags: CaseFlags, work: (desk: Desk) => Promise<Answer>): Promise<Answer> {
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  const stores = await openStores(config.service, { folder: flags.data, secrets });
  try {
    const parts = { state: stores.state, events: stores.events, now: Date.now };
    await joinFindings(parts);
    const desk: Desk = {
      ...parts,
      book: new CaseBook(parts),
      who: whoIs(flags),
      live: async (tenant) => {
        const source = flags.live === true ? config.service.sources.find((one) => one.tenant === tenant) : undefined;
        if (source === undefined) return desk;
        const client = await readingClient(source, { secrets, now: Date.now });
        return { ...desk, roles: rolesNow(client), current: stateNow(client) };
      },
      tenant: () => tenantMeant(flags.tenant, config, stores.events),
    };
    return await work(desk);
  } finally {
    await stores.close();
  }
}

function whoIs({ who }: CaseFlags): string {
  const named = who ?? process.env["NIGHTLATCH_WHO"] ?? "";
  if (named.trim() !== "") return named.trim();
  try {
    return userInfo().username;
  } catch {
    return "command line";
  }
}
