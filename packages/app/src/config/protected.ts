import { readCidr } from "@nightlatch/core";
import type { Form } from "./form.ts";

/** What no plan may touch. */
export interface ProtectedConfig {
  /** Break-glass and service accounts, by login or by Okta's id. */
  readonly users: readonly string[];
  /** Applications and OAuth clients, by id. */
  readonly apps: readonly string[];
  /** Addresses and blocks of addresses. */
  readonly addresses: readonly string[];
}

export const NOTHING_PROTECTED: ProtectedConfig = { users: [], apps: [], addresses: [] };

/** Reads `protected:`. Throws ConfigError NL-CONFIG-FORM. */
export function protectedOf(form: Form, value: unknown): ProtectedConfig {
  const { users, apps, addresses } = form.map(["protected"], value, ["users", "apps", "addresses"]);
  const blocks = form.texts(["protected", "addresses"], addresses);
  for (const [n, block] of blocks.entries())
    if (readCidr(block) === undefined)
      throw form.error(
        ["protected", "addresses", n],
        `"${block}" is no address and no block; "192.0.2.0/24" or "2001:db8::1" is wanted`,
      );
  return {
    users: form.texts(["protected", "users"], users),
    apps: form.texts(["protected", "apps"], apps),
    addresses: blocks,
  };
}
