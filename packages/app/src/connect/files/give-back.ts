/** Gives the memory of bytes back, when they are all that lies in it. They are empty from then on. */
export function giveBack({ buffer, byteLength }: Uint8Array): void {
  const whole = byteLength > SMALL && byteLength === buffer.byteLength;
  if (whole && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** Small buffers lie in shared memory. */
const SMALL = 65_536;
