import { matchesNodeAffinity } from '../../api/node-selector.ts';
import type { Draft } from '../../api/object.ts';
import { daemonSets } from '../../api/resource-types.gen.ts';
import { untoleratedTaint } from '../../api/taints.ts';
import type { Affinity, ControllerRevision, DaemonSet, Node, Pod, PodSpec, Toleration } from '../../api/types.gen.ts';
import { podFromTemplate } from '../pod-control.ts';

export const HASH_LABEL = 'controller-revision-hash';
const GENERATION_LABEL = 'pod-template-generation';
const GENERATION = 'deprecated.daemonset.template.generation';

/** A daemon stays on a node through most of what drives other pods away. */
const TOLERATIONS: readonly Toleration[] = [
  tolerationOf('node.kubernetes.io/not-ready', 'NoExecute'),
  tolerationOf('node.kubernetes.io/unreachable', 'NoExecute'),
  tolerationOf('node.kubernetes.io/disk-pressure', 'NoSchedule'),
  tolerationOf('node.kubernetes.io/memory-pressure', 'NoSchedule'),
  tolerationOf('node.kubernetes.io/pid-pressure', 'NoSchedule'),
  tolerationOf('node.kubernetes.io/unschedulable', 'NoSchedule'),
];
const ON_HOST_NETWORK = tolerationOf('node.kubernetes.io/network-unavailable', 'NoSchedule');

function tolerationOf(key: string, effect: 'NoExecute' | 'NoSchedule'): Toleration {
  return { key, operator: 'Exists', effect };
}

export function newDaemonPod(set: DaemonSet, revision: ControllerRevision, nodeName: string): Draft<Pod> {
  const pod = podFromTemplate(daemonSets, set, set.spec.template);
  const generation = set.metadata.annotations?.[GENERATION];
  const labels = {
    ...pod.metadata.labels,
    ...(generation !== undefined && { [GENERATION_LABEL]: generation }),
    [HASH_LABEL]: hashOf(revision),
  };
  const spec = withTolerations(set.spec.template.spec as PodSpec);
  return { metadata: { ...pod.metadata, labels }, spec: { ...spec, affinity: onNode(spec.affinity, nodeName) } };
}

export const hashOf = ({ metadata }: ControllerRevision): string => metadata.labels?.[HASH_LABEL] ?? '';

export function isUpToDate({ metadata }: Pod, set: DaemonSet, revision: ControllerRevision): boolean {
  const generation = set.metadata.annotations?.[GENERATION];
  const labels = metadata.labels ?? {};
  if (labels[HASH_LABEL] === hashOf(revision)) return true;
  return generation !== undefined && labels[GENERATION_LABEL] === generation;
}

function withTolerations(spec: PodSpec): PodSpec {
  const own = spec.tolerations ?? [];
  const added = spec.hostNetwork ? [...TOLERATIONS, ON_HOST_NETWORK] : TOLERATIONS;
  const missing = added.filter(
    (t) => !own.some((o) => o.key === t.key && o.effect === t.effect && o.operator === 'Exists'),
  );
  return { ...spec, tolerations: [...own, ...missing] };
}

/** The scheduler binds the pod, but to this node only. */
function onNode(affinity: Affinity | undefined, nodeName: string): Affinity {
  const matchFields = [{ key: 'metadata.name', operator: 'In' as const, values: [nodeName] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  const nodeAffinity = { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required };
  return { ...affinity, nodeAffinity };
}

/** The node that a daemon pod runs on, or is meant for while it waits to be bound. */
export function targetNodeOf({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const { matchFields = [] } of terms) {
    const [field] = matchFields;
    if (matchFields.length === 1 && field?.key === 'metadata.name' && field.values?.length === 1)
      return field.values[0];
  }
  return undefined;
}

/** Whether a pod should be made for the node, and whether one that is there may stay. */
export function judgeNode(set: DaemonSet, node: Node): { run: boolean; stay: boolean } {
  const spec = withTolerations((set.spec.template.spec ?? { containers: [] }) as PodSpec);
  const isNamed = !spec.nodeName || spec.nodeName === node.metadata.name;
  if (!isNamed || !matchesNodeAffinity(spec, node)) return { run: false, stay: false };
  const { taints } = node.spec;
  if (!untoleratedTaint(taints, spec.tolerations, ['NoExecute', 'NoSchedule'])) return { run: true, stay: true };
  return { run: false, stay: !untoleratedTaint(taints, spec.tolerations, ['NoExecute']) };
}
