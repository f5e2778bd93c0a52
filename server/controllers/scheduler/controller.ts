import { isNotFound } from '../../api/errors.ts';
import { keyOf } from '../../api/object.ts';
import { isPodFinished, POD_NODE_INDEX, podNodeIndex } from '../../api/pods.ts';
import { namespaces, nodes, persistentVolumeClaims, persistentVolumes, pods } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Node, Pod } from '../../api/types.gen.ts';
import type { Informer, InformerEvent } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { type Attempt, startAttempt } from './attempt.ts';
import { type ClusterView, createClusterView } from './cluster-view.ts';
import { type Choice, pickNode, refusedEverywhere } from './pick-node.ts';
import { podDemand } from './pod-demand.ts';
import { type ClaimCheck, claimChecker } from './volume-claims.ts';
import { createWaitingPods, type WaitingPods } from './waiting-pods.ts';
import { askForVolumes, bind, refuse } from './write-choice.ts';

export const DEFAULT_SCHEDULER = 'default-scheduler';

/** Not the key of a pod: it stands for all that wait. */
const RETRIES = '';

/**
 * Binds pods to nodes. What a choice depends on is kept up to date one event at a time; a pod counts on its node from
 * the moment of the choice, before the binding is written.
 */
export function schedulerController(): Controller {
  let cluster: ClusterView;
  let waiting: WaitingPods;
  let allPods: Informer<Pod>;
  let retry: () => void = () => {};
  let checkClaims: (pod: Pod) => ClaimCheck;

  return {
    name: DEFAULT_SCHEDULER,
    workers: 50,
    start({ informers, clock }, queue) {
      waiting = createWaitingPods(clock);
      // One key for all wishes to try again, however many events come in a row.
      const wake = () => {
        if (waiting.size > 0) queue.add(RETRIES);
      };
      retry = () => {
        for (const { key, delay } of waiting.retries()) queue.addAfter(key, delay);
      };
      checkClaims = claimChecker(informers);
      const namespaceInformer = informers.for(namespaces);
      cluster = createClusterView((namespace) => namespaceInformer.get(namespace)?.metadata.labels);
      namespaceInformer.onEvent(({ object, old }) => {
        if (old && !semanticEqual(object.metadata.labels, old.metadata.labels)) cluster.counts.clear();
      });
      informers.for(nodes).onEvent((event) => {
        if (event.type === 'DELETED') cluster.removeNode(event.object.metadata.name);
        else cluster.setNode(event.object);
        if (isNewsForPods(event)) wake();
      });
      informers.for(persistentVolumeClaims).onEvent(() => wake());
      informers.for(persistentVolumes).onEvent(() => wake());
      allPods = informers.for(pods);
      allPods.addIndex(POD_NODE_INDEX, podNodeIndex);
      allPods.onEvent((event) => {
        if (followPod(event, cluster)) wake();
        const key = keyOf(event.object);
        if (event.type === 'DELETED' || event.object.spec.nodeName) waiting.delete(key);
        else if (isOurs(event.object) && isWorthATry(event)) queue.add(key);
      });
    },
    async reconcile(key, context) {
      if (key === RETRIES) return retry();
      const pod = allPods.get(key);
      if (!pod || !isOurs(pod) || cluster.placeOf(key) !== undefined) return;
      const claims = checkClaims(pod);
      const attempt = startAttempt(pod, cluster, claims.fits);
      const choice = choose(attempt, claims);
      if (choice.node === undefined) {
        waiting.add(key);
        if (choice.preemption) cluster.promises.add(key, choice.preemption.node, () => attempt.demand);
        return refuse(pod, choice, context);
      }
      if (claims.unbound.length > 0) {
        waiting.add(key);
        return askForVolumes(claims.unbound, choice.node, context);
      }
      // Before anything is waited for: others are being placed meanwhile.
      cluster.place(key, choice.node, () => attempt.demand);
      waiting.delete(key);
      await bindTo(choice.node, pod, context);
    },
  };

  function choose(attempt: Attempt, { refusal }: ClaimCheck): Choice {
    const residents = (node: string) => allPods.byIndex(POD_NODE_INDEX, node);
    return refusal === undefined ? pickNode(attempt, residents) : refusedEverywhere(attempt, refusal);
  }

  async function bindTo(node: string, pod: Pod, context: ControllerContext): Promise<void> {
    try {
      await bind(pod, node, context);
    } catch (error) {
      cluster.remove(keyOf(pod));
      if (!isNotFound(error)) throw error;
    }
  }
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
  if (!object.spec.nodeName) {
    const { nominatedNodeName } = object.status;
    if (nominatedNodeName && !isGone && cluster.placeOf(key) === undefined) {
      cluster.promises.add(key, nominatedNodeName, () => podDemand(object));
    }
    return isGone && cluster.remove(key);
  }
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
