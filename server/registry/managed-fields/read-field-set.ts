import {
  type FieldSet,
  type FieldSetNode,
  isEmpty,
  MEMBER,
  NO_FIELDS,
  sortedNode,
  unionOfNodes,
  withSelf,
} from './field-set.ts';
import { canonicalElement, SELF } from './path-element.ts';

/** The set in FieldsV1 as a client sent it, in canonical form. Throws for what is no such set. */
export function readFieldSet(json: unknown): FieldSet {
  const { below } = readNode(json);
  return below ?? NO_FIELDS;
}

function readNode(json: unknown): { self: boolean; below: FieldSet | undefined } {
  if (json === null || json === undefined) return { self: true, below: undefined };
  if (typeof json !== 'object' || Array.isArray(json)) throw new Error('FieldsV1 is no object');
  const below: FieldSetNode = {};
  let self = false;
  for (const [key, value] of Object.entries(json)) {
    if (key === SELF) {
      self = true;
      continue;
    }
    const element = canonicalElement(key);
    if (element === undefined) continue;
    const node = readNode(value);
    const inSet = node.below === undefined ? MEMBER : node.self ? withSelf(node.below) : node.below;
    below[element] = below[element] === undefined ? inSet : unionOfNodes(below[element], inSet);
  }
  return isEmpty(below) ? { self: true, below: undefined } : { self, below: sortedNode(below) };
}
