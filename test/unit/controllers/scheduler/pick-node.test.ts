import { beforeEach, describe, expect, test } from 'vitest';
import type { Node, ObjectMeta, Pod, PodAffinityTerm, PodSpec } from '../../../../server/api/types.gen.ts';
import { startAttempt } from '../../../../server/controllers/scheduler/attempt.ts';
import { type ClusterView, createClusterView } from '../../../../server/controllers/scheduler/cluster-view.ts';
import { pickNode } from '../../../../server/controllers/scheduler/pick-node.ts';
import { podDemand } from '../../../../server/controllers/scheduler/pod-demand.ts';
import { makeContainer, makeNode, makePod } from '../../../support/make.ts';

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
const NO_PREEMPTION = 'no new claims to deallocate, preemption:';
const namespaceLabels: Record<string, Record<string, string>> = { default: {}, other: { team: 'b' } };

let cluster: ClusterView;
beforeEach(() => {
  cluster = createClusterView((namespace) => namespaceLabels[namespace]);
  residents.clear();
});

const withNodes = (...nodes: Node[]) => {
  for (const node of nodes) cluster.setNode(node);
};
const place = (pod: Pod, node: string) => {
  residents.set(node, [...(residents.get(node) ?? []), pod]);
  cluster.place(`${pod.metadata.namespace}/${pod.metadata.name}`, node, () => podDemand(pod));
};
const residents = new Map<string, Pod[]>();
const choose = (pod: Pod) =>
  pickNode(
    startAttempt(pod, cluster, () => true),
    (node) => residents.get(node) ?? [],
  );
/** The chosen node, or the reasons before what preemption says. */
const answerFor = (spec: Partial<PodSpec>, metadata: Partial<ObjectMeta> = {}) => {
  const choice = choose(makePod('new', { spec, metadata }));
  return choice.node ?? choice.message.replace(/^0\/\d+ nodes are available: (.*?\.) no new claims.*/, '$1');
};
const asking = (requests: Record<string, string>) => ({
  containers: [makeContainer('main', { resources: { requests } })],
});
const labelled = (labels: Record<string, string>, name = 'old') => makePod(name, { metadata: { labels } });

describe('without nodes', () => {
  test('says so', () => {
    expect(choose(makePod('a'))).toEqual({ message: 'no nodes available to schedule pods' });
  });
});

test('of equally good nodes the first by name is chosen, whichever came first', () => {
  withNodes(makeNode('node-10'), makeNode('node-3'), makeNode('node-2'));
  expect(answerFor({})).toBe('node-2');
});

describe('one node is refused', () => {
  test.each<[string, Partial<Node>, Partial<PodSpec>, string]>([
    ['cordoned', { spec: { unschedulable: true } }, {}, '1 node(s) were unschedulable.'],
    ['tainted', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }, {}, '1 node(s) had untolerated taint(s).'],
    ['evicting', { spec: { taints: [{ key: 'a', effect: 'NoExecute' }] } }, {}, '1 node(s) had untolerated taint(s).'],
    ['of other labels', {}, { nodeSelector: { disk: 'ssd' } }, "1 node(s) didn't match Pod's node affinity/selector."],
    ['short of cpu', {}, asking({ cpu: '4500m' }), '1 Insufficient cpu.'],
    ['short of both', {}, asking({ cpu: '5', memory: '9Gi' }), '1 Insufficient cpu, 1 Insufficient memory.'],
    ['without such a device', {}, asking({ 'example.com/gpu': '1' }), '1 Insufficient example.com/gpu.'],
    ['full', { status: { allocatable: { cpu: '4', memory: '8Gi', pods: '0' } } }, {}, '1 Too many pods.'],
  ])('that is %s', (_, node, spec, reasons) => {
    withNodes(makeNode('node-1', node));
    expect(answerFor(spec)).toBe(reasons);
  });

  test('and says whether others could make room', () => {
    withNodes(makeNode('node-1'), makeNode('node-2', { spec: { unschedulable: true } }));
    place(makePod('old', { spec: asking({ cpu: '3' }) }), 'node-1');
    expect(choose(makePod('new', { spec: asking({ cpu: '2' }) }))).toEqual({
      message: `0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. ${NO_PREEMPTION} 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.`,
    });
    expect(choose(makePod('new', { spec: { ...asking({ cpu: '9' }), preemptionPolicy: 'Never' } }))).toEqual({
      message: `0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. ${NO_PREEMPTION} not eligible due to preemptionPolicy=Never.`,
    });
  });
});

