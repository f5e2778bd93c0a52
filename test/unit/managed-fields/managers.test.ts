import { describe, expect, it } from 'vitest';
import type { ManagedFieldsEntry } from '../../../server/api/types.gen.ts';
import { defaultManager, requireManager } from '../../../server/registry/managed-fields/default-manager.ts';
import { managedFieldsOfScale, managedFieldsOfScaled } from '../../../server/registry/managed-fields/scale-fields.ts';
import { differOnlyInTimes } from '../../../server/registry/managed-fields/spurious-times.ts';

describe('the manager of a request without one', () => {
  it.each([
    ['kubectl/v1.36.2 (linux/amd64) kubernetes/abc', 'kubectl'],
    ['curl', 'curl'],
    ['', ''],
    ['/x', ''],
    ['a\u0000b\tc/1', 'abc'],
    ['Größe/1', 'Größe'],
    ['x'.repeat(200), 'x'.repeat(128)],
    ['ü'.repeat(100), 'ü'.repeat(64)],
  ])('%j is %j', (userAgent, manager) => {
    expect(defaultManager(userAgent)).toBe(manager);
  });

  it('is not enough to apply', () => {
    expect(() => requireManager(undefined)).toThrow(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
    expect(requireManager('m')).toBe('m');
  });
});

const entry = (manager: string, fieldsV1: object, more: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry => ({
  manager,
  operation: 'Apply',
  apiVersion: 'apps/v1',
  time: '2026-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: fieldsV1 as Record<string, unknown>,
  ...more,
});

describe('ownership of a scale', () => {
  const kind = { apiVersion: 'apps/v1', replicasPath: 'spec.replicas' };
  const parent = [
    entry('m1', { 'f:spec': { 'f:paused': {}, 'f:replicas': {} } }),
    entry('m2', { 'f:spec': { 'f:template': {} } }),
  ];
  const scale = [entry('m1', { 'f:spec': { 'f:replicas': {} } }, { apiVersion: 'autoscaling/v1' })];

  it('is that of the replicas', () => {
    expect(managedFieldsOfScale(parent, kind)).toEqual(scale);
    expect(managedFieldsOfScale(undefined, kind)).toBeUndefined();
  });

  it('that did not change leaves the object as it was', () => {
    expect(managedFieldsOfScaled(parent, scale, kind)).toEqual(parent);
  });

  it('moves in the object when it moves in the scale, without a time', () => {
    const update = { operation: 'Update', subresource: 'scale' };
    const scaler = entry('scaler', { 'f:spec': { 'f:replicas': {} } }, { ...update, apiVersion: 'autoscaling/v1' });
    const { time: _, ...moved } = entry('scaler', { 'f:spec': { 'f:replicas': {} } }, update);
    expect(managedFieldsOfScaled(parent, [scaler], kind)).toEqual([
      entry('m1', { 'f:spec': { 'f:paused': {} } }),
      entry('m2', { 'f:spec': { 'f:template': {} } }),
      moved,
    ]);
  });
});

describe('entries that are the same but for their times', () => {
  const stored = [entry('m1', { 'f:a': {} })];
  it.each([
    [[entry('m1', { 'f:a': {} }, { time: '2027-01-01T00:00:00Z' })], true],
    [[entry('m1', { 'f:a': {} })], false],
    [[entry('m1', { 'f:b': {} }, { time: '2027-01-01T00:00:00Z' })], false],
    [[], false],
    [undefined, false],
  ])('%#', (entries, expected) => {
    expect(differOnlyInTimes(stored, entries)).toBe(expected);
  });
});
