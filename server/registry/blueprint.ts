/** A cluster as it is at its start, from which others like it are made: the same objects with identities of their own. */
import { randomUUID } from 'node:crypto';
import { microTimestamp, millisecondsOf, timestamp } from '../lib/timestamps.ts';
import { KeptObject } from './kept-object.ts';
import type { Snapshot, StoreState } from './snapshot.ts';
import { type StoredObject, storeText } from './stored-object.ts';
import { createUseQueue } from './use-queue.ts';

export interface Blueprint {
  /** The state of a cluster that was started at this time, in milliseconds since the epoch, and has come to rest. */
  build(time: number): StoreState;
}

export interface BlueprintOptions {
  /** When the cluster was started: what its objects say of times before that stays as it is. */
  start: number;
  /** What each cluster makes for itself. */
  leaveOut(stored: StoredObject): boolean;
}

/** Of a cluster with which nobody has done anything yet. */
export function drawBlueprint({ revision, objects }: Snapshot, { start, leaveOut }: BlueprintOptions): Blueprint {
  const kept = [...objects].map(([prefix, list]) => [prefix, list.filter((stored) => !leaveOut(stored))] as const);
  const uids = new Map(kept.flatMap(([, list]) => list).map(({ bare }, i) => [bare.metadata.uid, i]));
  const identities = { uids, since: Math.floor(start / 1000) * 1000 };
  const drawings = kept.map(([prefix, list]) => [prefix, list.map((stored) => draw(stored, identities))] as const);
  return {
    build(time) {
      const values: Values = {
        uids: Array.from({ length: uids.size }, () => randomUUID()),
        second: timestamp(time),
        moment: microTimestamp(time),
      };
      const inUse = createUseQueue();
      const made = (drawing: Drawing) => new KeptObject(drawing.key, textOf(drawing, values), drawing.revision, inUse);
      return { revision, objects: new Map(drawings.map(([prefix, list]) => [prefix, list.map(made)])) };
    },
  };
}

/** An object's stored text, cut where it says who it is and since when. */
interface Drawing {
  key: string;
  revision: number;
  /** One more than there are gaps. */
  pieces: string[];
  gaps: Gap[];
}

/** What comes between two pieces: a uid by its number, or the time. */
type Gap = number | 'second' | 'moment';

interface Values {
  uids: string[];
  second: string;
  moment: string;
}

const UID_OR_TIME = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?<fraction>\.\d{6})?Z/g;

function draw(stored: StoredObject, { uids, since }: { uids: ReadonlyMap<string, number>; since: number }): Drawing {
  const text = storeText(stored);
  const drawing: Drawing = { key: stored.key, revision: stored.revision, pieces: [], gaps: [] };
  let end = 0;
  for (const { 0: found, index, groups } of text.matchAll(UID_OR_TIME)) {
    const time = millisecondsOf(found);
    const isTime = !Number.isNaN(time) && time >= since;
    const gap = uids.get(found) ?? (isTime ? (groups?.fraction ? 'moment' : 'second') : undefined);
    if (gap === undefined) continue;
    drawing.pieces.push(text.slice(end, index));
    drawing.gaps.push(gap);
    end = index + found.length;
  }
  drawing.pieces.push(text.slice(end));
  return drawing;
}

function textOf({ pieces, gaps }: Drawing, values: Values): string {
  let text = pieces[0] as string;
  for (const [i, gap] of gaps.entries()) {
    text += typeof gap === 'number' ? values.uids[gap] : values[gap];
    text += pieces[i + 1];
  }
  return text;
}
