import { describe, expect, test } from 'vitest';
import { validateObjectMeta, validateObjectMetaUpdate } from '../../../server/api/object-meta-validation.ts';
import type { ObjectMeta } from '../../../server/api/types.gen.ts';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: 'u' };

function errorsOf(meta: Partial<ObjectMeta>): [field: string, message: string][] {
  const errors = validateObjectMeta({ name: 'a', namespace: 'default', ...meta }, { namespaced: true });
  return errors.map(({ field, message }) => [field, message]);
}

describe('metadata of a new object', () => {
  test('is fine', () => {
    const labels = { 'example.com/a': '', b: 'c' };
    const annotations = { 'Example.com/Thing': 'x y\nz' };
    expect(
      errorsOf({ labels, annotations, ownerReferences: [owner], finalizers: ['orphan', 'a.b/c', 'a.b/c'] }),
    ).toEqual([]);
  });

  test.each<[what: string, meta: Partial<ObjectMeta>, errors: [string, string][]]>([
    ['no name', { name: '' }, [['metadata.name', 'Required value: name or generateName is required']]],
    ['no namespace', { namespace: '' }, [['metadata.namespace', 'Required value']]],
    [
      'annotations too large',
      { annotations: { a: 'y'.repeat(262145) } },
      [['metadata.annotations', 'Too long: may not be more than 262144 bytes']],
    ],
    [
      'an owner without anything',
      { ownerReferences: [{ ...owner, apiVersion: '', kind: '', name: '', uid: '' }] },
      [
        ['metadata.ownerReferences.apiVersion', 'Invalid value: "": version must not be empty'],
        ['metadata.ownerReferences.kind', 'Invalid value: "": must not be empty'],
        ['metadata.ownerReferences.name', 'Invalid value: "": must not be empty'],
        ['metadata.ownerReferences.uid', 'Invalid value: "": must not be empty'],
      ],
    ],
    [
      'an event as owner',
      { ownerReferences: [{ ...owner, kind: 'Event' }] },
      [
        [
          'metadata.ownerReferences',
          'Invalid value: {"apiVersion":"v1","kind":"Event","name":"owner","uid":"u"}: /v1, Kind=Event is disallowed from being an owner',
        ],
      ],
    ],
    [
      'a finalizer without a domain',
      { finalizers: ['hold'] },
      [
        [
          'metadata.finalizers[0]',
          'Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified',
        ],
      ],
    ],
    [
      'two ways to delete',
      { finalizers: ['orphan', 'foregroundDeletion'] },
      [
        [
          'metadata.finalizers',
          'Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
        ],
      ],
    ],
    [
      'a negative generation',
      { generation: -1 },
      [['metadata.generation', 'Invalid value: -1: must be greater than or equal to 0']],
    ],
    [
      'managed fields out of form',
      { managedFields: [{ manager: 'a\tb', operation: 'Do', fieldsType: 'V2' }] },
      [
        ['metadata.managedFields[0].operation', 'Invalid value: "Do": must be `Apply` or `Update`'],
        ['metadata.managedFields[0].fieldsType', 'Invalid value: "V2": must be `FieldsV1`'],
        ['metadata.managedFields[0].manager', 'Invalid value: "a\\tb": invalid character U+0009 (at position 1)'],
      ],
    ],
  ])('with %s is refused', (_what, meta, errors) => {
    expect(errorsOf(meta)).toEqual(errors);
  });

  test('names both controllers when there are two', () => {
    const ownerReferences = [
      { ...owner, controller: true },
      { ...owner, name: 'other', controller: true },
    ];
    expect(errorsOf({ ownerReferences })[0]?.[1]).toMatch(
      / Only one reference can have Controller set to true. Found "true" in references for ConfigMap\/owner and ConfigMap\/other$/,
    );
  });

  test('has no namespace when the kind is cluster-scoped', () => {
    const errors = validateObjectMeta({ name: 'a', namespace: 'b' }, { namespaced: false });
    expect(errors).toMatchObject([{ field: 'metadata.namespace', message: 'Forbidden: not allowed on this type' }]);
  });
});

describe('metadata of an update', () => {
  const old: Partial<ObjectMeta> = {
    name: 'a',
    namespace: 'default',
    uid: 'u',
    resourceVersion: '1',
    finalizers: ['a.b/c'],
  };

  test('keeps identity and deletion as they are', () => {
    const meta = { ...old, uid: 'v', deletionGracePeriodSeconds: 5 };
    expect(validateObjectMetaUpdate(meta, old)).toMatchObject([
      { field: 'metadata.uid', message: 'Invalid value: "v": field is immutable' },
      { field: 'metadata.deletionGracePeriodSeconds', message: 'Invalid value: 5: field is immutable' },
    ]);
  });

  test('adds no finalizer to what is being deleted', () => {
    const deleted = { ...old, deletionTimestamp: '2026-01-01T00:00:00Z' };
    expect(validateObjectMetaUpdate({ ...deleted, finalizers: ['a.b/c', 'd.e/f'] }, deleted)).toMatchObject([
      {
        field: 'metadata.finalizers',
        message:
          'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"d.e/f"}',
      },
    ]);
  });

  test('says which version it is based on', () => {
    expect(validateObjectMetaUpdate({ ...old, resourceVersion: '' }, old)).toMatchObject([
      { field: 'metadata.resourceVersion', message: 'Invalid value: "": must be specified for an update' },
    ]);
  });
});
