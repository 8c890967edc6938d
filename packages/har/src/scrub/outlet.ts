const SIZE = 512 * 1024;

/** Gathers small pieces into large ones: a capture has more pieces than a disk wants to be asked for. */
export class Outlet {
  #full: Uint8Array[] = [];
  #piece: Uint8Array = new Uint8Array(SIZE);
  #filled = 0;

  /** Takes a copy of `bytes`. */
  put(bytes: Uint8Array): void {
    if (bytes.length > SIZE) {
      this.#turn();
      this.#full.push(bytes.slice());
      return;
    }
    if (this.#filled + bytes.length > SIZE) this.#turn();
    this.#piece.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  #turn(): void {
    if (this.#filled === 0) return;
    this.#full.push(this.#piece.subarray(0, this.#filled));
    this.#piece = new Uint8Array(SIZE);
    this.#filled = 0;
  }

  /** The pieces that are complete. */
  full(): readonly Uint8Array[] {
    return this.#full.splice(0);
  }

  /** The pieces that are left, at the end. */
  rest(): readonly Uint8Array[] {
    this.#turn();
    return this.full();
  }
}
