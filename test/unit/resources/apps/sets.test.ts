import { describe, expect, test } from 'vitest';
import { controllerRevisionResource } from '../../../../server/resources/apps/controller-revision.ts';
import { daemonSetResource } from '../../../../server/resources/apps/daemon-set.ts';
import { replicaSetResource } from '../../../../server/resources/apps/replica-set.ts';
import { statefulSetResource } from '../../../../server/resources/apps/stateful-set.ts';
import { replicationControllerResource } from '../../../../server/resources/core/replication-controller.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
const selector = { matchLabels: { app: 'web' } };
const draft = (spec: object = {}, metadata: object = {}) => ({
  metadata: { name: 'web', ...metadata },
  spec: { selector, template, ...spec },
});
const MISMATCH =
  'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`';

describe('a StatefulSet', () => {
  const create = (spec: object) => createByRules(statefulSetResource, draft(spec));

  test('makes its pods one after the other and keeps their claims', () => {
    const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } };
    expect(create({ volumeClaimTemplates: [claim] }).object).toMatchObject({
      spec: {
        replicas: 1,
        podManagementPolicy: 'OrderedReady',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        revisionHistoryLimit: 10,
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            spec: { volumeMode: 'Filesystem' },
            status: { phase: 'Pending' },
          },
        ],
      },
      status: { replicas: 0, availableReplicas: 0 },
    });
  });

  test.each<[spec: object, errors: string[]]>([
    [{ serviceName: '' }, []],
    [{ serviceName: 'a.b' }, ['spec.serviceName: Invalid value: "a.b": must not contain dots']],
    [{ selector: {} }, ['spec.selector: Invalid value: {}: empty selector is invalid for statefulset']],
    [{ selector: { matchLabels: { a: 'b' } } }, [MISMATCH]],
    [
      { podManagementPolicy: 'Random', updateStrategy: { type: 'Sometimes' } },
      [
        `spec.podManagementPolicy: Invalid value: "Random": must be 'OrderedReady' or 'Parallel'`,
        `spec.updateStrategy: Invalid value: {"Type":"Sometimes","RollingUpdate":null}: must be 'RollingUpdate' or 'OnDelete'`,
      ],
    ],
    [
      { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } },
      [
        `spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`,
      ],
    ],
    [
      { updateStrategy: { rollingUpdate: { partition: -1, maxUnavailable: 0 } } },
      [
        'spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0',
        'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0',
      ],
    ],
    [
      { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Shred' } },
      [
        'spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Shred": supported values: "Retain", "Delete"',
      ],
    ],
    [{ ordinals: { start: -1 } }, ['spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0']],
  ])('of %j', (spec, errors) => {
    expect(create(spec).errors).toEqual(errors);
  });

  test('changes only what can change while it runs', () => {
    const { object: old } = create({ serviceName: 'web' });
    const change = (spec: object) =>
      updateByRules(statefulSetResource, draft({ serviceName: 'web', ...spec }), { old }).errors;
    expect(change({ replicas: 3, minReadySeconds: 5, ordinals: { start: 2 }, revisionHistoryLimit: 3 })).toEqual([]);
    expect(change({ serviceName: 'other' })).toEqual([
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ]);
  });
});

describe('a DaemonSet', () => {
  const create = (spec: object, metadata?: object) => createByRules(daemonSetResource, draft(spec, metadata));
  const GENERATION = 'deprecated.daemonset.template.generation';

  test('counts the changes of its template in an annotation, whatever its writer says', () => {
    const { object: old } = create({});
    expect(old.metadata.annotations).toEqual({ [GENERATION]: '1' });
    const same = updateByRules(daemonSetResource, draft({}, { annotations: { [GENERATION]: '9' } }), { old });
    expect(same.object.metadata.annotations).toEqual({ [GENERATION]: '1' });
    const other = { ...template, spec: { containers: [{ name: 'c', image: 'nginx:2' }] } };
    const changed = updateByRules(daemonSetResource, draft({ template: other }), { old });
    expect(changed.object.metadata.annotations).toEqual({ [GENERATION]: '2' });
  });

  test.each<[spec: object, errors: string[]]>([
    [{}, []],
    [{ selector: { matchLabels: { a: 'b' } } }, [MISMATCH]],
    [
      { updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } },
      ['spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero'],
    ],
    [
      { updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } },
      ['spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0'],
    ],
    [
      { updateStrategy: { type: 'Never' } },
      [
        'spec.updateStrategy: Unsupported value: {"Type":"Never","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"',
      ],
    ],
  ])('of %j', (spec, errors) => {
    expect(create(spec).errors).toEqual(errors);
  });
});

test('a ReplicaSet keeps its selector', () => {
  const { object: old } = createByRules(replicaSetResource, draft());
  const { errors } = updateByRules(replicaSetResource, draft({ selector: { matchLabels: { tier: 'x' } } }), { old });
  expect(errors).toEqual([MISMATCH, 'spec.selector: Invalid value: {"matchLabels":{"tier":"x"}}: field is immutable']);
});

describe('a ReplicationController', () => {
  const create = (spec: object) => createByRules(replicationControllerResource, { metadata: { name: 'rc' }, spec });

  test('takes selector and labels from its template', () => {
    const { object, errors } = create({ template });
    expect(errors).toEqual([]);
    expect(object).toMatchObject({
      metadata: { labels: { app: 'web' } },
      spec: { selector: { app: 'web' }, replicas: 1 },
    });
  });

  test.each<[spec: object, errors: string[]]>([
    [{ selector: { a: 'b' }, template }, [MISMATCH]],
    [{ selector: { a: 'b' } }, ['spec.template: Required value']],
    [{}, ['spec.selector: Required value', 'spec.template: Required value']],
  ])('of %j', (spec, errors) => {
    expect(create(spec).errors).toEqual(errors);
  });
});

describe('a ControllerRevision', () => {
  const revision = (rest: object) => ({ metadata: { name: 'r' }, ...rest });

  test('holds data that never change', () => {
    const { object: old } = createByRules(controllerRevisionResource, revision({ revision: 3, data: { a: 1 } }));
    const change = (rest: object) => updateByRules(controllerRevisionResource, revision(rest), { old }).errors;
    expect(change({ revision: 4, data: { a: 1 } })).toEqual([]);
    expect(change({ revision: 3, data: { a: 2 } })).toEqual(['data: Invalid value: {"a":2}: field is immutable']);
  });

  test('has data and a revision that is not negative', () => {
    expect(createByRules(controllerRevisionResource, revision({ revision: -1 })).errors).toEqual([
      'revision: Invalid value: -1: must be greater than or equal to 0',
      'data: Required value: data is mandatory',
    ]);
  });
});
