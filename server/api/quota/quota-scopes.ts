import type { ApiObject } from '../object.ts';
import type {
  Pod,
  PodAffinityTerm,
  PodSpec,
  ResourceQuotaSpec,
  ScopedResourceSelectorRequirement,
} from '../types.gen.ts';

/** Whether the quota is about this object at all. Only pods have scopes: a quota with some is about nothing else. */
export function isInScope(spec: ResourceQuotaSpec, resource: string, object: ApiObject): boolean {
  const requirements = [
    ...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(spec.scopeSelector?.matchExpressions ?? []),
  ] as ScopedResourceSelectorRequirement[];
  if (requirements.length === 0) return true;
  return resource === 'pods' && requirements.every((requirement) => isPodInScope(object as Pod, requirement));
}

function isPodInScope(pod: Pod, { scopeName, operator, values }: ScopedResourceSelectorRequirement): boolean {
  const spec: PodSpec = pod.spec ?? { containers: [] };
  switch (scopeName) {
    case 'Terminating':
      return spec.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return pod.status?.qosClass === 'BestEffort';
    case 'NotBestEffort':
      return pod.status?.qosClass !== 'BestEffort';
    case 'PriorityClass':
      return hasPriority(spec.priorityClassName ?? '', operator, values ?? []);
    case 'CrossNamespacePodAffinity':
      return looksElsewhere(spec);
    default:
      return false;
  }
}

function hasPriority(name: string, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case 'Exists':
      return name !== '';
    case 'DoesNotExist':
      return name === '';
    case 'In':
      return values.includes(name);
    default:
      return !values.includes(name);
  }
}

/** Wants to be near or far from pods of other namespaces. */
function looksElsewhere({ affinity }: PodSpec): boolean {
  const terms = [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((part) => [
    ...(part?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(part?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
  return terms.some(({ namespaces, namespaceSelector }: PodAffinityTerm) => {
    return (namespaces?.length ?? 0) > 0 || namespaceSelector !== undefined;
  });
}
