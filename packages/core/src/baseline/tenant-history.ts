const DAY = 86_400_000;
const ADDRESSES = 20_000;
const DEVICES = 200_000;

/** Who uses a network or a device token, up to the number that answers the question. */
interface Users {
  readonly ids: string[];
  readonly days: number[];
}

/**
 * What the tenant as a whole does: which addresses many people come from, which device tokens people share.
 * One person's theft can not make an address familiar: it takes several people on several days.
 */
export class TenantHistory {
  first = 0;
  readonly #addresses = new Map<string, Users>();
  /** One user, or several where it is shared: nearly none is. */
  readonly #devices = new Map<string, string | readonly string[]>();

  began(time: number): void {
    if (this.first === 0 || time < this.first) this.first = time;
  }

  /** A settled context was opened here by this user. */
  note(address: string, user: string, time: number): void {
    let users = this.#addresses.get(address);
    if (users === undefined) {
      if (this.#addresses.size >= ADDRESSES) dropFirst(this.#addresses);
      users = { ids: [], days: [] };
      this.#addresses.set(address, users);
    }
    if (users.ids.length < 5 && !users.ids.includes(user)) users.ids.push(user);
    const day = Math.floor(time / DAY);
    if (users.days.length < 8 && !users.days.includes(day)) users.days.push(day);
  }

  /** A device token was presented by this user. */
  device(token: string, user: string): void {
    const users = this.#devices.get(token);
    if (users === undefined) {
      if (this.#devices.size >= DEVICES) dropFirst(this.#devices);
      this.#devices.set(token, user);
      return;
    }
    const known = typeof users === "string" ? [users] : users;
    if (known.length < 4 && !known.includes(user)) this.#devices.set(token, [...known, user]);
  }

  /** Whether an address is a way out that several people share: three users on two days. */
  isEgress(address: string): boolean {
    const users = this.#addresses.get(address);
    return users !== undefined && users.ids.length >= 3 && users.days.length >= 2;
  }

  /** Users in good standing who came from an address, up to five. */
  usersOf(address: string): readonly string[] {
    return this.#addresses.get(address)?.ids ?? [];
  }

  /** Whether a device token belongs to a place rather than a person: a kiosk or meeting-room machine. */
  isShared(token: string): boolean {
    const users = this.#devices.get(token);
    return users !== undefined && typeof users !== "string" && users.length >= 3;
  }

  /** In the order in which things were seen, because what was seen first makes room first. */
  save(): SavedTenant {
    return {
      first: this.first,
      addresses: [...this.#addresses].map(([key, users]) => [key, [...users.ids], [...users.days]] as const),
      devices: [...this.#devices].map(([key, users]) => [key, typeof users === "string" ? [users] : users] as const),
    };
  }

  static restore(saved: SavedTenant): TenantHistory {
    const tenant = new TenantHistory();
    tenant.first = saved.first;
    for (const [key, ids, days] of saved.addresses) tenant.#addresses.set(key, { ids: [...ids], days: [...days] });
    for (const [key, users] of saved.devices)
      tenant.#devices.set(key, users.length === 1 ? (users[0] ?? "") : [...users]);
    return tenant;
  }
}

export interface SavedTenant {
  readonly first: number;
  readonly addresses: readonly (readonly [address: string, users: readonly string[], days: readonly number[]])[];
  readonly devices: readonly (readonly [token: string, users: readonly string[]])[];
}

function dropFirst(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
