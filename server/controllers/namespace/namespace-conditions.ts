import type { NamespaceCondition } from '../../api/types.gen.ts';

/** What one pass over a namespace that is being deleted left there. */
export interface ContentTotals {
  /** Objects that are left, by resource as Kubernetes writes it here: `pods.`, `deployments.apps`. */
  remaining: ReadonlyMap<string, number>;
  /** Objects that wait for a finalizer, by its name. */
  finalizers: ReadonlyMap<string, number>;
  /** Why something could not be deleted. */
  errors: readonly string[];
}

const SUCCESS: readonly NamespaceCondition[] = [
  ok('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
  ok('NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'),
  ok(
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ),
  ok('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'),
  ok('NamespaceFinalizersRemaining', 'ContentRemoved', 'All content successfully removed'),
];

/** The five conditions of a namespace that is being deleted; `now` is an RFC 3339 time. */
export function namespaceConditions(
  before: readonly NamespaceCondition[] | undefined,
  totals: ContentTotals,
  now: string,
): NamespaceCondition[] {
  const failures = failedConditions(totals);
  const wanted = SUCCESS.map((good) => failures.find((bad) => bad.type === good.type) ?? good);
  const kept = (before ?? []).map((old) => {
    const next = wanted.find((c) => c.type === old.type);
    if (!next) return old;
    return { ...next, lastTransitionTime: old.status === next.status ? old.lastTransitionTime : now };
  });
  const added = wanted.filter((c) => !kept.some((old) => old.type === c.type));
  return [...kept, ...added.map((c) => ({ ...c, lastTransitionTime: now }))];
}

function failedConditions({ remaining, finalizers, errors }: ContentTotals): NamespaceCondition[] {
  const failures: NamespaceCondition[] = [];
  if (errors.length > 0) {
    const detail = [...errors].sort().join(', ');
    const message = `Failed to delete all resource types, ${errors.length} remaining: ${detail}`;
    failures.push(bad('NamespaceDeletionContentFailure', 'ContentDeletionFailed', message));
  }
  if (remaining.size > 0) {
    const detail = listed(remaining, (name, count) => `${name} has ${count} resource instances`);
    failures.push(bad('NamespaceContentRemaining', 'SomeResourcesRemain', `Some resources are remaining: ${detail}`));
  }
  if (finalizers.size > 0) {
    const detail = listed(finalizers, (name, count) => `${name} in ${count} resource instances`);
    const message = `Some content in the namespace has finalizers remaining: ${detail}`;
    failures.push(bad('NamespaceFinalizersRemaining', 'SomeFinalizersRemain', message));
  }
  return failures;
}

function listed(counts: ReadonlyMap<string, number>, text: (name: string, count: number) => string): string {
  return [...counts]
    .map(([name, count]) => text(name, count))
    .sort()
    .join(', ');
}

function ok(type: NamespaceCondition['type'], reason: string, message: string): NamespaceCondition {
  return { type, status: 'False', reason, message };
}

function bad(type: NamespaceCondition['type'], reason: string, message: string): NamespaceCondition {
  return { type, status: 'True', reason, message };
}
