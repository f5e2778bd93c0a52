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
  // Of what was looked at last: what its fields say, and what those of its fields say, too.
  let weight = 0;
  let mark = 0;
  let innerMark = 0;

  const shareText = (text: string): string => {
    weight = text.length;
    mark = markOfText(text);
    if (weight <= SHORT || weight > HEAVY) return text;
    const place = mark & (PLACES - 1);
    const known = texts[place] as string;
    if (known === text) return known;
    texts[place] = text;
    return text;
  };

  const share = (value: unknown): unknown => {
    if (typeof value === 'string') return shareText(value);
    weight = 1;
    if (!isPart(value)) mark = markOfSimple(value);
    else if (Object.isFrozen(value)) mark = markOfFields(value);
    else return shareWhole(value);
    return value;
  };

  const shareWhole = (part: Part): Part => {
    shareInside(part);
    Object.freeze(part);
    if (weight > HEAVY) return part;
    const place = (innerMark ^ (innerMark >>> 15)) & (PLACES - 1);
    const there = parts[place];
    if (there && areAlike(there, part)) return there;
    parts[place] = part;
    return part;
  };

  const shareInside = (part: Part): void => {
    let marks = START;
    let innerMarks = START;
    let weights = 1;
    for (const name in part) {
      const value = part[name];
      const shared = share(value);
      // Texts that are equal are not therefore one.
      if (typeof shared === 'string' ? weight > SHORT : shared !== value) part[name] = shared;
      weights += weight;
      innerMarks = withField(innerMarks, name, mark);
      marks = withField(marks, name, isPart(value) ? 0 : mark);
    }
    weight = weights;
    mark = marks;
    innerMark = innerMarks;
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

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null;

/** Whether they say the same in the same order; what is inside has been shared already. */
function areAlike(one: Part, other: Part): boolean {
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  const others = Object.keys(other);
  if (names.length !== others.length) return false;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    if (name !== others[i] || one[name] !== other[name]) return false;
  }
  return true;
}

const START = 7;

const withField = (marks: number, name: string, mark: number): number =>
  (Math.imul(marks, 31) + name.length + name.charCodeAt(0) + mark) | 0;

function markOfFields(part: Part): number {
  let marks = START;
  for (const name in part) {
    const value = part[name];
    const mark = typeof value === 'string' ? markOfText(value) : isPart(value) ? 0 : markOfSimple(value);
    marks = withField(marks, name, mark);
  }
  return marks;
}

function markOfSimple(value: unknown): number {
  return typeof value === 'number' ? value | 0 : value ? 1 : 2;
}

/** By a few of its characters: where they mislead, less is shared. */
function markOfText(text: string): number {
  const { length } = text;
  const step = 1 + (length >>> 3);
  let hash = length;
  for (let i = length - 1; i >= 0; i -= step) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash ^ (hash >>> 13);
}
