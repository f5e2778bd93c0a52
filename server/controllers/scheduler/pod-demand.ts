import { hostPortsOf } from '../../api/host-ports.ts';
import { controllerOf } from '../../api/owner-references.ts';
import { type Amounts, podRequests } from '../../api/pod-requests.ts';
import type { ContainerPort, Pod, PodAffinityTerm } from '../../api/types.gen.ts';

/** What a pod takes from the node it is on, and what it minds about others there: all that is remembered of it. */
export interface PodDemand {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly requests: Amounts;
  /** For scores: containers that ask for nothing count as if they asked for a little. */
  readonly likelyCpu: number;
  readonly likelyMemory: number;
  readonly hostPorts: readonly ContainerPort[];
  /** The uid of the controller that made the pod: its siblings are spread. */
  readonly owner: string | undefined;
  /** It keeps pods that match these away from it. */
  readonly repels: readonly PodAffinityTerm[];
  readonly priority: number;
}

/** Kubernetes' guesses: thousandths of a cpu and bytes. */
const LIKELY_CPU = 100;
const LIKELY_MEMORY = 200 * 1024 * 1024;

const NO_LABELS = Object.freeze({});
const NONE: readonly never[] = Object.freeze([]);

export function podDemand({ metadata, spec }: Pod): PodDemand {
  const requests = podRequests(spec);
  return {
    namespace: metadata.namespace ?? '',
    labels: metadata.labels ?? NO_LABELS,
    requests,
    likelyCpu: requests.cpu ?? LIKELY_CPU * spec.containers.length,
    likelyMemory: requests.memory ?? LIKELY_MEMORY * spec.containers.length,
    hostPorts: hostPortsOf(spec),
    owner: controllerOf({ metadata })?.uid,
    repels: spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? NONE,
    priority: spec.priority ?? 0,
  };
}
