/** FNV-1a hashes, as Go's hash/fnv computes them over UTF-8. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

const PRIME_128 = 0x1000000000000000000013bn;
const OFFSET_128 = 0x6c62272e07bb014262b821756295c58dn;
const MASK_128 = (1n << 128n) - 1n;

/** In hexadecimal, 32 digits. */
export function fnv128a(text: string): string {
  let hash = OFFSET_128;
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * PRIME_128) & MASK_128;
  return hash.toString(16).padStart(32, '0');
}
