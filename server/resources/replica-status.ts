/** Counts in the status of what keeps a number of pods running. */
import { type FieldError, invalid } from '../api/field-error.ts';
import { nonNegative, notDecremented } from './field-checks.ts';

export interface ReplicaCounts {
  replicas?: number | undefined;
  fullyLabeledReplicas?: number | undefined;
  readyReplicas?: number | undefined;
  availableReplicas?: number | undefined;
  updatedReplicas?: number | undefined;
  unavailableReplicas?: number | undefined;
  currentReplicas?: number | undefined;
  observedGeneration?: number | undefined;
  collisionCount?: number | undefined;
}

const PARTS = [
  'fullyLabeledReplicas',
  'updatedReplicas',
  'readyReplicas',
  'currentReplicas',
  'availableReplicas',
] as const;
const COUNTS = ['replicas', ...PARTS, 'unavailableReplicas', 'observedGeneration', 'collisionCount'] as const;

/** No part is negative or greater than the whole; `ready` is what the kind calls the ready ones in its texts. */
export function validateReplicaStatus(
  status: ReplicaCounts = {},
  old: ReplicaCounts = {},
  ready = 'readyReplicas',
): FieldError[] {
  const total = status.replicas ?? 0;
  const errors = COUNTS.flatMap((name) => nonNegative(`status.${name}`, status[name]));
  for (const name of PARTS) {
    const count = status[name] ?? 0;
    if (count > total) errors.push(invalid(`status.${name}`, count, 'cannot be greater than status.replicas'));
  }
  const available = status.availableReplicas ?? 0;
  if (available > (status.readyReplicas ?? 0)) {
    errors.push(invalid('status.availableReplicas', available, `cannot be greater than ${ready}`));
  }
  return [...errors, ...notDecremented('status.collisionCount', status.collisionCount, old.collisionCount)];
}
