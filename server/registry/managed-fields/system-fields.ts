/** Fields that nobody owns, and fields that a writer cannot write here. */
import type { Changes } from './compare.ts';
import { differenceBelow, type FieldSet, fieldSetOfPaths, union } from './field-set.ts';
import { type FieldPattern, matching } from './matching.ts';
import { fieldElement } from './path-element.ts';

export const SYSTEM_FIELDS = fieldSetOfPaths([
  'apiVersion',
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.creationTimestamp',
  'metadata.selfLink',
  'metadata.uid',
  'metadata.clusterName',
  'metadata.generation',
  'metadata.managedFields',
  'metadata.resourceVersion',
]);

/** Which part of an object a request writes. */
export interface WrittenPart {
  /** Paths such as `status` and `metadata.labels` that the request resets: nobody comes to own them through it. */
  readonly resetFields?: readonly string[] | undefined;
  /** Patterns such as `spec.containers.*.resources`: the request writes only what matches one of them. */
  readonly ownedFields?: readonly string[] | undefined;
}

/** The paths that a comparison of two states need not look at. */
export function ignoredFields(part: WrittenPart): FieldSet {
  return resetsOf(part).ignored;
}

/** What of these fields the request really writes. */
export function writtenFields(fields: FieldSet, part: WrittenPart): FieldSet {
  const left = differenceBelow(fields, resetsOf(part).reset);
  return part.ownedFields === undefined ? left : matching(left, part.ownedFields.map(patternOf));
}

/** The same for a comparison that did not look at the ignored fields. */
export function writtenChanges(changes: Changes, { ownedFields }: WrittenPart): Changes {
  if (ownedFields === undefined) return changes;
  const patterns = ownedFields.map(patternOf);
  return { written: matching(changes.written, patterns), removed: matching(changes.removed, patterns) };
}

interface Resets {
  readonly reset: FieldSet;
  readonly ignored: FieldSet;
}

/** The kinds' rules have few such lists, which are always the same. */
const resets = new WeakMap<readonly string[], Resets>();
const NO_RESETS: readonly string[] = [];

function resetsOf({ resetFields = NO_RESETS }: WrittenPart): Resets {
  const known = resets.get(resetFields);
  if (known !== undefined) return known;
  const reset = fieldSetOfPaths(resetFields);
  const made = { reset, ignored: union(SYSTEM_FIELDS, reset) };
  resets.set(resetFields, made);
  return made;
}

function patternOf(path: string): FieldPattern {
  return path.split('.').map((part) => (part === '*' ? part : fieldElement(part)));
}
