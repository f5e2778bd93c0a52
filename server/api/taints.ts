import type { Taint, Toleration } from './types.gen.ts';

/** The first taint of these effects that nobody tolerates; undefined when all are tolerated. */
export function untoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly Taint['effect'][],
): Taint | undefined {
  if (!taints || taints.length === 0) return undefined;
  return taints.find((taint) => effects.includes(taint.effect) && !toleratesTaint(tolerations, taint));
}

export function toleratesTaint(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => tolerates(toleration, taint)) ?? false;
}

/** An empty effect tolerates every effect, and an empty key with operator Exists every taint. */
export function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return key !== undefined && key !== '' && (value ?? '') === (taint.value ?? '');
}

/** The list with this taint, which replaces one of the same key and effect. */
export function withTaint(taints: readonly Taint[] | undefined, taint: Taint): Taint[] {
  return [...withoutTaint(taints, taint), taint];
}

export function withoutTaint(taints: readonly Taint[] | undefined, { key, effect }: Taint): Taint[] {
  return (taints ?? []).filter((other) => other.key !== key || other.effect !== effect);
}

export function hasTaint(taints: readonly Taint[] | undefined, { key, effect }: Taint): boolean {
  return taints?.some((taint) => taint.key === key && taint.effect === effect) ?? false;
}
