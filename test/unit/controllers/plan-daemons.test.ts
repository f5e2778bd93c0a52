import { describe, expect, test } from 'vitest';
import { daemonSets } from '../../../server/api/resource-types.gen.ts';
import type { DaemonSet, DaemonSetSpec, Node, Pod, Taint } from '../../../server/api/types.gen.ts';
import { planRevision } from '../../../server/controllers/controller-revisions.ts';
import { HASH_LABEL, newDaemonPod, targetNodeOf } from '../../../server/controllers/daemon-set/daemon-pod.ts';
import { planDaemons, planStatus } from '../../../server/controllers/daemon-set/plan-daemons.ts';
import { make, makeNode } from './make.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

class World {
  set: DaemonSet;
  nodes: Node[];
  pods: Pod[] = [];
  #uids = 0;

  constructor(spec: Partial<DaemonSetSpec> = {}, nodes = [makeNode('n1'), makeNode('n2'), makeNode('n3')]) {
    this.nodes = nodes;
    this.set = make<DaemonSet>('DaemonSet', 'ds', {
      metadata: { generation: 1, annotations: { 'deprecated.daemonset.template.generation': '1' } },
      spec: {
        selector: { matchLabels: { app: 'ds' } },
        template: { metadata: { labels: { app: 'ds' } } as never, spec: { containers: [{ name: 'c', image: 'v1' }] } },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
        ...spec,
      },
      status: {},
    });
  }

  update(image: string): this {
    const template = { metadata: { labels: { app: 'ds' } } as never, spec: { containers: [{ name: 'c', image }] } };
    const annotations = { 'deprecated.daemonset.template.generation': image };
    this.set = { ...this.set, metadata: { ...this.set.metadata, annotations }, spec: { ...this.set.spec, template } };
    return this;
  }

  input() {
    const options = { ownerType: daemonSets, owner: this.set, hashLabel: HASH_LABEL, revisions: [], collisionCount: 0 };
    const revision = planRevision(options).latest;
    return { set: this.set, nodes: this.nodes, pods: this.pods, revision, now: NOW };
  }

  step() {
    const input = this.input();
    const plan = planDaemons(input);
    const gone = new Set([...plan.delete, ...plan.ended.map(({ pod }) => pod)]);
    this.pods = this.pods.filter((pod) => !gone.has(pod));
    for (const node of plan.create) {
      const draft = newDaemonPod(this.set, input.revision, node);
      const metadata = { ...draft.metadata, name: `ds-${++this.#uids}`, uid: `${this.#uids}` } as Pod['metadata'];
      this.pods = [...this.pods, { ...draft, metadata, status: { phase: 'Pending' } } as Pod];
    }
    return plan;
  }

  ready(): this {
    this.pods = this.pods.map((pod) => ({
      ...pod,
      spec: { ...pod.spec, nodeName: targetNodeOf(pod) },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    }));
    return this;
  }

  finish(): this {
    for (let n = 0; n < 50; n++) {
      const { create, delete: gone, ended } = this.ready().step();
      if (create.length + gone.length + ended.length === 0) return this;
    }
    throw new Error('the set never rests');
  }

  where = () => this.pods.map((pod) => `${targetNodeOf(pod)}:${pod.spec.containers[0]?.image}`).sort();
}

const tainted = (name: string, taint: Taint): Node => ({ ...makeNode(name), spec: { taints: [taint] } });

