import { SeenSet, type SeenRows } from "./seen.ts";

const DAY = 86_400_000;
const NETWORKS = 20_000;
const DEVICES = 200_000;

/** Who uses a network or a device token, up to the number that answers the question. */
interface Users {
  readonly ids: string[];
  readonly days: Set<number>;
}

/**
 * What the tenant as a whole does: which addresses many people come from, which device tokens people share.
 * One person's theft can not make an address familiar: it takes several people on several days.
 */
export class TenantHistory {
  first = 0;
  readonly #addresses = new Map<string, Users>();
  readonly #devices = new Map<string, string[]>();
  readonly #networks = new SeenSet(NETWORKS);

  began(time: number): void {
    if (this.first === 0 || time < this.first) this.first = time;
  }

  /** A settled context was opened here by this user. */
  note(address: string, network: string, user: string, time: number): void {
    this.#networks.note(network, time);
    let users = this.#addresses.get(address);
    if (users === undefined) {
      if (this.#addresses.size >= NETWORKS) dropFirst(this.#addresses);
      users = { ids: [], days: new Set() };
      this.#addresses.set(address, users);
    }
    if (users.ids.length < 5 && !users.ids.includes(user)) users.ids.push(user);
    if (users.days.size < 8) users.days.add(Math.floor(time / DAY));
  }

  /** A device token was presented by this user. */
  device(token: string, user: string): void {
    const users = this.#devices.get(token);
    if (users === undefined) {
      if (this.#devices.size >= DEVICES) dropFirst(this.#devices);
      this.#devices.set(token, [user]);
    } else if (users.length < 4 && !users.includes(user)) users.push(user);
  }

  /** Whether an address is a way out that several people share: three users on two days. */
  isEgress(address: string): boolean {
    const users = this.#addresses.get(address);
    return users !== undefined && users.ids.length >= 3 && users.days.size >= 2;
  }

  /** Users in good standing who came from an address, up to five. */
  usersOf(address: string): readonly string[] {
    return this.#addresses.get(address)?.ids ?? [];
  }

  /** Whether a device token belongs to a place rather than a person: a kiosk or meeting-room machine. */
  isShared(token: string): boolean {
    return (this.#devices.get(token)?.length ?? 0) >= 3;
  }

  save(): SavedTenant {
    return {
      first: this.first,
      addresses: [...this.#addresses].map(([key, users]) => [key, users.ids, [...users.days]] as const).sort(byKey),
      devices: [...this.#devices].filter(([, users]) => users.length > 1).sort(byKey),
      networks: this.#networks.rows(),
    };
  }

  static restore(saved: SavedTenant): TenantHistory {
    const tenant = new TenantHistory();
    tenant.first = saved.first;
    for (const [key, ids, days] of saved.addresses) tenant.#addresses.set(key, { ids: [...ids], days: new Set(days) });
    for (const [key, users] of saved.devices) tenant.#devices.set(key, [...users]);
    tenant.#networks.restore(saved.networks);
    return tenant;
  }
}

export interface SavedTenant {
  readonly first: number;
  readonly addresses: readonly (readonly [address: string, users: readonly string[], days: readonly number[]])[];
  readonly devices: readonly (readonly [token: string, users: readonly string[]])[];
  readonly networks: SeenRows;
}

function byKey(a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

function dropFirst(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
