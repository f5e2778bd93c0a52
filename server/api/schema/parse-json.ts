/** JSON texts as Kubernetes reads them: Go's errors, its depth, its numbers, and repeated members told. */
import { JsonNumber } from './json-number.ts';
import { explainJsonError, MAX_JSON_DEPTH } from './json-syntax.ts';
import { type JsonScan, scanJson } from './scan-json.ts';
import { type JsonVisitor, walkJson } from './walk-json.ts';

/** The text is no JSON: the message is Go's. */
export class JsonSyntaxError extends Error {}

export interface StrictJson {
  value: unknown;
  /** Paths such as `metadata.labels.a` and `spec.ports[0].port`, at most 100. The last member of a name counts. */
  duplicates: string[];
}

/** Numbers that JavaScript does not keep as they are written come as JsonNumber. */
export function parseJson(text: string): unknown {
  return parseAndScan(text).value;
}

/** For documents without a schema, such as merge patches; for objects see `decodeText`. */
export function parseJsonStrict(text: string): StrictJson {
  const { value, scan } = parseAndScan(text);
  const duplicates = hasDuplicates(value, scan) ? findDuplicates(text) : [];
  return { value, duplicates };
}

export function parseAndScan(text: string): { value: unknown; scan: JsonScan } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonSyntaxError(explainJsonError(text));
  }
  const scan = scanJson(text);
  if (scan.depth > MAX_JSON_DEPTH) throw new JsonSyntaxError(explainJsonError(text));
  return { value: scan.inexact ? walkJson(text, undefined, UNCHANGED) : value, scan };
}

const UNCHANGED: JsonVisitor<undefined> = { member: () => undefined, item: () => undefined };

/** Some member was written more often than it is there. */
export function hasDuplicates(value: unknown, scan: JsonScan): boolean {
  return countMembers(value) !== scan.members;
}

/** Without recursion: values may be nested deeper than the stack. */
function countMembers(root: unknown): number {
  const rest: unknown[] = [root];
  let members = 0;
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (typeof value !== 'object' || value === null || value instanceof JsonNumber) continue;
    const items = Object.values(value);
    if (!Array.isArray(value)) members += items.length;
    for (const item of items) if (typeof item === 'object' && item !== null) rest.push(item);
  }
  return members;
}

export const MAX_STRICT_ERRORS = 100;

function findDuplicates(text: string): string[] {
  const found = new Set<string>();
  walkJson(text, undefined, {
    member(_context, key, { repeated, path }) {
      if (repeated && found.size < MAX_STRICT_ERRORS) found.add(memberPath(path(), key));
      return undefined;
    },
    item: () => undefined,
  });
  return [...found];
}

export function memberPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
