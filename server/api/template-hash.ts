import { fnv32a } from '../lib/fnv.ts';

/** Letters and digits that make no words (apimachinery's util/rand). */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * A short hash of a template, for the label `pod-template-hash` and the names of revisions: the same for the same
 * content, another one with another collision count. Kubernetes hashes Go's printed value, so its hashes differ.
 */
export function templateHash(template: unknown, collisionCount = 0): string {
  const text = `${canonical(template)}${collisionCount === 0 ? '' : collisionCount}`;
  return [...String(fnv32a(text))].map((digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join('');
}

/** JSON with sorted keys, and without what is undefined or null. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined && v !== null);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .join()}}`;
}
