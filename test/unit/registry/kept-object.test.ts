import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { KeptObject, keptObject } from '../../../server/registry/kept-object.ts';
import { type AnyObject, encodeForStore } from '../../../server/registry/stored-object.ts';
import { createUseQueue, packAtLeisure } from '../../../server/registry/use-queue.ts';

const MANAGED = [{ manager: 'kubectl', operation: 'Update', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': {} } }];
const FILL = 'x'.repeat(5000);

function draftOf(name: string): AnyObject {
  const metadata = { name, namespace: 'default', uid: `uid-${name}`, managedFields: MANAGED };
  return { kind: 'ConfigMap', apiVersion: 'v1', metadata, data: { fill: FILL, price: '10 €' } } as unknown as AnyObject;
}

function keep(name: string, revision: number, inUse = createUseQueue()): KeptObject {
  const draft = draftOf(name);
  return keptObject(`default/${name}`, { bytes: encodeForStore(draft), revision, decoded: draft }, inUse);
}

/** Makes room for so many others that what is not in use rests. */
function fill(queue: ReturnType<typeof createUseQueue>): void {
  for (let i = 0; i < 2000; i++) keep(`other-${i}`, 1000 + i, queue);
}

describe('an object that is kept', () => {
  test('says the same before, while and after it rests', () => {
    const queue = createUseQueue();
    const kept = keep('one', 7, queue);
    const before = { bytes: kept.bytes.toString(), object: structuredClone(kept.object), size: kept.size };
    fill(queue);
    expect(kept.isUnpacked).toBe(false);
    expect(kept.size).toBe(before.size);
    expect(kept.bytes.toString()).toBe(before.bytes);
    expect(kept.object).toEqual(before.object);
    expect(kept.object.metadata.resourceVersion).toBe('7');
    expect(kept.size).toBe(kept.bytes.length);
  });

  test('is one value for all who ask while it is in use', () => {
    const kept = keep('one', 7);
    expect(kept.object).toBe(kept.object);
    expect(kept.bare).toBe(kept.bare);
    expect(Object.isFrozen(kept.bare.metadata)).toBe(true);
  });

  test('shares what a reader holds, also after it has rested', () => {
    const queue = createUseQueue();
    const kept = keep('one', 7, queue);
    const held = kept.bare;
    fill(queue);
    expect(kept.bare).toBe(held);
  });

  test('is bare of managedFields and of nothing else', () => {
    const kept = keep('one', 7);
    const { managedFields, ...metadata } = kept.object.metadata;
    expect(managedFields).toEqual(MANAGED);
    expect(kept.bare).toEqual({ ...kept.object, metadata });
  });

  test('comes back into use by being asked for', () => {
    const queue = createUseQueue();
    const kept = keep('one', 7, queue);
    fill(queue);
    const again = kept.object;
    expect(kept.object).toBe(again);
    fill(queue);
    fill(queue);
    expect(kept.object).not.toBe(again);
    expect(kept.object).toEqual(again);
  });

  test('that is replaced still tells what it was', () => {
    const kept = keep('one', 7);
    const before = structuredClone(kept.object);
    kept.retire();
    expect(kept.object).toEqual(before);
    expect(JSON.parse(kept.bytes.toString())).toEqual(before);
  });
});

describe('objects from the disk', () => {
  test('are packed at leisure, but for those that somebody asked for', async () => {
    const inUse = createUseQueue();
    const texts = Array.from({ length: 20 }, (_, i) => encodeForStore(draftOf(`p-${i}`)));
    const objects = texts.map((text, i) => new KeptObject(`default/p-${i}`, text, i + 1, inUse));
    const asked = objects[3]?.object;
    await packAtLeisure(objects, new AbortController().signal);
    expect(objects.filter(({ isUnpacked }) => !isUnpacked).length).toBeGreaterThan(10);
    expect(objects[3]?.object).toBe(asked);
    expect(objects.map(({ bare }) => bare.metadata.name)).toEqual(texts.map((_, i) => `p-${i}`));
  });

  test('are left alone when there is no more time', async () => {
    const inUse = createUseQueue();
    const text = encodeForStore(draftOf('p'));
    const objects = Array.from({ length: 600 }, (_, i) => new KeptObject(`default/p-${i}`, text, i + 1, inUse));
    const end = new AbortController();
    const packed = packAtLeisure(objects, end.signal);
    end.abort();
    await packed;
    await turn();
    expect(objects.every(({ isUnpacked }) => isUnpacked)).toBe(true);
  });
});
