/** Kinds of groups that have one or two of them. */
import { describe, expect, test } from 'vitest';
import type { CertificateSigningRequest } from '../../../server/api/types.gen.ts';
import { certificateSigningRequestResource } from '../../../server/resources/certificates/certificate-signing-request.ts';
import { leaseResource } from '../../../server/resources/coordination/lease.ts';
import { flowSchemaResource } from '../../../server/resources/flowcontrol/flow-schema.ts';
import { priorityLevelConfigurationResource } from '../../../server/resources/flowcontrol/priority-level-configuration.ts';
import { runtimeClassResource } from '../../../server/resources/node/runtime-class.ts';
import { podDisruptionBudgetResource } from '../../../server/resources/policy/pod-disruption-budget.ts';
import { resourceClaimResource } from '../../../server/resources/resource/resource-claim.ts';
import { priorityClassResource } from '../../../server/resources/scheduling/priority-class.ts';
import { createByRules, updateByRules, writeContext } from '../../support/write-rules.ts';

const metadata = { name: 'a', namespace: 'ns' };

test.each<[spec: object, errors: string[]]>([
  [{ minAvailable: '50%' }, []],
  [
    { minAvailable: 1, maxUnavailable: 1 },
    [
      'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
    ],
  ],
  [
    { minAvailable: '120%', unhealthyPodEvictionPolicy: 'Never' },
    [
      'spec.minAvailable: Invalid value: "120%": must not be greater than 100%',
      'spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"',
    ],
  ],
])('a PodDisruptionBudget of %j', (spec, errors) => {
  expect(createByRules(podDisruptionBudgetResource, { metadata, spec }).errors).toEqual(errors);
});

