/**
 * Digests of bytes: 64 bits, not cryptographic. What they name is the user's own cache, where the entry itself says whether it fits (transform/cache.ts), and the
 * sources that ran: they need only be unlikely to be equal by chance. Not `node:crypto`: loading it costs a short program 3 ms, more than all that is hashed here.
 */

/** 16 hexadecimal digits. */
export function digestBytes(bytes: Uint8Array): string {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const count = aligned.length >>> 2;
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, count);
  let a = 0x9e3779b9 ^ aligned.length;
  let b = 0x85ebca6b;
  for (let i = 0; i < count; i++) {
    const word = words[i] as number;
    a = Math.imul(a ^ word, 0x9e3779b1);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(((b << 7) | (b >>> 25)) ^ word, 0xc2b2ae35);
  }
  for (let i = count * 4; i < aligned.length; i++) {
    const byte = aligned[i] as number;
    a = Math.imul(a ^ byte, 0x9e3779b1);
    b = Math.imul(((b << 7) | (b >>> 25)) ^ byte, 0xc2b2ae35);
  }
  return hexadecimal(mix(a, b)) + hexadecimal(mix(b, a));
}

/** Each bit of the result depends on all bits of both. */
function mix(x: number, y: number): number {
  let h = x ^ Math.imul(y ^ (y >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(8, '0');
}
