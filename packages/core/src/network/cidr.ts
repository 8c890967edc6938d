/** An IP address as its bytes: 4 of them for IPv4, 16 for IPv6. */
export type AddressBytes = readonly number[];

/** A block of addresses. */
export interface Cidr {
  readonly bytes: AddressBytes;
  /** Length of the prefix in bits. */
  readonly bits: number;
}

/**
 * Reads an IP address in text (RFC 4291 section 2.2, RFC 5952); `undefined` when it is none. An IPv4-mapped IPv6
 * address is the IPv4 address it stands for. A zone (`%eth0`), a leading zero and a port are refused (spec NW-3).
 */
export function readAddress(text: string): AddressBytes | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(":")) return readIpv4(text);
  const bytes = readIpv6(text);
  if (bytes === undefined || !isMapped(bytes)) return bytes;
  return bytes.slice(12);
}

/** Reads a block, `198.51.100.0/24` or a single address; bits after the prefix do not matter. */
export function readCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const bytes = address.includes(":") ? readIpv6(address) : readIpv4(address);
  if (bytes === undefined) return undefined;
  const most = bytes.length * 8;
  const length = slash < 0 ? String(most) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > most) return undefined;
  const bits = Number(length);
  return isMapped(bytes) && bits >= 96 ? { bytes: bytes.slice(12), bits: bits - 96 } : { bytes, bits };
}

/** Whether an address lies in a block. An IPv4 address lies in no IPv6 block. */
export function contains(block: Cidr, address: AddressBytes): boolean {
  if (block.bytes.length !== address.length) return false;
  const whole = block.bits >> 3;
  for (let n = 0; n < whole; n++) if (block.bytes[n] !== address[n]) return false;
  const rest = block.bits & 7;
  if (rest === 0) return true;
  const mask = 0xff00 >> rest;
  return ((block.bytes[whole] ?? 0) & mask) === ((address[whole] ?? 0) & mask & 0xff);
}

/** The /24 of an IPv4 address or the /48 of an IPv6 address, in text. */
export function prefixOf(address: AddressBytes): string {
  if (address.length === 4) return `${address.slice(0, 3).join(".")}.0/24`;
  const groups = [0, 2, 4].map((n) => (((address[n] ?? 0) << 8) | (address[n + 1] ?? 0)).toString(16));
  return `${groups.join(":")}::/48`;
}

function readIpv4(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes = parts.map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
}

function readIpv6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, n) => readGroups(half, n === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 14) return undefined;
  return [...head, ...Array.from({ length: 16 - head.length - tail.length }, () => 0), ...tail];
}

// Groups of 16 bits; the last one of all may be an IPv4 address.
function readGroups(text: string, last: boolean): number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [n, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      continue;
    }
    const address = last && n === groups.length - 1 ? readIpv4(group) : undefined;
    if (address === undefined) return undefined;
    bytes.push(...address);
  }
  return bytes;
}

function isMapped(bytes: AddressBytes): boolean {
  return (
    bytes.length === 16 && bytes[10] === 0xff && bytes[11] === 0xff && bytes.slice(0, 10).every((byte) => byte === 0)
  );
}
