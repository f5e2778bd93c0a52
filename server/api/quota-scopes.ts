import type { Pod, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from './types.gen.ts';

/** Whether a quota counts this pod: all its scopes must hold. A quota with scopes counts nothing but pods. */
export function isInScopes({ scopes = [], scopeSelector }: ResourceQuotaSpec, pod: Pod): boolean {
  const asked: ScopedResourceSelectorRequirement[] = [
    ...scopes.map((scopeName) => ({ scopeName, operator: 'Exists' as const })),
    ...(scopeSelector?.matchExpressions ?? []),
  ];
  return asked.every((requirement) => holds(requirement, pod));
}

export function hasScopes({ scopes, scopeSelector }: ResourceQuotaSpec): boolean {
  return (scopes ?? []).length + (scopeSelector?.matchExpressions ?? []).length > 0;
}

function holds(requirement: ScopedResourceSelectorRequirement, { spec }: Pod): boolean {
  switch (requirement.scopeName) {
    case 'Terminating':
      return isTerminating(spec);
    case 'NotTerminating':
      return !isTerminating(spec);
    case 'BestEffort':
      return isBestEffort(spec);
    case 'NotBestEffort':
      return !isBestEffort(spec);
    case 'PriorityClass':
      return matchesValue(requirement, spec.priorityClassName ?? '');
    case 'CrossNamespacePodAffinity':
      return usesOtherNamespaces(spec);
    case 'VolumeAttributesClass':
      return false;
  }
}

function isTerminating({ activeDeadlineSeconds }: Pod['spec']): boolean {
  return activeDeadlineSeconds !== undefined && activeDeadlineSeconds >= 0;
}

function isBestEffort({ containers, initContainers = [], resources }: Pod['spec']): boolean {
  const amounts = [resources, ...[...containers, ...initContainers].map((c) => c.resources)].flatMap((r) => [
    ...Object.keys(r?.requests ?? {}),
    ...Object.keys(r?.limits ?? {}),
  ]);
  return !amounts.some((name) => name === 'cpu' || name === 'memory');
}

function matchesValue({ operator, values = [] }: ScopedResourceSelectorRequirement, value: string): boolean {
  if (operator === 'Exists') return value !== '';
  if (operator === 'DoesNotExist') return value === '';
  return values.includes(value) === (operator === 'In');
}

function usesOtherNamespaces({ affinity }: Pod['spec']): boolean {
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  const terms = [podAffinity, podAntiAffinity].flatMap((a) => [
    ...(a?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(a?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((p) => p.podAffinityTerm),
  ]);
  return terms.some((term) => (term.namespaces ?? []).length > 0 || term.namespaceSelector !== undefined);
}
