import { describe, expect, test } from 'vitest';
import { SIMULATED_PROVISIONER } from '../../../server/api/simulated-provisioner.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../server/api/types.gen.ts';
import { planClaim } from '../../../server/controllers/persistent-volume/plan-claim.ts';
import { planVolume } from '../../../server/controllers/persistent-volume/plan-volume.ts';
import { make } from './make.ts';

type Rest = { spec?: object; status?: object; metadata?: object };

const claim = ({ spec, status, metadata }: Rest = {}) =>
  make<PersistentVolumeClaim>('PersistentVolumeClaim', 'c', {
    metadata: { ...metadata },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
    status: { phase: 'Pending', ...status },
  });

const volume = (name: string, size: string, { spec, status, metadata }: Rest = {}) =>
  make<PersistentVolume>('PersistentVolume', name, {
    metadata: { namespace: undefined, ...metadata },
    spec: { accessModes: ['ReadWriteOnce', 'ReadWriteMany'], capacity: { storage: size }, ...spec },
    status: { phase: 'Available', ...status },
  });

const storageClass = (rest: object) =>
  make<StorageClass>('StorageClass', 'fast', { provisioner: SIMULATED_PROVISIONER, ...rest });

function plan(about: PersistentVolumeClaim, volumes: PersistentVolume[], classes: StorageClass[] = []) {
  return planClaim(about, {
    volumes,
    volume: (name) => volumes.find(({ metadata }) => metadata.name === name),
    storageClass: (name) => classes.find(({ metadata }) => metadata.name === name),
  });
}

const taken = (name: string, uid?: string) => ({ spec: { claimRef: { namespace: 'default', name, uid } } });
const bindTo = (name: string) => ({ do: 'bind', volume: { metadata: { name } } });

describe('a claim', () => {
  test('takes the smallest free volume that is large enough', () => {
    expect(plan(claim(), [volume('a', '5Gi'), volume('b', '2Gi'), volume('c', '1000Mi')])).toMatchObject(bindTo('b'));
  });

  test('takes the volume that is kept for it before any other', () => {
    expect(plan(claim(), [volume('a', '1Gi'), volume('b', '9Gi', taken('c'))])).toMatchObject(bindTo('b'));
  });

  test.each<[what: string, wish: object, offer: Rest]>([
    ['of another class', {}, { spec: { storageClassName: 'slow' } }],
    ['without its access mode', { accessModes: ['ReadOnlyMany'] }, {}],
    ['of another mode', { volumeMode: 'Block' }, {}],
    ['that its selector does not match', { selector: { matchLabels: { a: 'b' } } }, {}],
    ['that is taken', {}, taken('other', 'u')],
    ['that was released', {}, { status: { phase: 'Released' } }],
    ['that is being deleted', {}, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }],
  ])('does not take a volume %s', (_, wish, offer) => {
    expect(plan(claim({ spec: wish }), [volume('a', '9Gi', offer)])).toMatchObject({
      do: 'wait',
      reason: 'FailedBinding',
      message: 'no persistent volumes available for this claim and no storage class is set',
    });
  });

  const ofClass = { storageClassName: 'fast' };
  const selected = { annotations: { 'volume.kubernetes.io/selected-node': 'n1' } };

  test('waits for a class that is not there', () => {
    expect(plan(claim({ spec: ofClass }), [])).toMatchObject({
      reason: 'ProvisioningFailed',
      message: 'storageclass.storage.k8s.io "fast" not found',
    });
  });

  test('waits for a provisioner that is not here', () => {
    expect(plan(claim({ spec: ofClass }), [], [storageClass({ provisioner: 'ebs' })])).toMatchObject({
      reason: 'ExternalProvisioning',
      provisioner: 'ebs',
    });
  });

  test('gets a volume of the simulated provisioner at once', () => {
    expect(plan(claim({ spec: ofClass }), [], [storageClass({})])).toMatchObject({ do: 'provision' });
  });

  test('waits for a node when its class wants that, even when a volume is free', () => {
    const classes = [storageClass({ volumeBindingMode: 'WaitForFirstConsumer' })];
    const free = volume('a', '1Gi', { spec: ofClass });
    expect(plan(claim({ spec: ofClass }), [free], classes)).toMatchObject({ reason: 'WaitForFirstConsumer' });
    expect(plan(claim({ spec: ofClass, metadata: selected }), [free], classes)).toMatchObject(bindTo('a'));
    expect(plan(claim({ spec: ofClass, metadata: selected }), [], classes)).toMatchObject({
      do: 'provision',
      node: 'n1',
    });
  });

  test('that names its volume waits for it', () => {
    const named = claim({ spec: { volumeName: 'a' } });
    expect(plan(named, [])).toEqual({ do: 'nothing' });
    expect(plan(named, [volume('a', '1Gi')])).toMatchObject(bindTo('a'));
    expect(plan(named, [volume('a', '1Gi', taken('other', 'u'))])).toMatchObject({ reason: 'FailedBinding' });
    expect(plan(named, [volume('a', '1Mi')])).toMatchObject({ reason: 'VolumeMismatch' });
  });

  test('that has lost its volume says so once', () => {
    const bound = {
      spec: { volumeName: 'a' },
      metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
    };
    expect(plan(claim(bound), [])).toEqual({ do: 'lose' });
    expect(plan(claim({ ...bound, status: { phase: 'Lost' } }), [])).toEqual({ do: 'nothing' });
  });
});

describe('a volume', () => {
  const mine = taken('c', 'PersistentVolumeClaim-c');

  test.each<[what: string, about: PersistentVolume, other: PersistentVolumeClaim | undefined, expected: object]>([
    ['nobody wants', volume('a', '1Gi'), undefined, { do: 'phase', phase: 'Available' }],
    ['kept for a claim to come', volume('a', '1Gi', taken('c')), undefined, { do: 'phase', phase: 'Available' }],
    ['with its claim', volume('a', '1Gi', mine), claim({ spec: { volumeName: 'a' } }), { do: 'phase', phase: 'Bound' }],
    ['whose claim does not know yet', volume('a', '1Gi', mine), claim(), { do: 'nothing' }],
    ['whose claim is gone', volume('a', '1Gi', mine), undefined, { do: 'phase', phase: 'Released' }],
    [
      'whose claim is another one of that name',
      volume('a', '1Gi', taken('c', 'older')),
      claim(),
      { do: 'phase', phase: 'Released' },
    ],
  ])('%s', (_, about, other, expected) => {
    expect(planVolume(about, other)).toEqual(expected);
  });

  test.each([
    ['Retain', { do: 'nothing' }],
    ['Delete', { do: 'delete' }],
    ['Recycle', { do: 'free' }],
  ])('released with the policy %s', (persistentVolumeReclaimPolicy, expected) => {
    const released = { spec: { ...mine.spec, persistentVolumeReclaimPolicy }, status: { phase: 'Released' } };
    expect(planVolume(volume('a', '1Gi', released), undefined)).toEqual(expected);
  });
});
