import { TenantHistory, type SavedTenant } from "./tenant-history.ts";
import { UserHistory, type SavedHistory } from "./user-history.ts";

/** What was learnt from the stream: every tenant's and every user's history. */
export class Baseline {
  readonly #tenants = new Map<string, TenantHistory>();
  /** By tenant and id. */
  readonly #users = new Map<string, Map<string, UserHistory>>();
  /** Users known. */
  users = 0;

  tenant(name: string): TenantHistory {
    let tenant = this.#tenants.get(name);
    if (tenant === undefined) {
      tenant = new TenantHistory();
      this.#tenants.set(name, tenant);
    }
    return tenant;
  }

  user(tenant: string, id: string): UserHistory {
    let users = this.#users.get(tenant);
    if (users === undefined) this.#users.set(tenant, (users = new Map<string, UserHistory>()));
    let user = users.get(id);
    if (user === undefined) {
      user = new UserHistory();
      users.set(id, user);
      this.users++;
    }
    return user;
  }

  /** The saved form: plain JSON data, the same for the same history. */
  save(): SavedBaseline {
    return {
      schema: "nightlatch.baseline/1",
      tenants: [...this.#tenants].map(([name, tenant]) => ({ name, ...tenant.save() })),
      users: [...this.#users].flatMap(([tenant, users]) =>
        [...users].map(([id, user]) => ({ tenant, id, ...user.save() })),
      ),
    };
  }

  /** Goes on from a saved form. */
  static restore(saved: SavedBaseline): Baseline {
    const baseline = new Baseline();
    for (const tenant of saved.tenants) baseline.#tenants.set(tenant.name, TenantHistory.restore(tenant));
    for (const { tenant, id, ...history } of saved.users) {
      const users = baseline.#users.get(tenant) ?? new Map<string, UserHistory>();
      baseline.#users.set(tenant, users);
      if (!users.has(id)) baseline.users++;
      users.set(id, UserHistory.restore(history));
    }
    return baseline;
  }
}

export interface SavedBaseline {
  readonly schema: "nightlatch.baseline/1";
  readonly tenants: readonly (SavedTenant & { readonly name: string })[];
  readonly users: readonly (SavedHistory & { readonly tenant: string; readonly id: string })[];
}
