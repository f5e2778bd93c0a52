/** Lets equal parts of stored objects be one part: the pods of a template say mostly the same. */
import { deepFreeze } from '../lib/deep-freeze.ts';
import type { AnyObject } from './stored-object.ts';

export interface SharedParts {
  /** Freezes all of the object; parts of it that are equal to parts frozen lately are replaced by those. */
  freeze(object: AnyObject): AnyObject;
}

/** As many parts, and as many texts, are known: a new one takes the place of whichever was in its own. */
const PLACES = 4096;
/** Parts that weigh more are not kept for others: texts weigh their length, all else one. */
const HEAVY = 1024;
/** Texts up to this length are one anyway, as V8 reads them from JSON. */
const SHORT = 10;

export function createSharedParts(): SharedParts {
  const parts: (Part | undefined)[] = new Array(PLACES).fill(undefined);
  const texts: string[] = new Array(PLACES).fill('');
  // Of what was looked at last.
  let weight = 0;
  let place = 0;

  const shareText = (text: string): string => {
    weight = text.length;
    if (weight <= SHORT || weight > HEAVY) return text;
    place = hashOfText(text) & (PLACES - 1);
    const known = texts[place] as string;
    if (known === text) return known;
    texts[place] = text;
    return text;
  };

  const share = (value: unknown): unknown => {
    if (typeof value === 'string') return shareText(value);
    weight = 1;
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
    shareInside(value as Part);
    Object.freeze(value);
    return weight > HEAVY ? value : known(value as Part);
  };

  /** Leaves its weight, and its place: by its fields and theirs, not by what is below. */
  const shareInside = (part: Part): void => {
    let hash = 7;
    let sum = 1;
    for (const name in part) {
      const shared = share(part[name]);
      sum += weight;
      // Always: texts that are equal are not therefore one.
      part[name] = shared;
      hash = (Math.imul(hash, 31) + name.length + name.charCodeAt(0) + hashOf(shared)) | 0;
    }
    weight = sum;
    place = (hash ^ (hash >>> 15)) & (PLACES - 1);
  };

  const known = (part: Part): Part => {
    const there = parts[place];
    if (there && areAlike(there, part)) return there;
    parts[place] = part;
    return part;
  };

  return {
    freeze(object) {
      const { metadata } = object;
      // They are many, alike only to those of the same object, and soon left out.
      if (metadata.managedFields) deepFreeze(metadata.managedFields);
      if (!Object.isFrozen(metadata)) shareInside(metadata as unknown as Part);
      Object.freeze(metadata);
      if (!Object.isFrozen(object)) shareInside(object as unknown as Part);
      return Object.freeze(object);
    },
  };
}

type Part = Record<string, unknown>;

/** Whether they say the same in the same order; what is inside has been shared already. */
function areAlike(one: Part, other: Part): boolean {
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  const others = Object.keys(other);
  return names.length === others.length && names.every((name, i) => name === others[i] && one[name] === other[name]);
}

function hashOf(value: unknown): number {
  if (typeof value === 'object' && value !== null) return hashOfFields(value as Part);
  if (typeof value === 'string') return hashOfText(value);
  return typeof value === 'number' ? value | 0 : value ? 1 : 2;
}

function hashOfFields(part: Part): number {
  let hash = 3;
  for (const name in part) {
    const value = part[name];
    hash = (Math.imul(hash, 31) + name.length + (typeof value === 'string' ? hashOfText(value) : 1)) | 0;
  }
  return hash;
}

/** By a few of its characters: where they mislead, less is shared. */
function hashOfText(text: string): number {
  const { length } = text;
  const step = 1 + (length >>> 3);
  let hash = length;
  for (let i = length - 1; i >= 0; i -= step) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash ^ (hash >>> 13);
}
