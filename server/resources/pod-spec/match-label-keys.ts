import { type FieldError, invalid } from '../../api/field-error.ts';
import type { LabelSelector, PodSpec } from '../../api/types.gen.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Writes out what `matchLabelKeys` and `mismatchLabelKeys` mean for a new pod: expressions with the values that its own
 * labels have now (KEP-3633, KEP-3243). Changes the spec in place.
 */
export function expandMatchLabelKeys(spec: PodSpec, labels: Labels): void {
  for (const affinity of [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity]) {
    const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    for (const term of [...preferred.map((weighted) => weighted.podAffinityTerm), ...required]) expand(term, labels);
  }
  for (const constraint of spec.topologySpreadConstraints ?? []) expand(constraint, labels);
}

interface Keyed {
  labelSelector?: LabelSelector | undefined;
  matchLabelKeys?: string[] | undefined;
  mismatchLabelKeys?: string[] | undefined;
}

function expand(term: Keyed, labels: Labels): void {
  if (!term.labelSelector) return;
  const added = [
    ...expressions(term.matchLabelKeys, 'In', labels),
    ...expressions(term.mismatchLabelKeys, 'NotIn', labels),
  ];
  if (added.length === 0) return;
  term.labelSelector.matchExpressions = [...(term.labelSelector.matchExpressions ?? []), ...added];
}

function expressions(keys: readonly string[] | undefined, operator: string, labels: Labels) {
  const present = (keys ?? []).filter((key) => labels[key] !== undefined);
  return present.map((key) => ({ key, operator, values: [labels[key] as string] }));
}

/**
 * The server has added an expression for each key when this is asked: a key that the selector has beside that one is
 * there twice.
 */
export function validateKeysApart(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  field: string,
): FieldError[] {
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  return (selector?.matchExpressions ?? []).flatMap(({ key }) => {
    const twice = seen.has(key);
    seen.add(key);
    if (!twice || !keys.includes(key)) return [];
    return [invalid(`${field}[${keys.lastIndexOf(key)}]`, key, 'exists in both matchLabelKeys and labelSelector')];
  });
}