describe('taints', () => {
  const taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' } as const;
  test.each([
    ['key, value and effect', { key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' }, true],
    ['key and value', { key: 'dedicated', value: 'db' }, true],
    ['existence', { key: 'dedicated', operator: 'Exists' }, true],
    ['anything', { operator: 'Exists' }, true],
    ['another value', { key: 'dedicated', operator: 'Equal', value: 'web' }, false],
    ['another effect', { key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
  ] as const)('are tolerated by %s: %j', (_, toleration, isTolerated) => {
    withNodes(makeNode('node-1', { spec: { taints: [taint] } }));
    expect(answerFor({ tolerations: [toleration] })).toBe(
      isTolerated ? 'node-1' : '1 node(s) had untolerated taint(s).',
    );
  });

  test('that only prefer keep pods away while there is another node', () => {
    withNodes(makeNode('node-1', { spec: { taints: [{ key: 'a', effect: 'PreferNoSchedule' }] } }), makeNode('node-2'));
    expect(answerFor({})).toBe('node-2');
  });
});

describe('node affinity', () => {
  const needs = (
    key: string,
    operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt',
    values?: string[],
  ) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
        },
      },
    },
  });
  test.each([
    [needs('size', 'In', ['3', '4']), true],
    [needs('size', 'In', ['5']), false],
    [needs('size', 'NotIn', ['5']), true],
    [needs('other', 'NotIn', ['5']), true],
    [needs('size', 'Exists'), true],
    [needs('size', 'DoesNotExist'), false],
    [needs('size', 'Gt', ['2']), true],
    [needs('size', 'Lt', ['2']), false],
    [needs('other', 'Gt', ['2']), false],
  ])('%j', (spec, fits) => {
    withNodes(makeNode('node-1', { labels: { size: '3' } }));
    expect(answerFor(spec)).toBe(fits ? 'node-1' : "1 node(s) didn't match Pod's node affinity/selector.");
  });

  test('by the field metadata.name chooses one node', () => {
    withNodes(makeNode('node-1'), makeNode('node-2'));
    const matchFields = [{ key: 'metadata.name', operator: 'In' as const, values: ['node-2'] }];
    const required = { nodeSelectorTerms: [{ matchFields }] };
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: required };
    expect(answerFor({ affinity: { nodeAffinity } })).toBe('node-2');
  });

  test('that prefers is followed when it can be', () => {
    withNodes(makeNode('node-1'), makeNode('node-2', { labels: { disk: 'ssd' } }));
    const preference = { matchExpressions: [{ key: 'disk', operator: 'In' as const, values: ['ssd'] }] };
    const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference }] };
    expect(answerFor({ affinity: { nodeAffinity } })).toBe('node-2');
  });
});

test('a port of the host is given once, for each protocol and address', () => {
  const port = (hostPort: number, more = {}) => ({
    containers: [makeContainer('main', { ports: [{ containerPort: 80, hostPort, ...more }] })],
  });
  withNodes(makeNode('node-1'));
  place(makePod('old', { spec: port(80) }), 'node-1');
  expect(answerFor(port(80))).toBe("1 node(s) didn't have free ports for the requested pod ports.");
  expect(answerFor(port(80, { hostIP: '10.0.0.1' }))).toBe(
    "1 node(s) didn't have free ports for the requested pod ports.",
  );
  expect(answerFor(port(80, { protocol: 'UDP' }))).toBe('node-1');
  expect(answerFor(port(81))).toBe('node-1');
});

