import type { TenantState } from "./tenant/tenant-state.ts";

/** What an action sees: the tenant as it is now, and what else it must know not to harm anybody. */
export interface Around {
  /** Reads with the credential that reads; nothing is cached. */
  readonly state: TenantState;
  readonly people: People;
  /** People who had a session from an address of late, by id and name. */
  readonly seenFrom: (address: string) => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Whether an address is an egress of our own, by the configuration. */
  readonly isOwn: (address: string) => boolean;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

/** Who is who in a case, by user id. */
export interface People {
  /** Whose sessions or accounts were used by somebody else. */
  readonly victims: readonly string[];
  /** Accounts that the intruder made. */
  readonly suspects: readonly string[];
}
