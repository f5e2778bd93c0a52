import { isPodActive, isPodFinished, isPodReady, untilPodAvailable } from '../../api/pods.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Pod, ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { withoutZeros } from '../../lib/without-zeros.ts';
import { rankForDeletion } from '../rank-pods.ts';

/** No more pods than this are made or deleted at once. */
const BURST = 500;

/** ReplicaSets, and ReplicationControllers, which say the same but for the form of their selector. */
export type Replicas = Pick<ReplicaSet, 'metadata' | 'status'> & {
  spec: Pick<ReplicaSet['spec'], 'replicas' | 'minReadySeconds' | 'template'>;
};

export interface ReplicasInput {
  owner: Replicas;
  /** All that it controls. */
  pods: readonly Pod[];
  /** The running pods of the same workload, of other ReplicaSets of a Deployment too. */
  related(): readonly Pod[];
  now: number;
}

export interface ReplicasPlan {
  create: number;
  delete: Pod[];
}

/** The pods to make or to delete so that there are as many as wanted. */
export function planReplicas({ owner, pods, related, now }: ReplicasInput): ReplicasPlan {
  const active = pods.filter(isPodActive);
  const missing = (owner.spec.replicas ?? 1) - active.length;
  if (owner.metadata.deletionTimestamp !== undefined || missing === 0) return { create: 0, delete: [] };
  if (missing > 0) return { create: Math.min(missing, BURST), delete: [] };
  const ranked = -missing < active.length ? rankForDeletion(active, related(), now) : active;
  return { create: 0, delete: ranked.slice(0, Math.min(-missing, BURST)) };
}

export interface StatusInput {
  owner: Replicas;
  pods: readonly Pod[];
  now: number;
  /** Why pods could not be made or deleted. */
  failure?: { reason: 'FailedCreate' | 'FailedDelete'; message: string } | undefined;
  /** ReplicationControllers do not count pods that are going. */
  countsTerminating: boolean;
}

/** The status as it should be; undefined when it is right as it is. */
export function planStatus(input: StatusInput): ReplicaSetStatus | undefined {
  const { owner, pods, now } = input;
  const active = pods.filter(isPodActive);
  const minReady = owner.spec.minReadySeconds ?? 0;
  const conditions = failureConditions(owner.status.conditions ?? [], input);
  const terminating = pods.filter((pod) => !isPodActive(pod) && !isPodFinished(pod)).length;
  const status: ReplicaSetStatus = {
    replicas: active.length,
    ...withoutZeros({
      fullyLabeledReplicas: active.filter((pod) => hasTemplateLabels(pod, owner)).length,
      readyReplicas: active.filter(isPodReady).length,
      availableReplicas: active.filter((pod) => untilPodAvailable(pod, minReady, now) === 0).length,
    }),
    ...(input.countsTerminating && { terminatingReplicas: terminating }),
    observedGeneration: owner.metadata.generation ?? 0,
    ...(conditions.length > 0 && { conditions }),
  };
  return semanticEqual(status, owner.status) ? undefined : status;
}

function hasTemplateLabels({ metadata }: Pod, { spec }: Replicas): boolean {
  const wanted = spec.template?.metadata?.labels ?? {};
  return Object.entries(wanted).every(([key, value]) => metadata.labels?.[key] === value);
}

function failureConditions(
  before: readonly ReplicaSetCondition[],
  { failure, now }: StatusInput,
): ReplicaSetCondition[] {
  const known = before.find((c) => c.type === 'ReplicaFailure');
  if (failure && known) return [...before];
  const others = before.filter((c) => c !== known);
  if (!failure) return others;
  return [...others, { type: 'ReplicaFailure', status: 'True', lastTransitionTime: timestamp(now), ...failure }];
}
