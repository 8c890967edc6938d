import { TenantHistory, type SavedTenant } from "./tenant-history.ts";
import { UserHistory, type SavedHistory } from "./user-history.ts";

/** What was learnt from the stream: every tenant's and every user's history. */
export class Baseline {
  readonly #tenants = new Map<string, TenantHistory>();
  readonly #users = new Map<string, UserHistory>();

  tenant(name: string): TenantHistory {
    let tenant = this.#tenants.get(name);
    if (tenant === undefined) {
      tenant = new TenantHistory();
      this.#tenants.set(name, tenant);
    }
    return tenant;
  }

  user(tenant: string, id: string): UserHistory {
    const key = `${tenant}\n${id}`;
    let user = this.#users.get(key);
    if (user === undefined) {
      user = new UserHistory();
      this.#users.set(key, user);
    }
    return user;
  }

  get users(): number {
    return this.#users.size;
  }

  /** The saved form: plain JSON data, the same for the same history. */
  save(): SavedBaseline {
    return {
      schema: "nightlatch.baseline/1",
      tenants: [...this.#tenants].sort(byKey).map(([name, tenant]) => ({ name, ...tenant.save() })),
      users: [...this.#users].sort(byKey).map(([key, user]) => {
        const [tenant = "", id = ""] = key.split("\n");
        return { tenant, id, ...user.save() };
      }),
    };
  }

  /** Goes on from a saved form. */
  static restore(saved: SavedBaseline): Baseline {
    const baseline = new Baseline();
    for (const tenant of saved.tenants) baseline.#tenants.set(tenant.name, TenantHistory.restore(tenant));
    for (const user of saved.users) baseline.#users.set(`${user.tenant}\n${user.id}`, UserHistory.restore(user));
    return baseline;
  }
}

export interface SavedBaseline {
  readonly schema: "nightlatch.baseline/1";
  readonly tenants: readonly (SavedTenant & { readonly name: string })[];
  readonly users: readonly (SavedHistory & { readonly tenant: string; readonly id: string })[];
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
