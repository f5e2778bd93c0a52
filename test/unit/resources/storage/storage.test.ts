import { describe, expect, test } from 'vitest';
import { csiDriverResource } from '../../../../server/resources/storage/csi-driver.ts';
import { csiNodeResource } from '../../../../server/resources/storage/csi-node.ts';
import { storageClassResource } from '../../../../server/resources/storage/storage-class.ts';
import { volumeAttachmentResource } from '../../../../server/resources/storage/volume-attachment.ts';
import { volumeAttributesClassResource } from '../../../../server/resources/storage/volume-attributes-class.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const metadata = { name: 'a' };

describe('a StorageClass', () => {
  const draft = (rest: object) => ({ metadata, provisioner: 'example.com/none', ...rest });
  const create = (rest: object) => createByRules(storageClassResource, draft(rest));

  test('deletes and binds at once unless it says otherwise', () => {
    expect(create({}).object).toMatchObject({ reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
  });

  test.each<[rest: object, errors: string[]]>([
    [{ provisioner: '' }, ['provisioner: Required value']],
    [
      { reclaimPolicy: 'Recycle', volumeBindingMode: 'Later' },
      [
        'reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"',
        'volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"',
      ],
    ],
    [{ parameters: { '': 'x' } }, ['parameters: Invalid value: "x": field can not be empty.']],
  ])('of %j', (rest, errors) => {
    expect(create(rest).errors).toEqual(errors);
  });

  test('changes only in what is not about existing volumes', () => {
    const { object: old } = create({ parameters: { a: 'b' } });
    const change = (rest: object) => updateByRules(storageClassResource, draft(rest), { old }).errors;
    expect(change({ parameters: { a: 'b' }, allowVolumeExpansion: true })).toEqual([]);
    expect(change({ provisioner: 'x/y', reclaimPolicy: 'Retain', volumeBindingMode: 'WaitForFirstConsumer' })).toEqual([
      'parameters: Forbidden: updates to parameters are forbidden.',
      'provisioner: Invalid value: "x/y": field is immutable',
      'reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.',
      'volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable',
    ]);
  });

  test('says in a table that it is the default', () => {
    const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
    const { object } = create({ metadata: { name: 'fast', annotations } });
    expect(storageClassResource.rules.row?.(object, { now: 0 })[0]).toBe('fast (default)');
  });
});

describe('a CSIDriver', () => {
  const create = (spec: object) => createByRules(csiDriverResource, { metadata, spec });

  test('counts as changed only when tokens, publishing or labels change', () => {
    const { object: old } = create({});
    const change = (spec: object) => updateByRules(csiDriverResource, { metadata, spec }, { old }).object.metadata;
    expect(change({ storageCapacity: true })).not.toHaveProperty('generation');
    expect(change({ requiresRepublish: true })).toHaveProperty('generation', 1);
  });

  test('is refused for modes and tokens that make no sense', () => {
    const tokenRequests = [{ audience: 'a', expirationSeconds: 5 }, { audience: 'a' }];
    expect(create({ tokenRequests, volumeLifecycleModes: ['Forever'] }).errors).toEqual([
      'spec.tokenRequests[0].expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes',
      'spec.tokenRequests[1].audience: Duplicate value: "a"',
      'spec.volumeLifecycleModes: Unsupported value: "Forever": supported values: "Ephemeral", "Persistent"',
    ]);
  });
});

test('a CSINode has each driver once, by name and id', () => {
  const drivers = [{ name: 'd', nodeID: 'n' }, { name: 'd' }, { nodeID: 'n'.repeat(257) }];
  expect(createByRules(csiNodeResource, { metadata, spec: { drivers } }).errors).toEqual([
    'spec.drivers[1].nodeID: Required value',
    'spec.drivers[1].name: Duplicate value: "d"',
    'spec.drivers[2].name: Required value',
    'spec.drivers[2].nodeID: Too long: may not be more than 256 bytes',
  ]);
});

test('a VolumeAttachment is about one volume, for ever', () => {
  const spec = { attacher: 'a.io', nodeName: 'n', source: { persistentVolumeName: 'v' } };
  const { object: old, errors } = createByRules(volumeAttachmentResource, { metadata, spec });
  expect(errors).toEqual([]);
  expect(createByRules(volumeAttachmentResource, { metadata, spec: { ...spec, source: {} } }).errors).toEqual([
    'spec.source: Invalid value: "": must specify exactly one of inlineVolumeSpec and persistentVolumeName',
  ]);
  const next = { metadata, spec: { ...spec, nodeName: 'm' } };
  expect(updateByRules(volumeAttachmentResource, next, { old }).errors).toEqual([
    'spec: Invalid value: {"attacher":"a.io","source":{"persistentVolumeName":"v"},"nodeName":"m"}: field is immutable',
  ]);
});

test('a VolumeAttributesClass has parameters, which stay', () => {
  const draft = (rest: object) => ({ metadata, driverName: 'd.io', parameters: { iops: '1' }, ...rest });
  const { object: old } = createByRules(volumeAttributesClassResource, draft({}));
  expect(createByRules(volumeAttributesClassResource, draft({ parameters: {} })).errors).toEqual([
    'parameters: Required value: must contain at least one key/value pair',
  ]);
  expect(updateByRules(volumeAttributesClassResource, draft({ driverName: 'e.io' }), { old }).errors).toEqual([
    'driverName: Forbidden: updates to driverName are forbidden.',
  ]);
});
