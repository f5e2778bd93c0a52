import { findCondition } from '../../api/conditions.ts';
import { isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { isPodFinished } from '../../api/pods.ts';
import { namespaces, nodes, persistentVolumeClaims, persistentVolumes, pods } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Binding, Node, PersistentVolumeClaim, Pod } from '../../api/types.gen.ts';
import type { InformerEvent } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { startAttempt } from './attempt.ts';
import { type ClusterView, createClusterView } from './cluster-view.ts';
import { type Choice, pickNode, refusedEverywhere } from './pick-node.ts';
import { podDemand } from './pod-demand.ts';
import { type ClaimCheck, claimChecker } from './volume-claims.ts';
import { createWaitingPods, type WaitingPods } from './waiting-pods.ts';

export const DEFAULT_SCHEDULER = 'default-scheduler';

/**
 * Binds pods to nodes. What a choice depends on is kept up to date one event at a time; a pod counts on its node from
 * the moment of the choice, before the binding is written.
 */
export function schedulerController(): Controller {
  let cluster: ClusterView;
  let waiting: WaitingPods;
  let checkClaims: (pod: Pod) => ClaimCheck;

  return {
    name: DEFAULT_SCHEDULER,
    workers: 50,
    start({ informers, clock }, queue) {
      waiting = createWaitingPods(clock, (key, delay) => queue.addAfter(key, delay));
      checkClaims = claimChecker(informers);
      const namespaceInformer = informers.for(namespaces);
      cluster = createClusterView((namespace) => namespaceInformer.get(namespace)?.metadata.labels);
      namespaceInformer.onEvent(({ object, old }) => {
        if (old && !semanticEqual(object.metadata.labels, old.metadata.labels)) cluster.counts.clear();
      });
      informers.for(nodes).onEvent((event) => {
        if (event.type === 'DELETED') cluster.removeNode(event.object.metadata.name);
        else cluster.setNode(event.object);
        if (isNewsForPods(event)) waiting.wake();
      });
      informers.for(persistentVolumeClaims).onEvent(() => waiting.wake());
      informers.for(persistentVolumes).onEvent(() => waiting.wake());
      informers.for(pods).onEvent((event) => {
        if (followPod(event, cluster)) waiting.wake();
        const key = keyOf(event.object);
        if (event.type === 'DELETED' || event.object.spec.nodeName) waiting.delete(key);
        else if (isOurs(event.object) && isWorthATry(event)) queue.add(key);
      });
    },
    async reconcile(key, context) {
      const pod = context.informers.for(pods).get(key);
      if (!pod || !isOurs(pod) || cluster.placeOf(key) !== undefined) return;
      const claims = checkClaims(pod);
      const attempt = startAttempt(pod, cluster, claims.fits);
      const choice = claims.refusal === undefined ? pickNode(attempt) : refusedEverywhere(attempt, claims.refusal);
      if (choice.node === undefined || !(await claimsAreBound(claims.unbound, choice.node, context))) {
        waiting.add(key);
        return saysNoNode(pod, choice, context);
      }
      waiting.delete(key);
      cluster.place(key, choice.node, () => attempt.demand);
      try {
        await bind(pod, choice.node, context);
      } catch (error) {
        cluster.remove(key);
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

function isOurs({ metadata, spec, status }: Pod): boolean {
  return (
    !spec.nodeName &&
    spec.schedulerName === DEFAULT_SCHEDULER &&
    !spec.schedulingGates?.length &&
    metadata.deletionTimestamp === undefined &&
    status.phase !== 'Failed'
  );
}

/** Our own note that there is no node is not a reason to look for one. */
function isWorthATry({ object, old }: InformerEvent<Pod>): boolean {
  if (!old) return true;
  return (
    object.metadata.generation !== old.metadata.generation ||
    !semanticEqual(object.metadata.labels, old.metadata.labels)
  );
}

/** Keeps the view of what is on which node. Answers whether room may have come free. */
function followPod(event: InformerEvent<Pod>, cluster: ClusterView): boolean {
  const { object, old } = event;
  const key = keyOf(object);
  const isGone = event.type === 'DELETED' || isPodFinished(object);
  // A pod without a node may still be on the way to the one that was chosen for it.
  if (!object.spec.nodeName) return isGone && cluster.remove(key);
  const isOther = old !== undefined && isWorthATry(event);
  const wasThere = (isGone || isOther) && cluster.remove(key);
  if (isGone) return wasThere;
  cluster.place(key, object.spec.nodeName, () => podDemand(object));
  return old?.spec.nodeName !== object.spec.nodeName || isOther;
}

/** A heartbeat changes nothing for pods that wait. */
function isNewsForPods({ object, old }: InformerEvent<Node>): boolean {
  return (
    !old ||
    !semanticEqual(object.spec, old.spec) ||
    !semanticEqual(object.metadata.labels, old.metadata.labels) ||
    !semanticEqual(object.status.allocatable, old.status.allocatable)
  );
}

/** Claims that wait for a pod are told its node; the pod follows when they are bound. */
async function claimsAreBound(claims: readonly PersistentVolumeClaim[], node: string, { client }: ControllerContext) {
  const annotations = { 'volume.kubernetes.io/selected-node': node };
  for (const { metadata } of claims) {
    if (metadata.annotations?.['volume.kubernetes.io/selected-node'] !== undefined) continue;
    const patch = { type: 'application/merge-patch+json', body: { metadata: { annotations } } } as const;
    await client.patch(persistentVolumeClaims, { namespace: metadata.namespace, name: metadata.name }, patch);
  }
  return claims.length === 0;
}

async function bind(pod: Pod, node: string, { client, events }: ControllerContext): Promise<void> {
  const { namespace, name, uid } = pod.metadata;
  const binding: Binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { namespace, name, uid },
    target: { apiVersion: 'v1', kind: 'Node', name: node },
  };
  await client.createSubresource(pods, { namespace, name }, 'binding', binding);
  events.record(pod, 'Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${node}`);
}

async function saysNoNode(pod: Pod, choice: Choice, { client, events, clock }: ControllerContext): Promise<void> {
  if (choice.node !== undefined) return;
  const { message } = choice;
  events.record(pod, 'Warning', 'FailedScheduling', message);
  const known = findCondition(pod.status.conditions, 'PodScheduled');
  if (known?.status === 'False' && known.message === message) return;
  const condition = {
    type: 'PodScheduled',
    observedGeneration: pod.metadata.generation,
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: known?.status === 'False' ? known.lastTransitionTime : timestamp(clock.now()),
    reason: 'Unschedulable',
    message,
  };
  const patch = {
    type: 'application/strategic-merge-patch+json',
    body: { status: { conditions: [condition] } },
  } as const;
  try {
    await client.patch(pods, parseKey(keyOf(pod)), patch, { subresource: 'status' });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
