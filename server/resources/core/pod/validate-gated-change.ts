import { type FieldError, invalid } from '../../../api/field-error.ts';
import { semanticEqual } from '../../../api/semantic-equal.ts';
import type { Affinity, NodeAffinity, NodeSelectorTerm, PodSpec } from '../../../api/types.gen.ts';

interface GatedChange {
  errors: FieldError[];
  /** The fields that may change, as they were. */
  restored: Partial<PodSpec>;
}

/** As long as gates keep a pod from being scheduled, its choice of nodes may become narrower (KEP-3838). */
export function validateGatedChange(spec: PodSpec, old: PodSpec): GatedChange {
  if (!old.schedulingGates?.length) return { errors: [], restored: {} };
  const selector = validateNodeSelectorChange(spec, old);
  const affinity = spec.affinity?.nodeAffinity;
  const before = old.affinity?.nodeAffinity;
  if (semanticEqual(affinity, before)) return { errors: selector, restored: { nodeSelector: old.nodeSelector } };
  return {
    errors: [...selector, ...validateNodeAffinityChange(affinity, before)],
    restored: { nodeSelector: old.nodeSelector, affinity: restoredAffinity(spec.affinity, old.affinity) },
  };
}

function validateNodeSelectorChange(spec: PodSpec, old: PodSpec): FieldError[] {
  const kept = Object.entries(old.nodeSelector ?? {}).every(([key, value]) => spec.nodeSelector?.[key] === value);
  if (kept) return [];
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return [invalid('spec.nodeSelector', spec.nodeSelector ?? null, detail)];
}

const TERMS = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';

function validateNodeAffinityChange(affinity: NodeAffinity | undefined, old: NodeAffinity | undefined): FieldError[] {
  const before = old?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (before.length === 0) return [];
  if (terms.length !== before.length) {
    return [invalid(TERMS, terms, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed')];
  }
  return before.flatMap((term, i) => {
    const next = terms[i] as NodeSelectorTerm;
    if (onlyAdds(next, term)) return [];
    return [invalid(`${TERMS}[${i}]`, next, 'only additions are allowed (no mutations or deletions)')];
  });
}

/** An empty term matches nothing, and must go on doing so. */
function onlyAdds(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const;
  const wasEmpty = lists.every((name) => !old[name]?.length);
  if (wasEmpty) return lists.every((name) => !term[name]?.length);
  return lists.every((name) => {
    const before = old[name] ?? [];
    return semanticEqual((term[name] ?? []).slice(0, before.length), before);
  });
}

function restoredAffinity(affinity: Affinity | undefined, old: Affinity | undefined): Affinity | undefined {
  const { nodeAffinity: _, ...others } = affinity ?? {};
  const before = old?.nodeAffinity;
  const nothingElse = Object.values(others).every((part) => part === undefined);
  if (nothingElse && !old) return undefined;
  return before ? { ...others, nodeAffinity: before } : others;
}
