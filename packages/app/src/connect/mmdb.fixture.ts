/** Writes a tiny MaxMind DB (File Format 2.0) for tests: IPv4 prefixes, 24-bit records. */
export function writeMmdb(entries: readonly (readonly [cidr: string, record: object])[]): Buffer {
  const nodes: [Slot, Slot][] = [[undefined, undefined]];
  const data: Buffer[] = [];
  let size = 0;
  for (const [cidr, record] of entries) {
    const [address = "", length = "32"] = cidr.split("/");
    const bits = address.split(".").flatMap((byte) => Number(byte).toString(2).padStart(8, "0").split("").map(Number));
    let node = 0;
    for (let n = 0; n < Number(length); n++) {
      const side = bits[n] === 1 ? 1 : 0;
      const pair = nodes[node]!;
      if (n === Number(length) - 1) pair[side] = { data: size };
      else {
        const next = pair[side];
        if (typeof next === "number") node = next;
        else node = pair[side] = nodes.push([undefined, undefined]) - 1;
      }
    }
    const bytes = encode(record);
    data.push(bytes);
    size += bytes.length;
  }
  const count = nodes.length;
  const tree = Buffer.alloc(count * 6);
  for (const [n, pair] of nodes.entries()) {
    for (const [side, slot] of pair.entries()) {
      const value = slot === undefined ? count : typeof slot === "number" ? slot : count + 16 + slot.data;
      tree.writeUIntBE(value, n * 6 + side * 3, 3);
    }
  }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: "Test",
    description: {},
    ip_version: 4,
    languages: [],
    node_count: count,
    record_size: 24,
  });
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from("\xab\xcd\xefMaxMind.com", "latin1"), metadata]);
}

type Slot = number | { readonly data: number } | undefined;

function encode(value: unknown): Buffer {
  if (typeof value === "string") return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value as object);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, each]) => [encode(key), encode(each)])]);
}

// Types above 7 are written in a second byte. Sizes stay below 285 here.
function control(type: number, size: number): Buffer {
  const small = Math.min(size, 29);
  const head = type < 8 ? [(type << 5) | small] : [small, type - 7];
  return Buffer.from(size < 29 ? head : [...head, size - 29]);
}
