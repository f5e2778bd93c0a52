/**
 * Sets of field paths. A set is what FieldsV1 is, plain JSON: a tree whose keys are path elements in their order. A node
 * is in the set when it is empty or has the member `.`; the root never is. Sets are never changed, and operations share
 * what is the same: an operation that changes nothing returns its first operand.
 */
import { compareElements, fieldElement, printElement, SELF } from './path-element.ts';

export interface FieldSet {
  readonly [element: string]: FieldSet;
}

/** A set under construction. */
export type FieldSetNode = Record<string, FieldSet>;

/** The empty set. */
export const NO_FIELDS: FieldSet = Object.freeze({});
/** A node that is in the set and has nothing below. */
export const MEMBER: FieldSet = Object.freeze({});

export function isEmpty(node: FieldSet): boolean {
  for (const _ in node) return false;
  return true;
}

export function isMember(node: FieldSet): boolean {
  return SELF in node || isEmpty(node);
}

/** A node that is in the set, to put more into. A computed name (SELF) would cost V8 as much as the rest of it. */
export function memberNode(): FieldSetNode {
  return { '.': MEMBER };
}

/** The node itself is in the set besides what is below it. */
export function withSelf(node: FieldSet): FieldSet {
  if (SELF in node || isEmpty(node)) return node;
  const filled = memberNode();
  for (const element in node) filled[element] = node[element] as FieldSet;
  return filled;
}

/** A set of paths, each given as its elements. */
export function fieldSetOf(...paths: readonly (readonly string[])[]): FieldSet {
  return paths.reduce<FieldSet>((set, path) => union(set, pathSet(path)), NO_FIELDS);
}

function pathSet([element, ...rest]: readonly string[]): FieldSet {
  return { [element as string]: rest.length === 0 ? MEMBER : pathSet(rest) };
}

/** A set of paths such as `metadata.labels`, of fields only. */
export function fieldSetOfPaths(paths: readonly string[]): FieldSet {
  return fieldSetOf(...paths.map((path) => path.split('.').map(fieldElement)));
}

export function hasPath(set: FieldSet, path: readonly string[]): boolean {
  let node: FieldSet | undefined = set;
  for (const element of path) {
    node = node[element];
    if (node === undefined) return false;
  }
  return isMember(node);
}

/** The keys in the order of path elements; nothing is copied when they are so already. */
export function sortedNode(node: FieldSetNode): FieldSet {
  const keys = Object.keys(node);
  for (let i = 1; i < keys.length; i++) {
    if (compareElements(keys[i - 1] as string, keys[i] as string) > 0) return pick(node, keys.sort(compareElements));
  }
  return node;
}

function pick(node: FieldSet, keys: readonly string[]): FieldSet {
  const picked: FieldSetNode = {};
  for (const key of keys) picked[key] = node[key] as FieldSet;
  return picked;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || isEmpty(b)) return a;
  return isEmpty(a) ? b : unionOfFilled(a, b);
}

/** Of nodes below the root, which may be members themselves. */
export function unionOfNodes(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a;
  if (isEmpty(b)) return withSelf(a);
  return isEmpty(a) ? withSelf(b) : unionOfFilled(a, b);
}

function unionOfFilled(a: FieldSet, b: FieldSet): FieldSet {
  let merged: FieldSetNode | undefined;
  for (const element in b) {
    const own = a[element];
    const node = own === undefined ? (b[element] as FieldSet) : unionOfNodes(own, b[element] as FieldSet);
    if (node === own) continue;
    merged ??= { ...a };
    merged[element] = node;
  }
  return merged === undefined ? a : sortedNode(merged);
}

/** What is in `a` and not in `b`. A path does not stand for what is below it. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return isEmpty(b) ? a : (reduced(a, b, differenceOfNodes) ?? NO_FIELDS);
}

function differenceOfNodes(a: FieldSet, b: FieldSet): FieldSet | undefined {
  const loses = isMember(b);
  if (isEmpty(a)) return loses ? undefined : a;
  return reduced(loses ? withoutSelf(a) : a, b, differenceOfNodes);
}

/** Like `difference`, but a path in `b` takes all that is below it along. */
export function differenceBelow(a: FieldSet, b: FieldSet): FieldSet {
  return isEmpty(b) ? a : (reduced(a, b, differenceBelowNode) ?? NO_FIELDS);
}

function differenceBelowNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  if (isMember(b)) return undefined;
  return isEmpty(a) ? a : reduced(a, b, differenceBelowNode);
}

function withoutSelf(node: FieldSet): FieldSet {
  if (!(SELF in node)) return node;
  const { [SELF]: _, ...rest } = node;
  return rest;
}

/** Undefined when nothing is left; a node that was in the set remains as a bare member. */
function reduced(
  a: FieldSet,
  b: FieldSet,
  reduceNode: (a: FieldSet, b: FieldSet) => FieldSet | undefined,
): FieldSet | undefined {
  let changes: Map<string, FieldSet | undefined> | undefined;
  for (const element in b) {
    const own = a[element];
    if (own === undefined || element === SELF) continue;
    const node = reduceNode(own, b[element] as FieldSet);
    if (node === own) continue;
    changes ??= new Map();
    changes.set(element, node);
  }
  return filled(changes === undefined ? a : withChanges(a, changes));
}

function withChanges(node: FieldSet, changes: ReadonlyMap<string, FieldSet | undefined>): FieldSet {
  const changed: FieldSetNode = {};
  for (const element in node) {
    const child = changes.has(element) ? changes.get(element) : node[element];
    if (child !== undefined) changed[element] = child;
  }
  return changed;
}

/** `{ ".": {} }` is written `{}`, and a node with nothing in it is none. */
function filled(node: FieldSet): FieldSet | undefined {
  let size = 0;
  for (const element in node) {
    if (element !== SELF) return node;
    size++;
  }
  return size === 0 ? undefined : MEMBER;
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return commonNode(a, b) ?? NO_FIELDS;
}

function commonNode(a: FieldSet, b: FieldSet): FieldSet | undefined {
  let common: FieldSetNode | undefined;
  for (const element in a) {
    const other = b[element];
    if (other === undefined || element === SELF) continue;
    const own = a[element] as FieldSet;
    const below = commonNode(own, other);
    const self = isMember(own) && isMember(other);
    if (below === undefined && !self) continue;
    common ??= {};
    common[element] = below === undefined ? MEMBER : self ? withSelf(below) : below;
  }
  return common;
}

/** Every path of the set: a node's members come before what is below them. */
export function pathsOf(set: FieldSet): string[][] {
  const paths: string[][] = [];
  collectPaths(set, [], paths);
  return paths;
}

function collectPaths(node: FieldSet, prefix: readonly string[], paths: string[][]): void {
  for (const element in node) {
    if (element !== SELF && isMember(node[element] as FieldSet)) paths.push([...prefix, element]);
  }
  for (const element in node) {
    if (element !== SELF) collectPaths(node[element] as FieldSet, [...prefix, element], paths);
  }
}

/** `.spec.ports[port=80,protocol="TCP"].name` */
export function printPath(path: readonly string[]): string {
  return path.map(printElement).join('');
}
