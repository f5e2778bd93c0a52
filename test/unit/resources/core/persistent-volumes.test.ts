import { describe, expect, test } from 'vitest';
import type { PersistentVolumeClaim } from '../../../../server/api/types.gen.ts';
import { persistentVolumeResource } from '../../../../server/resources/core/persistent-volume.ts';
import { persistentVolumeClaimResource } from '../../../../server/resources/core/persistent-volume-claim.ts';
import { createByRules, updateByRules, writeContext } from '../../../support/write-rules.ts';

const MODES = 'supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"';
const volumeSpec = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/tmp/x' } };
const volume = (spec: object) => ({ metadata: { name: 'v' }, spec: { ...volumeSpec, ...spec } });

describe('a PersistentVolume', () => {
  test('is pending and keeps its data unless it says otherwise', () => {
    const { object } = createByRules(persistentVolumeResource, volume({}));
    expect(object.status).toEqual({ phase: 'Pending', lastPhaseTransitionTime: '2026-01-01T00:00:00Z' });
    expect(object.spec).toMatchObject({
      persistentVolumeReclaimPolicy: 'Retain',
      volumeMode: 'Filesystem',
      hostPath: { path: '/tmp/x', type: '' },
    });
  });

  test.each<[spec: object, errors: string[]]>([
    [
      { capacity: {}, accessModes: [], hostPath: undefined },
      [
        'spec.accessModes: Required value',
        'spec.capacity: Required value',
        'spec.capacity: Unsupported value: {}: supported values: "storage"',
        'spec: Required value: must specify a volume type',
      ],
    ],
    [{ capacity: { storage: '0' } }, ['spec.capacity[storage]: Invalid value: "0": must be greater than zero']],
    [{ accessModes: ['Never'] }, [`spec.accessModes: Unsupported value: "Never": ${MODES}`]],
    [
      { accessModes: ['ReadWriteOnce', 'ReadWriteOncePod'] },
      ['spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes'],
    ],
    [{ nfs: { server: 's', path: '/' } }, ['spec.nfs: Forbidden: may not specify more than 1 volume type']],
    [{ hostPath: { path: '/a/../b' } }, [`spec.hostPath.path: Invalid value: "/a/../b": must not contain '..'`]],
    [
      { hostPath: { path: '/' }, persistentVolumeReclaimPolicy: 'Recycle' },
      ["spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"],
    ],
    [
      { hostPath: undefined, local: { path: '/x' } },
      ['spec.nodeAffinity: Required value: Local volume requires node affinity'],
    ],
    [{ volumeMode: 'Tape' }, ['spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"']],
  ])('with %j', (spec, errors) => {
    expect(createByRules(persistentVolumeResource, volume(spec)).errors).toEqual(errors);
  });

  test('stays where it is', () => {
    const { object: old } = createByRules(persistentVolumeResource, volume({}));
    const { errors } = updateByRules(persistentVolumeResource, volume({ hostPath: { path: '/other' } }), { old });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /^spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation/,
    );
  });

  test('notes when its phase changes', () => {
    const { object: old } = createByRules(persistentVolumeResource, volume({}));
    const draft = structuredClone(old);
    draft.status = { ...old.status, phase: 'Available' };
    const status = persistentVolumeResource.rules.subresources?.status;
    if (status?.kind === 'part') status.prepareForUpdate(draft, old, { ...writeContext, now: Date.UTC(2026, 5, 1) });
    expect(draft.status.lastPhaseTransitionTime).toBe('2026-06-01T00:00:00Z');
  });
});

const claimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const claim = (spec: object, status?: object) => ({ metadata: { name: 'c' }, spec: { ...claimSpec, ...spec }, status });

describe('a PersistentVolumeClaim', () => {
  test.each<[spec: object, errors: string[]]>([
    [{}, []],
    [
      { accessModes: ['Sometimes'], resources: {} },
      [`spec.accessModes: Unsupported value: "Sometimes": ${MODES}`, 'spec.resources[storage]: Required value'],
    ],
    [{ accessModes: [] }, ['spec.accessModes: Required value: at least 1 access mode is required']],
    [
      { resources: { requests: { storage: '-1' } } },
      [
        'spec.resources[storage]: Invalid value: "-1": must be greater than or equal to 0',
        'spec.resources[storage]: Invalid value: "-1": must be greater than zero',
      ],
    ],
    [
      { dataSourceRef: { apiGroup: '', kind: 'Thing', name: '' } },
      [
        'spec.dataSource.name: Required value',
        'spec.dataSource: Invalid value: "Thing"',
        'spec.dataSourceRef.name: Required value',
        'spec.dataSourceRef: Invalid value: "Thing"',
      ],
    ],
  ])('with %j', (spec, errors) => {
    expect(createByRules(persistentVolumeClaimResource, claim(spec)).errors).toEqual(errors);
  });

  test('says its source in both fields', () => {
    const source = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' };
    expect(createByRules(persistentVolumeClaimResource, claim({ dataSource: source })).object.spec).toMatchObject({
      dataSource: source,
      dataSourceRef: source,
    });
  });

  const IMMUTABLE =
    'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  const size = (storage: string) => ({ resources: { requests: { storage } } });
  test.each<[what: string, status: object, change: object, errors: string[]]>([
    ['its volume once', { phase: 'Pending' }, { volumeName: 'v' }, []],
    ['its modes', { phase: 'Bound' }, { accessModes: ['ReadOnlyMany'] }, [IMMUTABLE]],
    ['its size before it is bound', { phase: 'Pending' }, size('2Gi'), [IMMUTABLE]],
    ['its size to a greater one', { phase: 'Bound', capacity: { storage: '1Gi' } }, size('2Gi'), []],
    [
      'its size to a smaller one',
      { phase: 'Bound', capacity: { storage: '1Gi' } },
      size('500Mi'),
      ['spec.resources.requests.storage: Forbidden: field can not be less than status.capacity'],
    ],
  ])('and a change of %s', (_, status, change, errors) => {
    const { object } = createByRules(persistentVolumeClaimResource, claim({}));
    const old = { ...object, status } as PersistentVolumeClaim;
    const outcome = updateByRules(persistentVolumeClaimResource, claim(change, status), { old });
    expect(outcome.errors.map((error) => error.split('\n')[0])).toEqual(errors);
  });

  test('warns of fractions of bytes', () => {
    expect(createByRules(persistentVolumeClaimResource, claim(size('100m'))).warnings).toEqual([
      'spec.resources.requests[storage]: fractional byte value "100m" is invalid, must be an integer',
    ]);
  });
});