test.each<[spec: object, errors: string[]]>([
  [{ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 }, []],
  [
    { leaseDurationSeconds: 0, leaseTransitions: -1 },
    [
      'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
      'spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [{ preferredHolder: 'b' }, ['spec.preferredHolder: Forbidden: may only be specified if strategy is defined']],
])('a Lease of %j', (spec, errors) => {
  expect(createByRules(leaseResource, { metadata, spec }).errors).toEqual(errors);
});

describe('a PriorityClass', () => {
  const create = (name: string, rest: object) => createByRules(priorityClassResource, { metadata: { name }, ...rest });

  test.each<[name: string, rest: object, errors: string[]]>([
    ['high', { value: 1000 }, []],
    [
      'high',
      { value: 2_000_000_000 },
      ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    ],
    ['system-node-critical', { value: 2_000_001_000 }, []],
    [
      'system-mine',
      { value: 5 },
      [
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class",
      ],
    ],
  ])('%s of %j', (name, rest, errors) => {
    expect(create(name, rest).errors).toEqual(errors);
  });

  test('keeps its value', () => {
    const { object: old } = create('high', { value: 1 });
    const next = { metadata: { name: 'high' }, value: 2 };
    expect(updateByRules(priorityClassResource, next, { old }).errors).toEqual([
      'value: Forbidden: may not be changed in an update.',
    ]);
  });

  test('of the system cannot be deleted', () => {
    const remove = (name: string) => () =>
      priorityClassResource.rules.validateDelete?.(create(name, { value: 1 }).object, writeContext);
    expect(remove('high')).not.toThrow();
    expect(remove('system-node-critical')).toThrow(
      'priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
    );
  });
});

test('a RuntimeClass keeps its handler', () => {
  const { object: old } = createByRules(runtimeClassResource, { metadata, handler: 'gvisor' });
  expect(updateByRules(runtimeClassResource, { metadata, handler: 'kata' }, { old }).errors).toEqual([
    'handler: Invalid value: "kata": field is immutable',
  ]);
});

describe('a CertificateSigningRequest', () => {
  const pem = '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n';
  const spec = {
    request: Buffer.from(pem).toString('base64'),
    signerName: 'example.com/signer',
    usages: ['client auth'],
  };
  const user = { username: 'jane', uid: '7', groups: ['devs'] };
  const create = (rest: object) =>
    createByRules(certificateSigningRequestResource, { metadata, spec: { ...spec, ...rest } }, { user });

  test('is asked by whoever writes it, whatever it says', () => {
    const { object, errors } = create({ username: 'admin' });
    expect(errors).toEqual([]);
    expect(object.spec).toMatchObject(user);
  });

  test.each<[rest: object, errors: string[]]>([
    [{ request: 'eA==' }, ['spec.request: Invalid value: "eA==": PEM block type must be CERTIFICATE REQUEST']],
    [{ usages: [] }, ['spec.usages: Required value']],
    [{ usages: ['any', 'any'] }, ['spec.usages[1]: Duplicate value: "any"']],
    [
      { signerName: 'nobody' },
      [
        `spec.signerName: Invalid value: "nobody": must be a fully qualified domain and path of the form 'example.com/signer-name'`,
      ],
    ],
    [
      { signerName: 'local/x' },
      ['spec.signerName: Invalid value: "local": should be a domain with at least two segments separated by dots'],
    ],
    [
      { expirationSeconds: 60 },
      ['spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)'],
    ],
  ])('of %j', (rest, errors) => {
    expect(create(rest).errors).toEqual(errors);
  });

  describe('once decided', () => {
    const time = '2026-01-01T00:00:00Z';
    const approved = [{ type: 'Approved', status: 'True', lastUpdateTime: time, lastTransitionTime: time }];
    const part = (name: 'approval' | 'status') => {
      const rules = certificateSigningRequestResource.rules.subresources?.[name];
      if (rules?.kind !== 'part') throw new Error('a part');
      return rules;
    };
    const withConditions = (conditions: object[]) =>
      ({ ...create({}).object, status: { conditions } }) as CertificateSigningRequest;
    const write = (name: 'approval' | 'status', conditions: object[], old: object[]) => {
      const [draft, before] = [withConditions(conditions), withConditions(old)];
      part(name).prepareForUpdate(draft, before, writeContext);
      const errors = part(name).validateUpdate?.(draft, before, writeContext) ?? [];
      return { draft, errors: errors.map(({ field, message }) => `${field}: ${message}`) };
    };

    test('can be approved by an approver, with the time of it', () => {
      const { draft, errors } = write('approval', [{ type: 'Approved', status: 'True' }], []);
      expect(errors).toEqual([]);
      expect(draft.status.conditions).toEqual(approved);
    });

    test('cannot be approved by a signer', () => {
      expect(write('status', approved, []).draft.status).not.toHaveProperty('conditions');
    });

    test('stays decided', () => {
      expect(write('approval', [], approved).errors).toEqual([
        'status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
      ]);
      expect(write('approval', [...approved, { type: 'Denied', status: 'True' }], approved).errors).toEqual([
        'status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive',
      ]);
    });
  });
});

test.each<[spec: object, errors: string[]]>([
  [{ priorityLevelConfiguration: { name: 'x' } }, []],
  [
    { matchingPrecedence: 1, priorityLevelConfiguration: { name: 'x' } },
    [`spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1`],
  ],
  [
    { priorityLevelConfiguration: { name: 'x' }, rules: [{ subjects: [{ kind: 'User' }] }] },
    [
      `spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'`,
      'spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty',
    ],
  ],
])('a FlowSchema of %j', (spec, errors) => {
  expect(createByRules(flowSchemaResource, { metadata, spec }).errors).toEqual(errors);
});

test.each<[spec: object, errors: string[]]>([
  [{ type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing: {} } } }, []],
  [{ type: 'Limited' }, ['spec.limited: Required value: must not be empty when type is Limited']],
  [{ type: 'Some' }, ['spec.type: Unsupported value: "Some": supported values: "Exempt", "Limited"']],
])('a PriorityLevelConfiguration of %j', (spec, errors) => {
  expect(createByRules(priorityLevelConfigurationResource, { metadata, spec }).errors).toEqual(errors);
});

test.each<[requests: object[], errors: string[]]>([
  [[{ name: 'gpu', exactly: { deviceClassName: 'gpu.example.com' } }], []],
  [
    [{ name: 'gpu' }],
    ['spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required'],
  ],
  [
    [{ name: 'gpu', exactly: { deviceClassName: 'g', allocationMode: 'All', count: 2 } }],
    ["spec.devices.requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'"],
  ],
])('a ResourceClaim of %j', (requests, errors) => {
  expect(createByRules(resourceClaimResource, { metadata, spec: { devices: { requests } } }).errors).toEqual(errors);
});
