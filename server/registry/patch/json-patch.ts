/**
 * JSON Patch (RFC 6902) as github.com/evanphx/json-patch applies it: `replace` and `copy` of a missing member succeed, a
 * negative index counts from the end, a path's text before its first slash says nothing. Nothing is changed in place.
 */
import { sameValue } from '../../lib/same-value.ts';
import { isJsonObject, type JsonObject } from './merge-patch.ts';

/** An operation cannot be applied; Kubernetes does not tell clients which or why. */
export class UnpatchableError extends Error {}

export function applyJsonPatch(current: unknown, operations: readonly unknown[]): unknown {
  return operations.reduce(applyOperation, current);
}

type Operation = JsonObject;

function applyOperation(document: unknown, operation: unknown): unknown {
  if (!isJsonObject(operation)) throw new UnpatchableError('unexpected kind: unknown');
  switch (operation.op) {
    case 'add':
      return setAt(document, pathOf(operation), (parent, key) => added(parent, key, operand(operation)));
    case 'remove':
      return setAt(document, pathOf(operation), removed);
    case 'replace':
      return replace(document, operation);
    case 'move':
      return move(document, operation);
    case 'copy':
      return copy(document, operation);
    case 'test':
      return test(document, operation);
    default:
      throw new UnpatchableError('unexpected kind');
  }
}

function pathOf(operation: Operation, member: 'path' | 'from' = 'path'): string {
  const path = operation[member];
  if (typeof path !== 'string') throw new UnpatchableError(`operation without ${member}`);
  return path;
}

/** No value is null. */
function operand(operation: Operation): unknown {
  return operation.value ?? null;
}

function replace(document: unknown, operation: Operation): unknown {
  const path = pathOf(operation);
  const value = operand(operation);
  if (path !== '') return setAt(document, path, (parent, key) => replaced(parent, key, value));
  if (isContainer(value)) return value;
  throw new UnpatchableError('the root is an object or an array');
}

function move(document: unknown, operation: Operation): unknown {
  const from = pathOf(operation, 'from');
  const value = getAt(document, from);
  const left = setAt(document, from, removed);
  return setAt(left, pathOf(operation), (parent, key) => added(parent, key, value));
}

function copy(document: unknown, operation: Operation): unknown {
  const value = getAt(document, pathOf(operation, 'from'));
  return setAt(document, pathOf(operation), (parent, key) => added(parent, key, value));
}

function test(document: unknown, operation: Operation): unknown {
  const path = pathOf(operation);
  const value = path === '' ? document : getAt(document, path);
  if (!sameValue(value, operand(operation))) throw new UnpatchableError(`testing value ${path} failed`);
  return document;
}

type Container = JsonObject | readonly unknown[];

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isJsonObject(value);
}

function keysOf(path: string): string[] {
  const [, ...keys] = path.split('/');
  if (keys.length === 0) throw new UnpatchableError(`missing path: ${path}`);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at the path; null where an object has no such member. */
function getAt(document: unknown, path: string): unknown {
  return keysOf(path).reduce((value, key) => {
    if (!isContainer(value)) throw new UnpatchableError(`missing path: ${path}`);
    return memberOf(value, key);
  }, document);
}

function memberOf(parent: Container, key: string): unknown {
  if (isList(parent)) return parent[presentIndex(parent, key)] ?? null;
  return Object.hasOwn(parent, key) ? parent[key] : null;
}

/** A document in which `change` has made another container of the last but one step of the path. */
function setAt(document: unknown, path: string, change: (parent: Container, key: string) => Container): unknown {
  return setBelow(document, keysOf(path), change);
}

function setBelow(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (parent: Container, key: string) => Container,
): unknown {
  if (!isContainer(value)) throw new UnpatchableError('missing path');
  if (rest.length === 0) return change(value, key as string);
  const child = memberOf(value, key as string);
  return replaced(value, key as string, setBelow(child, rest, change));
}

function isList(container: Container): container is readonly unknown[] {
  return Array.isArray(container);
}

function added(parent: Container, key: string, value: unknown): Container {
  if (!isList(parent)) return withMember(parent, key, value);
  if (key === '-') return [...parent, value];
  const index = indexOf(key, parent.length + 1);
  if (index > parent.length) throw new UnpatchableError(`invalid index: ${key}`);
  return parent.toSpliced(index, 0, value);
}

function replaced(parent: Container, key: string, value: unknown): Container {
  return isList(parent) ? parent.with(presentIndex(parent, key), value) : withMember(parent, key, value);
}

function withMember(parent: JsonObject, key: string, value: unknown): JsonObject {
  return key === '__proto__' ? parent : { ...parent, [key]: value };
}

function removed(parent: Container, key: string): Container {
  if (isList(parent)) return parent.toSpliced(presentIndex(parent, key), 1);
  if (!Object.hasOwn(parent, key)) throw new UnpatchableError(`unable to remove nonexistent key: ${key}`);
  const { [key]: _, ...left } = parent;
  return left;
}

function presentIndex(list: readonly unknown[], key: string): number {
  const index = indexOf(key, list.length);
  if (index >= list.length) throw new UnpatchableError(`invalid index: ${key}`);
  return index;
}

/** Go reads signs and leading zeros; below zero it counts from `length`. */
function indexOf(key: string, length: number): number {
  if (!/^[+-]?\d+$/.test(key)) throw new UnpatchableError(`no index: ${key}`);
  const index = Number(key);
  if (index < -length) throw new UnpatchableError(`invalid index: ${key}`);
  return index < 0 ? index + length : index;
}