describe('affinity to pods', () => {
  const term = (labels: Record<string, string>, topologyKey = ZONE, more: Partial<PodAffinityTerm> = {}) => ({
    labelSelector: { matchLabels: labels },
    topologyKey,
    ...more,
  });
  const near = (...terms: PodAffinityTerm[]) => ({
    affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
  });
  const awayFrom = (...terms: PodAffinityTerm[]) => ({
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
  });
  beforeEach(() => {
    withNodes(
      makeNode('node-1', { labels: { [ZONE]: 'a' } }),
      makeNode('node-2', { labels: { [ZONE]: 'b' } }),
      makeNode('node-3', { labels: { [ZONE]: 'b' } }),
    );
    place(labelled({ app: 'db' }), 'node-2');
  });

  test('goes into the domain of the other pod', () => {
    expect(['node-2', 'node-3']).toContain(answerFor(near(term({ app: 'db' }))));
    expect(answerFor(near(term({ app: 'db' }, HOSTNAME)))).toBe('node-2');
  });
  test('is refused when there is no such pod', () => {
    expect(answerFor(near(term({ app: 'cache' })))).toBe("3 node(s) didn't match pod affinity rules.");
  });
  test('to its own kind does not keep the first pod away', () => {
    expect(answerFor(near(term({ app: 'cache' })), { labels: { app: 'cache' } })).toBe('node-1');
  });
  test('keeps away from the domain of the other pod', () => {
    expect(answerFor(awayFrom(term({ app: 'db' })))).toBe('node-1');
    expect(answerFor(awayFrom(term({ app: 'db' }, HOSTNAME)))).not.toBe('node-2');
  });
  test('is refused where everything is near the other pod', () => {
    place(labelled({ app: 'db' }, 'second'), 'node-1');
    expect(answerFor(awayFrom(term({ app: 'db' })))).toBe("3 node(s) didn't match pod anti-affinity rules.");
  });
  test('of a pod that is there keeps a new one away', () => {
    for (const node of ['node-1', 'node-2', 'node-3']) {
      place(makePod(`lonely-${node}`, { spec: awayFrom(term({ app: 'web' }, HOSTNAME)) }), node);
    }
    expect(answerFor({}, { labels: { app: 'web' } })).toBe(
      "3 node(s) didn't satisfy existing pods anti-affinity rules.",
    );
    cluster.remove('default/lonely-node-3');
    expect(answerFor({}, { labels: { app: 'web' } })).toBe('node-3');
  });
  test('means the own namespace, those that are named, or those that are chosen by label', () => {
    place(makePod('far', { metadata: { namespace: 'other', labels: { app: 'far' } } }), 'node-3');
    const far = (more = {}) => answerFor(near(term({ app: 'far' }, HOSTNAME, more)));
    expect(far()).toMatch(/pod affinity rules/);
    expect(far({ namespaces: ['other'] })).toBe('node-3');
    expect(far({ namespaceSelector: { matchLabels: { team: 'b' } } })).toBe('node-3');
    expect(far({ namespaceSelector: { matchLabels: { team: 'c' } } })).toMatch(/pod affinity rules/);
    expect(far({ namespaceSelector: {} })).toBe('node-3');
  });
  test('that prefers is followed when it can be', () => {
    const preferred = [{ weight: 100, podAffinityTerm: term({ app: 'db' }, HOSTNAME) }];
    expect(
      answerFor({ affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } }),
    ).toBe('node-2');
    expect(
      answerFor({ affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } }),
    ).not.toBe('node-2');
  });
});

