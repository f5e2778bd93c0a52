import { randomSuffix, SUFFIX_LENGTH } from '../lib/random-suffix.ts';

const MAX_LENGTH = 63;

/** A name for `metadata.generateName`: the prefix, cut to fit, and five random characters. */
export function generatedName(prefix: string): string {
  return prefix.slice(0, MAX_LENGTH - SUFFIX_LENGTH) + randomSuffix();
}