describe('a DaemonSet', () => {
  test('makes a pod for every node, which only that node can have', () => {
    const world = new World();
    expect(world.step().create).toEqual(['n1', 'n2', 'n3']);
    const [pod] = world.pods;
    expect(pod?.spec.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }],
        },
      },
    });
    expect(pod?.spec.tolerations?.map((t) => `${t.key}:${t.effect}`)).toEqual([
      'node.kubernetes.io/not-ready:NoExecute',
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/disk-pressure:NoSchedule',
      'node.kubernetes.io/memory-pressure:NoSchedule',
      'node.kubernetes.io/pid-pressure:NoSchedule',
      'node.kubernetes.io/unschedulable:NoSchedule',
    ]);
    expect(pod?.metadata.labels).toMatchObject({
      app: 'ds',
      'pod-template-generation': '1',
      [HASH_LABEL]: expect.any(String),
    });
    expect(world.finish().where()).toEqual(['n1:v1', 'n2:v1', 'n3:v1']);
  });

  test('keeps to the nodes that its template allows', () => {
    const nodes = [makeNode('n1', 'a'), makeNode('n2', 'b'), tainted('n3', { key: 'x', effect: 'NoSchedule' })];
    const spec = { containers: [{ name: 'c', image: 'v1' }], nodeSelector: { 'topology.kubernetes.io/zone': 'a' } };
    const world = new World({ template: { spec } }, nodes);
    expect(world.finish().where()).toEqual(['n1:v1']);
  });

  test.each([
    ['NoSchedule', ['n1:v1']],
    ['NoExecute', []],
  ] as const)('on a node that gets a taint %s keeps %j', (effect, left) => {
    const world = new World({}, [makeNode('n1')]).finish();
    world.nodes = [tainted('n1', { key: 'x', effect })];
    expect(world.finish().where()).toEqual(left);
  });

  test('deletes pods that wait for a node which is gone, and all but the oldest of several', () => {
    const world = new World();
    world.step();
    world.nodes = [makeNode('n1')];
    expect(world.step().delete).toHaveLength(2);
    world.pods = [...world.pods, ...world.pods.map((pod) => ({ ...pod, metadata: { ...pod.metadata, name: 'more' } }))];
    expect(world.step().delete.map((pod) => pod.metadata.name)).toEqual(['more']);
  });

  test('replaces pods that ended', () => {
    const world = new World({}, [makeNode('n1')]).finish();
    world.pods = world.pods.map((pod) => ({ ...pod, status: { phase: 'Failed' } }));
    expect(world.step().ended).toMatchObject([{ node: 'n1' }]);
    expect(world.step().create).toEqual(['n1']);
  });

  test('updates as many nodes at once as may be without a pod', () => {
    const rollingUpdate = { maxUnavailable: 2, maxSurge: 0 };
    const world = new World({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } }).finish().update('v2');
    expect(world.step().delete).toHaveLength(2);
    expect(world.step().create).toHaveLength(2);
    expect(world.step().delete).toHaveLength(0);
    expect(world.finish().where()).toEqual(['n1:v2', 'n2:v2', 'n3:v2']);
  });

  test('can have old and new side by side until the new is available', () => {
    const rollingUpdate = { maxUnavailable: 0, maxSurge: 1 };
    const world = new World({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } }).finish().update('v2');
    expect(world.step()).toMatchObject({ create: ['n1'], delete: [] });
    expect(world.where()).toEqual(['n1:v1', 'n1:v2', 'n2:v1', 'n3:v1']);
    expect(world.step()).toMatchObject({ create: [], delete: [] });
    expect(world.finish().where()).toEqual(['n1:v2', 'n2:v2', 'n3:v2']);
  });

  test('leaves old pods alone with OnDelete', () => {
    const world = new World({ updateStrategy: { type: 'OnDelete' } }).finish().update('v2').finish();
    expect(world.where()).toEqual(['n1:v1', 'n2:v1', 'n3:v1']);
  });

  test('counts in its status what is where it should be', () => {
    const world = new World();
    expect(planStatus(world.input())).toEqual({
      currentNumberScheduled: 0,
      desiredNumberScheduled: 3,
      numberMisscheduled: 0,
      numberReady: 0,
      numberUnavailable: 3,
      observedGeneration: 1,
    });
    world.finish();
    world.nodes = [makeNode('n1'), makeNode('n2'), tainted('n3', { key: 'x', effect: 'NoSchedule' })];
    expect(planStatus(world.input())).toEqual({
      currentNumberScheduled: 2,
      desiredNumberScheduled: 2,
      numberMisscheduled: 1,
      numberReady: 2,
      numberAvailable: 2,
      updatedNumberScheduled: 2,
      observedGeneration: 1,
    });
  });
});
