/** What all conditions have, whatever the kind: NodeCondition, PodCondition, metav1.Condition. */
export interface AnyCondition {
  type: string;
  status: string;
  lastTransitionTime?: string | null | undefined;
}

export function findCondition<C extends AnyCondition>(
  conditions: readonly C[] | undefined,
  type: string,
): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function isConditionTrue(conditions: readonly AnyCondition[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * The conditions with this one in its place, or at the end. The time of the last transition stays as long as the
 * status does. `now` is an RFC 3339 time.
 */
export function withCondition<C extends AnyCondition>(
  conditions: readonly C[] | undefined,
  condition: C,
  now: string,
): C[] {
  const old = findCondition(conditions, condition.type);
  const since = old?.status === condition.status ? (old.lastTransitionTime ?? now) : now;
  const next = { ...condition, lastTransitionTime: since };
  return old ? (conditions ?? []).map((c) => (c === old ? next : c)) : [...(conditions ?? []), next];
}