describe('topology spread', () => {
  const spread = (more = {}) => ({
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: ZONE,
        whenUnsatisfiable: 'DoNotSchedule' as const,
        labelSelector: { matchLabels: { app: 'web' } },
        ...more,
      },
    ],
  });
  const web = { labels: { app: 'web' } };
  beforeEach(() => {
    withNodes(
      makeNode('node-1', { labels: { [ZONE]: 'a' } }),
      makeNode('node-2', { labels: { [ZONE]: 'b' } }),
      makeNode('node-3'),
    );
    place(labelled({ app: 'web' }), 'node-1');
  });

  test('fills the emptier domain', () => {
    expect(answerFor(spread(), web)).toBe('node-2');
    expect(answerFor(spread({ maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway' }), web)).toBe('node-2');
  });
  test('refuses the fuller domain and nodes without the label', () => {
    cluster.setNode(makeNode('node-2', { labels: { [ZONE]: 'b' }, spec: { unschedulable: true } }));
    expect(answerFor(spread(), web)).toBe(
      "1 node(s) didn't match pod topology spread constraints, 1 node(s) didn't match pod topology spread constraints (missing required label), 1 node(s) were unschedulable.",
    );
    expect(answerFor(spread({ maxSkew: 2 }), web)).toBe('node-1');
  });
  test('leaves out nodes that the pod cannot go to', () => {
    expect(answerFor({ ...spread(), nodeSelector: { [ZONE]: 'a' } }, web)).toBe('node-1');
  });
  test('counts fewer domains than wanted as if one were empty', () => {
    place(labelled({ app: 'web' }, 'second'), 'node-2');
    expect(answerFor(spread({ minDomains: 3 }), web)).toMatch(/didn't match pod topology spread constraints/);
  });
});

describe('among nodes that fit', () => {
  test('pods of one controller are spread', () => {
    withNodes(makeNode('node-1'), makeNode('node-2'), makeNode('node-3'));
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs', controller: true };
    const chosen = ['a', 'b', 'c', 'd'].map((name) => {
      const pod = makePod(name, { metadata: { ownerReferences: [owner] } });
      const { node = '' } = choose(pod);
      place(pod, node);
      return node;
    });
    expect(new Set(chosen.slice(0, 3)).size).toBe(3);
  });
  test('the one with more left is preferred', () => {
    withNodes(makeNode('node-1'), makeNode('node-2'));
    place(makePod('big', { spec: asking({ cpu: '3' }) }), 'node-1');
    expect(answerFor({})).toBe('node-2');
  });
  test('room that a pod leaves can be used again', () => {
    withNodes(makeNode('node-1'));
    place(makePod('big', { spec: asking({ cpu: '3' }) }), 'node-1');
    expect(answerFor(asking({ cpu: '2' }))).toBe('1 Insufficient cpu.');
    cluster.remove('default/big');
    expect(answerFor(asking({ cpu: '2' }))).toBe('node-1');
  });
});

describe('a pod of higher priority', () => {
  const pod = (name: string, cpu: string, priority: number) =>
    makePod(name, { spec: { ...asking({ cpu }), priority } });
  const victimsOf = (wanted: Pod) => {
    const choice = choose(wanted);
    if (choice.node !== undefined || !choice.preemption) return choice;
    const { node, victims } = choice.preemption;
    return [node, ...victims.map(({ metadata }) => metadata.name)];
  };

  test('takes the place of others, where that hurts least', () => {
    withNodes(makeNode('node-1'), makeNode('node-2'), makeNode('node-3', { spec: { unschedulable: true } }));
    place(pod('middle', '3', 50), 'node-1');
    place(pod('low', '3', 10), 'node-2');
    const choice = choose(pod('high', '2', 100));
    expect(choice).toMatchObject({
      message: '0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.',
      preemption: { node: 'node-2' },
    });
    expect(victimsOf(pod('high', '2', 100))).toEqual(['node-2', 'low']);
  });

  test('spares all whom it can', () => {
    withNodes(makeNode('node-1'));
    for (const [name, cpu, priority] of [
      ['a', '1', 1],
      ['b', '2', 2],
      ['c', '1', 3],
    ] as const) {
      place(pod(name, cpu, priority), 'node-1');
    }
    expect(victimsOf(pod('high', '1', 100))).toEqual(['node-1', 'a']);
    expect(victimsOf(pod('high', '3', 100))).toEqual(['node-1', 'b', 'a']);
  });

  test('does not touch its equals, and may be told not to touch anybody', () => {
    withNodes(makeNode('node-1'));
    place(pod('equal', '3', 100), 'node-1');
    expect(victimsOf(pod('high', '2', 100))).toMatchObject({ message: expect.stringMatching(/No preemption victims/) });
    const polite = pod('polite', '2', 200);
    polite.spec.preemptionPolicy = 'Never';
    expect(victimsOf(polite)).toMatchObject({ message: expect.stringMatching(/preemptionPolicy=Never/) });
  });

  test('waits for those who are leaving the node that it was promised', () => {
    withNodes(makeNode('node-1'));
    const leaving = pod('low', '3', 10);
    leaving.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    place(leaving, 'node-1');
    const high = pod('high', '2', 100);
    high.status.nominatedNodeName = 'node-1';
    expect(choose(high)).toEqual({
      message: `0/1 nodes are available: 1 Insufficient cpu. ${NO_PREEMPTION} not eligible due to a terminating pod on the nominated node.`,
    });
  });
});

describe('a node that is promised to a pod', () => {
  const promise = (pod: Pod, node: string) =>
    cluster.promises.add(`${pod.metadata.namespace}/${pod.metadata.name}`, node, () => podDemand(pod));
  const important = makePod('important', { spec: { ...asking({ cpu: '3' }), priority: 10 } });
  beforeEach(() => {
    withNodes(makeNode('node-1'));
    promise(important, 'node-1');
  });

  test('has no room for one that is less important', () => {
    expect(answerFor({ ...asking({ cpu: '2' }), priority: 9 })).toBe('1 Insufficient cpu.');
  });

  test('has room for one that is more important, and for the one itself', () => {
    expect(answerFor({ ...asking({ cpu: '2' }), priority: 11 })).toBe('node-1');
    expect(choose(important)).toEqual({ node: 'node-1' });
  });

  test('is free again when that pod is gone', () => {
    cluster.remove(`${important.metadata.namespace}/important`);
    expect(answerFor({ ...asking({ cpu: '2' }), priority: 9 })).toBe('node-1');
  });
});
