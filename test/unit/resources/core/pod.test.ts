import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../../server/api/types.gen.ts';
import { gracePeriodOf } from '../../../../server/resources/core/pod/delete-pod.ts';
import { pod } from '../../../../server/resources/core/pod.ts';
import { createByRules, updateByRules, writeContext } from '../../../support/write-rules.ts';

type Json = Record<string, unknown>;

const draft = (spec: Json = {}, metadata: Json = {}): Json => ({
  metadata: { name: 'p', namespace: 'default', ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx:1' }], ...spec },
});

function create(spec?: Json, metadata?: Json): Pod {
  const { object, errors } = createByRules(pod, draft(spec, metadata));
  expect(errors).toEqual([]);
  return object;
}

/** A merge patch of the first level of the spec. */
function change(old: Pod, spec: Json, metadata: Json = {}) {
  const next = { ...old, metadata: { ...old.metadata, ...metadata }, spec: { ...old.spec, ...spec } };
  return updateByRules(pod, next, { old });
}

describe('a new pod', () => {
  test('waits, whatever its writer says of its state', () => {
    const { object } = createByRules(pod, { ...draft(), status: { phase: 'Running', podIP: '1.2.3.4' } });
    expect(object.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  test('with gates says why it is not scheduled', () => {
    const { status } = create({ schedulingGates: [{ name: 'example.com/wait' }] });
    expect(status.conditions).toMatchObject([{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }]);
  });

  test('asks for what it limits, and opens its ports on the network of the host', () => {
    const resources = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } };
    const containers = [{ name: 'c', image: 'x', resources, ports: [{ containerPort: 80 }] }];
    const { spec } = create({ hostNetwork: true, containers });
    expect(spec?.containers[0]?.resources?.requests).toEqual({ cpu: '500m', memory: '1Gi' });
    expect(spec?.containers[0]?.ports?.[0]?.hostPort).toBe(80);
  });

  test('has a second to end when it says less than none', () => {
    expect(create({ terminationGracePeriodSeconds: -5 }).spec?.terminationGracePeriodSeconds).toBe(1);
  });

  test('spreads over what its own labels say', () => {
    const constraint = {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'x' } },
      matchLabelKeys: ['pod-template-hash', 'absent'],
    };
    const made = create(
      { topologySpreadConstraints: [constraint] },
      { labels: { app: 'x', 'pod-template-hash': 'h' } },
    );
    expect(made.spec?.topologySpreadConstraints?.[0]?.labelSelector?.matchExpressions).toEqual([
      { key: 'pod-template-hash', operator: 'In', values: ['h'] },
    ]);
  });

  test('takes the confinement of its containers from the old annotation, with a warning', () => {
    const warnings: string[] = [];
    const key = 'container.apparmor.security.beta.kubernetes.io/c';
    const { object } = createByRules(pod, draft({}, { annotations: { [key]: 'unconfined' } }), {
      warn: (text) => warnings.push(text),
    });
    expect(object.spec?.containers[0]?.securityContext).toEqual({ appArmorProfile: { type: 'Unconfined' } });
    expect(warnings).toEqual([
      `metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
    ]);
  });

  test.each<[what: string, spec: Json, error: string]>([
    [
      'ephemeral containers',
      { ephemeralContainers: [{ name: 'e', image: 'x' }] },
      'spec.ephemeralContainers: Forbidden: cannot be set on create',
    ],
    [
      'a node and gates',
      { nodeName: 'n', schedulingGates: [{ name: 'example.com/g' }] },
      'spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared',
    ],
    [
      'spaces around an image',
      { containers: [{ name: 'c', image: ' nginx ' }] },
      'spec.containers[0].image: Invalid value: " nginx ": must not have leading or trailing whitespace',
    ],
  ])('is refused for %s', (_what, spec, error) => {
    expect(createByRules(pod, draft(spec)).errors).toEqual([error]);
  });

  test('is warned of a name that makes no host name', () => {
    expect(createByRules(pod, draft({}, { name: 'a.b' })).warnings).toEqual([
      "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
    ]);
  });
});

describe('a pod that is changed', () => {
  test('may have other images, less time and more tolerations', () => {
    const old = create({ activeDeadlineSeconds: 60, tolerations: [{ key: 'a', operator: 'Exists' }] });
    const tolerations = [
      { key: 'a', operator: 'Exists' },
      { key: 'b', operator: 'Exists' },
    ];
    const containers = [{ ...old.spec?.containers[0], image: 'nginx:2' }];
    expect(change(old, { activeDeadlineSeconds: 30, tolerations, containers }).errors).toEqual([]);
  });

  test.each<[what: string, spec: Json, error: RegExp]>([
    [
      'another restart policy',
      { restartPolicy: 'Never' },
      /^spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,.*\n.*core\.PodSpec\{\n- \tRestartPolicy: "Always",\n\+ \tRestartPolicy: "Never",\n {2}\t\.\.\. \/\/ \d+ identical fields\n/s,
    ],
    [
      'more time',
      { activeDeadlineSeconds: 90 },
      /^spec\.activeDeadlineSeconds: Invalid value: 90: must be less than or equal to previous value$/,
    ],
    [
      'all time',
      { activeDeadlineSeconds: undefined },
      /^spec\.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value$/,
    ],
    [
      'another container',
      {
        containers: [
          { name: 'c', image: 'x' },
          { name: 'd', image: 'x' },
        ],
      },
      /^spec\.containers: Forbidden: pod updates may not add or remove containers$/,
    ],
    [
      'fewer tolerations',
      { tolerations: [] },
      /^spec\.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds$/,
    ],
    [
      'new gates',
      { schedulingGates: [{ name: 'a.b/c' }] },
      /^spec\.schedulingGates\[0\]\.name: Forbidden: only deletion is allowed, but found new scheduling gate 'a\.b\/c'$/,
    ],
    ['a selector of nodes', { nodeSelector: { a: 'b' } }, /^spec: Forbidden: pod updates may not change/],
  ])('may not have %s', (_what, spec, error) => {
    const old = create({ activeDeadlineSeconds: 60, tolerations: [{ key: 'a', operator: 'Exists' }] });
    const { errors } = change(old, spec);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(error);
  });

  test('may choose its nodes more narrowly while gates hold it', () => {
    const old = create({ schedulingGates: [{ name: 'a.b/c' }], nodeSelector: { a: 'b' } });
    expect(change(old, { nodeSelector: { a: 'b', c: 'd' } }).errors).toEqual([]);
    expect(change(old, { nodeSelector: { a: 'x' } }).errors).toEqual([
      'spec.nodeSelector: Invalid value: {"a":"x"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)',
    ]);
    const required = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    expect(change(old, { affinity }).errors).toEqual([]);
  });

  test('keeps the annotations that made it what it is', () => {
    const old = create();
    const annotations = { 'kubernetes.io/config.mirror': 'x' };
    expect(change(old, {}, { annotations }).errors).toContain(
      'metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not add mirror pod annotation',
    );
  });
});

describe('the state of a pod', () => {
  const status = pod.rules.subresources?.status;

  function write(old: Pod, state: Json): { object: Pod; errors: string[] } {
    if (status?.kind !== 'part') throw new Error('no status');
    const object = structuredClone({ ...old, status: state }) as Pod;
    pod.rules.default?.(object);
    status.prepareForUpdate(object, old, writeContext);
    const errors = status.validateUpdate?.(object, old, writeContext) ?? [];
    return { object, errors: errors.map((e) => `${e.field}: ${e.message}`) };
  }

  test.each<[what: string, state: Json, ip: string, ips: string[]]>([
    ['the single address wins', { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.2' }] }, '10.0.0.1', ['10.0.0.1']],
    ['one makes the list', { podIP: '10.0.0.1' }, '10.0.0.1', ['10.0.0.1']],
    [
      'the list makes the one',
      { podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] },
      '10.0.0.1',
      ['10.0.0.1', 'fd00::1'],
    ],
  ])('has its addresses agree: %s', (_what, state, ip, ips) => {
    const { object, errors } = write(create(), state);
    expect(errors).toEqual([]);
    expect([object.status.podIP, object.status.podIPs?.map((p) => p.ip)]).toEqual([ip, ips]);
  });

  test.each<[what: string, state: Json, errors: string[]]>([
    [
      'no address',
      { podIP: 'nope' },
      ['status.podIPs[0]: Invalid value: "nope": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    [
      'two of one family',
      { podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
      [
        'status.podIPs: Invalid value: [{"ip":"10.0.0.1"},{"ip":"10.0.0.2"}]: may specify no more than one IP for each IP family',
      ],
    ],
    [
      'another quality of service',
      { qosClass: 'Guaranteed' },
      ['status.qosClass: Invalid value: "Guaranteed": field is immutable'],
    ],
    [
      'hosts that differ',
      { hostIP: '1.1.1.1', hostIPs: [{ ip: '2.2.2.2' }] },
      ['status.hostIPs[0].ip: Invalid value: "2.2.2.2": must be equal to `hostIP`'],
    ],
  ])('may not have %s', (_what, state, errors) => {
    expect(write(create(), state).errors).toEqual(errors);
  });

  test('what has ended for good does not run again', () => {
    const ended = { name: 'c', state: { terminated: { exitCode: 0 } } };
    const old = { ...create({ restartPolicy: 'Never' }), status: { containerStatuses: [ended] } } as unknown as Pod;
    expect(write(old, { containerStatuses: [{ name: 'c', state: { running: {} } }] }).errors).toEqual([
      'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
    ]);
  });

  test('keeps owners and spec from its writers', () => {
    const old = create();
    const { object } = write({ ...old, metadata: { ...old.metadata, ownerReferences: [] } }, { phase: 'Running' });
    expect(object.spec).toEqual(old.spec);
    expect(object.status).toEqual({ phase: 'Running', qosClass: 'BestEffort' });
  });
});

test.each<[what: string, spec: Json, phase: string, requested: number | undefined, seconds: number]>([
  ['no node', {}, 'Pending', 30, 0],
  ['a node', { nodeName: 'n' }, 'Running', undefined, 30],
  ['a node, and less time asked', { nodeName: 'n' }, 'Running', 5, 5],
  ['a node, and less than none asked', { nodeName: 'n' }, 'Running', -1, 1],
  ['an end', { nodeName: 'n' }, 'Succeeded', undefined, 0],
])('a deleted pod with %s has its time', (_what, spec, phase, requested, seconds) => {
  const made = { ...create(spec), status: { phase } } as Pod;
  expect(gracePeriodOf(made, requested)).toBe(seconds);
});
