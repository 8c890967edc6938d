/** Changes of context that have an ordinary explanation: counted by reason, never dropped in silence. */
export class Explained {
  readonly #counts = new Map<string, number>();

  count(reason: string): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  save(): readonly (readonly [reason: string, count: number])[] {
    return [...this.#counts];
  }

  restore(saved: readonly (readonly [reason: string, count: number])[]): void {
    for (const [reason, count] of saved) this.#counts.set(reason, count);
  }

  /** Most frequent first. */
  rows(): readonly { readonly why: string; readonly count: number }[] {
    return [...this.#counts]
      .map(([kind, count]) => ({ why: WORDS.get(kind) ?? kind, count }))
      .sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1));
  }
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ["network.familiar", "a network this user is known on"],
  ["network.egress", "an address several people of the tenant share"],
  ["network.ours", "a network configured as the organisation's own"],
  ["network.mobile", "Wi-Fi to mobile carrier, same browser"],
  ["network.relay", "a privacy relay, same browser"],
  ["network.gateway", "a secure web gateway, same browser"],
  ["network.satellite", "on board, same browser"],
  ["network.same-address", "the same address"],
  ["device.same-fingerprint", "another network, same device fingerprint (VPN, roaming)"],
  ["device.same-token", "another network, same device token and browser"],
  ["device.same-device", "the same registered device"],
  ["device.managed", "the same managed device"],
  ["device.familiar", "another device of the same user"],
  ["agent.same", "another network, same browser"],
  ["agent.upgrade", "the browser was upgraded"],
  ["agent.familiar", "a browser this user is known with"],
  ["place.familiar-country", "a country this user is known in"],
]);
