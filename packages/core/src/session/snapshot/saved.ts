import type { SavedBaseline } from "../../baseline/index.ts";
import type { Network } from "../../network/network.ts";
import type { SavedContext } from "../context.ts";
import type { SavedRegistry } from "../registry.ts";
import type { Proof, Rare, Trouble } from "../session.ts";
import type { SavedSprays } from "../sign-in/index.ts";
import type { SavedSuspicion } from "../suspicion.ts";

/** A footing: its network by number, its browser by the text it sends. */
export interface SavedFooting {
  readonly network: number;
  readonly ua: string;
  readonly dt: string;
  readonly fp: string;
  readonly deviceId: string;
  readonly managed: boolean;
  readonly lat: number;
  readonly lon: number;
  readonly city: string;
}

/** A person; sessions and footings by number. */
export interface SavedPerson {
  readonly tenant: string;
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly lastSettled: number | null;
  readonly lastSeen: number;
  readonly proof: Proof | null;
  readonly signIn: { readonly time: number; readonly footing: number; readonly session: number } | null;
  readonly suspects: readonly number[];
  readonly trouble: Trouble | null;
}

export interface SavedSession {
  readonly key: string;
  /** Number of its person. */
  readonly person: number;
  readonly flags: number;
  readonly contexts: readonly SavedContext[];
  /** Which of the contexts it was last seen in. */
  readonly current: number;
  readonly rare: Omit<Rare, "contexts">;
  readonly suspicion: SavedSuspicion | null;
}

/** Everything the engine remembers, as plain JSON data. Numbers are places in the lists beside. */
export interface SavedMemory {
  readonly baseline: SavedBaseline;
  readonly explained: readonly (readonly [reason: string, count: number])[];
  readonly newest: readonly (readonly [browser: string, major: number])[];
  readonly networks: readonly Network[];
  readonly footings: readonly SavedFooting[];
  readonly people: readonly SavedPerson[];
  readonly sessions: readonly SavedSession[];
  readonly registry: SavedRegistry;
  readonly suspects: readonly number[];
  readonly forgotten: number;
  readonly minted: readonly (readonly [token: string, session: number])[];
  readonly sprays: readonly (readonly [tenant: string, sprays: SavedSprays])[];
}
