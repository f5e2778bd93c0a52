import { randomUUID } from 'node:crypto';

/** Consonants and digits that cannot be misread and make no words: Kubernetes' alphabet. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
export const SUFFIX_LENGTH = 5;

/** What makes a generated name one of its kind: `x7k2p`. */
export function randomSuffix(): string {
  // Node asks the system for the randomness of many of these at once, and of single bytes each time.
  const uuid = randomUUID();
  let suffix = '';
  for (let i = 0; i < 2 * SUFFIX_LENGTH; i += 2) {
    suffix += ALPHABET[Number.parseInt(uuid.slice(UNIFORM + i, UNIFORM + i + 2), 16) % ALPHABET.length];
  }
  return suffix;
}

/** From here on all digits of a UUID are random. */
const UNIFORM = 24;
