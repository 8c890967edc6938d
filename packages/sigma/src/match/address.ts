/** A block of addresses: eight groups of 16 bits and the length of the prefix. IPv4 lies in ::ffff:0:0/96. */
export interface AddressBlock {
  readonly groups: readonly number[];
  readonly bits: number;
}

const MAPPED = [0, 0, 0, 0, 0, 0xffff];

/**
 * Reads an address as RFC 4291 and RFC 5952 write it; `undefined` when the text is none. An IPv4 address and the
 * IPv4-mapped IPv6 address that stands for it are the same. Leading zeros in IPv4, zones and ports are refused.
 */
export function readAddress(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  if (text.includes(":")) return readIpv6(text);
  const pair = readIpv4(text);
  return pair && [...MAPPED, ...pair];
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a single address; bits behind the prefix do not matter. */
export function readBlock(text: string): AddressBlock | undefined {
  const [address = "", length, ...more] = text.split("/");
  const groups = readAddress(address);
  if (groups === undefined || more.length > 0) return undefined;
  const before = address.includes(":") ? 0 : 96;
  const bits = before + Number(length ?? 128 - before);
  if (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  return bits <= 128 ? { groups, bits } : undefined;
}

/** Whether an address lies in a block. An IPv4 address lies in no IPv6 block. */
export function isInBlock(address: readonly number[], { groups, bits }: AddressBlock): boolean {
  if (isMapped(address) && bits < 96) return false;
  return groups.every((group, n) => {
    const rest = Math.min(16, Math.max(0, bits - n * 16));
    return group >> (16 - rest) === (address[n] ?? 0) >> (16 - rest);
  });
}

function isMapped(address: readonly number[]): boolean {
  return MAPPED.every((group, n) => address[n] === group);
}

function readIpv4(text: string): readonly [number, number] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const [a = 256, b = 256, c = 256, d = 256] = parts.map(Number);
  return Math.max(a, b, c, d) > 255 ? undefined : [a * 256 + b, c * 256 + d];
}

function readIpv6(text: string): readonly number[] | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const before = readGroups(head, tail === undefined);
  const after = readGroups(tail ?? "", true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

// The last group of all may be an IPv4 address, which is two groups.
function readGroups(text: string, last: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: number[] = [];
  for (const [n, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const pair = last && n === parts.length - 1 ? readIpv4(part) : undefined;
    if (pair === undefined) return undefined;
    groups.push(...pair);
  }
  return groups;
}
