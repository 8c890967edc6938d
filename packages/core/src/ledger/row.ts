import type { Certainty } from "../scope/scope.ts";

export type CredentialKind =
  | "session"
  | "oauth-tokens"
  | "password"
  | "factor"
  | "api-token"
  | "client-secret"
  | "provider"
  | "user"
  | "app-password"
  | "downstream-account";

/** `open` until an event or a reading shows otherwise. There is no state for "believed unused". */
export type LedgerState = "open" | "rotated" | "revoked" | "expired";

export const LEDGER_STATES: readonly LedgerState[] = ["open", "rotated", "revoked", "expired"];

/** What shows that a credential no longer opens anything. */
export type LedgerProof =
  | { readonly kind: "event"; readonly uid: string; readonly type: string; readonly at: number }
  | { readonly kind: "readback"; readonly at: number; readonly state: string }
  | { readonly kind: "person"; readonly who: string; readonly at: number; readonly text: string };

/** One credential that the intruder reached. Times are milliseconds UTC. */
export interface LedgerRow {
  /** `kind:id`, unique in a case. */
  readonly credential: string;
  readonly kind: CredentialKind;
  readonly id: string;
  readonly name: string;
  /** Who has to rotate it: a user's name, or `""` while nobody is named. */
  readonly owner: string;
  readonly state: LedgerState;
  /** How the intruder reached it. */
  readonly why: string;
  readonly certainty: Certainty;
  readonly reached: number;
  readonly uids: readonly string[];
  readonly proof: readonly LedgerProof[];
  /** Watched until then for any use; 0 while it is open. */
  readonly watchUntil: number;
  /** Uses after it was closed: each is a reason to wake somebody, and opens the row again. */
  readonly uses: readonly { readonly uid: string; readonly at: number; readonly what: string }[];
}
