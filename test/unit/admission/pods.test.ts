import { describe, expect, test } from 'vitest';
import { admissionRules } from '../../../server/admission/admission-rules.ts';
import {
  limitRanges,
  namespaces,
  pods,
  priorityClasses,
  resourceQuotas,
  runtimeClasses,
  serviceAccounts,
} from '../../../server/api/resource-types.gen.ts';
import type { Pod, PodSpec } from '../../../server/api/types.gen.ts';
import type { AdmissionRequest } from '../../../server/registry/define-admission.ts';
import { pod as podKind } from '../../../server/resources/core/pod.ts';
import { readerOf } from '../../support/object-reader.ts';
import { createByRules, writeContext } from '../../support/write-rules.ts';

type Held = Parameters<typeof readerOf>;

const namespace: Held[number] = [namespaces, { metadata: { name: 'ns' }, status: { phase: 'Active' } }];
const account: Held[number] = [serviceAccounts, { metadata: { name: 'default', namespace: 'ns' } }];

/** Runs all rules on a new pod, as the registry does. */
function admitted(spec: Record<string, unknown>, held: Held = [namespace, account]): Pod & { spec: PodSpec } {
  const draft = {
    metadata: { name: 'p', namespace: 'ns' },
    spec: { containers: [{ name: 'c', image: 'x' }], ...spec },
  };
  const { object } = createByRules(podKind, draft);
  const request: AdmissionRequest = {
    operation: 'CREATE',
    type: pods,
    key: { namespace: 'ns', name: 'p' },
    object,
    old: undefined,
    context: { ...writeContext, objects: readerOf(...held) },
  };
  for (const rule of admissionRules) rule.admit?.(request);
  for (const rule of admissionRules) rule.validate?.(request);
  return object as Pod & { spec: PodSpec };
}

