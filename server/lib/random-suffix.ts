import { randomBytes } from 'node:crypto';

/** Consonants and digits that cannot be misread and make no words: Kubernetes' alphabet. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
export const SUFFIX_LENGTH = 5;

/** What makes a generated name one of its kind: `x7k2p`. */
export function randomSuffix(): string {
  return Array.from(randomBytes(SUFFIX_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
