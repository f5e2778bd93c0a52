import { findCondition } from '../../api/conditions.ts';
import { isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { persistentVolumeClaims, pods } from '../../api/resource-types.gen.ts';
import type { Binding, PersistentVolumeClaim, Pod } from '../../api/types.gen.ts';
import type { ControllerContext } from '../../client/run-controller.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { withDisruption } from '../disruption-target.ts';
import type { NoNode } from './pick-node.ts';
import type { Preemption } from './preemption.ts';

export async function bind(pod: Pod, node: string, { client, events }: ControllerContext): Promise<void> {
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

/** Claims that wait for a pod are told its node; the pod comes back when they are bound. */
export async function askForVolumes(
  claims: readonly PersistentVolumeClaim[],
  node: string,
  { client }: ControllerContext,
): Promise<void> {
  const annotations = { 'volume.kubernetes.io/selected-node': node };
  for (const { metadata } of claims) {
    if (metadata.annotations?.['volume.kubernetes.io/selected-node'] !== undefined) continue;
    const patch = { type: 'application/merge-patch+json', body: { metadata: { annotations } } } as const;
    await client.patch(persistentVolumeClaims, { namespace: metadata.namespace, name: metadata.name }, patch);
  }
}

/** Says why there is no node, unless that has been said, and ends those who have to give way. */
export async function refuse(pod: Pod, { message, preemption }: NoNode, context: ControllerContext): Promise<void> {
  const { client, events, clock } = context;
  events.record(pod, 'Warning', 'FailedScheduling', message);
  const known = findCondition(pod.status.conditions, 'PodScheduled');
  const nominatedNodeName = preemption?.node ?? pod.status.nominatedNodeName;
  const isSaid = known?.status === 'False' && known.message === message;
  if (!isSaid || nominatedNodeName !== pod.status.nominatedNodeName) {
    const condition = {
      type: 'PodScheduled',
      observedGeneration: pod.metadata.generation,
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: known?.status === 'False' ? known.lastTransitionTime : timestamp(clock.now()),
      reason: 'Unschedulable',
      message,
    };
    const body = { status: { conditions: [condition], ...(nominatedNodeName && { nominatedNodeName }) } };
    const patch = { type: 'application/strategic-merge-patch+json', body } as const;
    await unlessGone(client.patch(pods, parseKey(keyOf(pod)), patch, { subresource: 'status' }));
  }
  if (preemption) await preempt(pod, preemption, context);
}

async function preempt(pod: Pod, { node, victims }: Preemption, { client, clock, events }: ControllerContext) {
  const message = `${pod.spec.schedulerName}: preempting to accommodate a higher priority pod`;
  for (const victim of victims) {
    if (victim.metadata.deletionTimestamp !== undefined) continue;
    const { namespace, name, uid } = victim.metadata;
    const status = withDisruption(victim, { reason: 'PreemptionByScheduler', message }, clock.now());
    await unlessGone(client.update(pods, { ...victim, status }, { subresource: 'status' }));
    await unlessGone(client.delete(pods, { namespace, name }, { preconditions: { uid } }));
    events.record(victim, 'Normal', 'Preempted', `Preempted by pod ${pod.metadata.uid} on node ${node}`);
  }
}

async function unlessGone(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