describe('a new pod', () => {
  test('gets an account, a token, a priority and patience with its node', () => {
    const { spec } = admitted({});
    const [volume] = spec.volumes ?? [];
    expect(spec).toMatchObject({
      serviceAccountName: 'default',
      serviceAccount: 'default',
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    });
    expect(spec.tolerations?.map(({ key }) => key)).toEqual([
      'node.kubernetes.io/not-ready',
      'node.kubernetes.io/unreachable',
    ]);
    expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(spec.containers[0]?.volumeMounts).toEqual([
      { name: volume?.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ]);
  });

  test('gets no token when it or its account wants none', () => {
    const unwilling: Held[number] = [
      serviceAccounts,
      { metadata: { name: 'default', namespace: 'ns' }, automountServiceAccountToken: false },
    ];
    expect(admitted({ automountServiceAccountToken: false }).spec.volumes).toBeUndefined();
    expect(admitted({}, [namespace, unwilling]).spec.volumes).toBeUndefined();
    expect(admitted({ automountServiceAccountToken: true }, [namespace, unwilling]).spec.volumes).toHaveLength(1);
  });

  test('keeps what it says itself of patience', () => {
    const tolerations = [{ operator: 'Exists' }];
    expect(admitted({ tolerations }).spec.tolerations).toEqual(tolerations);
  });

  test.each<[what: string, spec: Record<string, unknown>, held: Held, message: string]>([
    [
      'an account that is not there',
      { serviceAccountName: 'nobody' },
      [],
      'pods "p" is forbidden: error looking up service account ns/nobody: serviceaccount "nobody" not found',
    ],
    [
      'a class that is not there',
      { priorityClassName: 'nope' },
      [account],
      'pods "p" is forbidden: no PriorityClass with name nope was found',
    ],
    [
      'a priority of its own',
      { priority: 5 },
      [account],
      'pods "p" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [
      'a runtime that is not there',
      { runtimeClassName: 'gvisor' },
      [account],
      'pods "p" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
    ],
  ])('is refused for %s', (_what, spec, held, message) => {
    expect(() => admitted(spec, [namespace, ...held])).toThrow(message);
  });

  test('has the priority of its class, or of the default class', () => {
    const high: Held[number] = [priorityClasses, { metadata: { name: 'high' }, value: 7, preemptionPolicy: 'Never' }];
    const usual: Held[number] = [priorityClasses, { metadata: { name: 'usual' }, value: 3, globalDefault: true }];
    const held: Held = [namespace, account, high, usual];
    expect(admitted({ priorityClassName: 'high' }, held).spec).toMatchObject({
      priority: 7,
      preemptionPolicy: 'Never',
    });
    expect(admitted({}, held).spec).toMatchObject({ priority: 3, priorityClassName: 'usual' });
  });

  test('takes overhead and place from its runtime', () => {
    const runtime: Held[number] = [
      runtimeClasses,
      { metadata: { name: 'vm' }, overhead: { podFixed: { cpu: '10m' } }, scheduling: { nodeSelector: { vm: 'yes' } } },
    ];
    const { spec } = admitted({ runtimeClassName: 'vm' }, [namespace, account, runtime]);
    expect(spec).toMatchObject({ overhead: { cpu: '10m' }, nodeSelector: { vm: 'yes' } });
  });
});

describe('a namespace', () => {
  test('that is not there takes nothing', () => {
    expect(() => admitted({}, [account])).toThrow('namespaces "ns" not found');
  });

  test('that is going takes nothing new', () => {
    const going: Held[number] = [namespaces, { metadata: { name: 'ns' }, status: { phase: 'Terminating' } }];
    expect(() => admitted({}, [going, account])).toThrow(
      'pods "p" is forbidden: unable to create new content in namespace ns because it is being terminated',
    );
  });

  const resources = (requests: Record<string, string>, limits?: Record<string, string>) => ({
    containers: [{ name: 'c', image: 'x', resources: { requests, ...(limits && { limits }) } }],
  });

  test('with a range fills in what pods leave out, and bounds them', () => {
    const limits = [
      {
        type: 'Container',
        max: { cpu: '1' },
        min: { cpu: '100m' },
        default: { cpu: '500m' },
        defaultRequest: { cpu: '200m' },
      },
    ];
    const range: Held[number] = [limitRanges, { metadata: { name: 'l', namespace: 'ns' }, spec: { limits } }];
    const held: Held = [namespace, account, range];
    const filled = admitted({}, held);
    expect(filled.spec.containers[0]?.resources).toEqual({ limits: { cpu: '500m' }, requests: { cpu: '200m' } });
    expect(filled.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu request for container c; cpu limit for container c',
    });
    expect(() => admitted(resources({}, { cpu: '2' }), held)).toThrow(
      'maximum cpu usage per Container is 1, but limit is 2',
    );
    expect(() => admitted(resources({ cpu: '10m' }), held)).toThrow(
      'minimum cpu usage per Container is 100m, but request is 10m',
    );
  });

  test('with a quota takes no more than it allows', () => {
    const hard = { pods: '1', 'requests.cpu': '1' };
    const quota: Held[number] = [resourceQuotas, { metadata: { name: 'q', namespace: 'ns' }, spec: { hard } }];
    const held: Held = [namespace, account, quota];
    const present: Held[number] = [
      pods,
      { metadata: { name: 'other', namespace: 'ns' }, spec: resources({ cpu: '100m' }), status: { phase: 'Running' } },
    ];
    const finished: Held[number] = [
      pods,
      { metadata: { name: 'done', namespace: 'ns' }, spec: resources({}), status: { phase: 'Succeeded' } },
    ];
    expect(() => admitted({}, held)).toThrow('failed quota: q: must specify requests.cpu for: c');
    expect(() => admitted(resources({ cpu: '2' }), held)).toThrow(
      'exceeded quota: q, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1',
    );
    expect(() => admitted(resources({ cpu: '100m' }), [...held, present])).toThrow(
      'exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    );
    expect(admitted(resources({ cpu: '100m' }), [...held, finished]).metadata.name).toBe('p');
  });
});
