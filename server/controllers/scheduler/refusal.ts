/** Why a pod cannot go to a node, in Kubernetes' words. */
export interface Refusal {
  readonly reasons: readonly string[];
  /** It could, if pods of lower priority went away. */
  readonly preemptible: boolean;
}

export function refuse(reason: string, { preemptible = false } = {}): Refusal {
  return { reasons: [reason], preemptible };
}
