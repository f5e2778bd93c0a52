import { forbiddenError } from '../../api/errors.ts';
import { type FieldError, forbidden, invalid } from '../../api/field-error.ts';
import { priorityClasses } from '../../api/resource-types.gen.ts';
import type { PriorityClass } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { choice } from '../field-checks.ts';
import { age } from '../table-cells.ts';

const MAX_VALUE = 1_000_000_000;
const SYSTEM_PREFIX = 'system-';

/** The classes that every cluster has. */
export const SYSTEM_PRIORITY_CLASSES = [
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
  {
    name: 'system-node-critical',
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
] as const;

export const priorityClassResource = defineResource<PriorityClass>(priorityClasses, {
  // Kubernetes sets it at creation and never again.
  generation: () => false,
  default: (draft) => {
    draft.preemptionPolicy ??= 'PreemptLowerPriority';
  },
  validate: validateClass,
  validateUpdateAlone: true,
  validateUpdate: (object, old) => [
    ...(object.value === old.value ? [] : [forbidden('value', 'may not be changed in an update.')]),
    ...(object.preemptionPolicy === old.preemptionPolicy
      ? []
      : [invalid('preemptionPolicy', object.preemptionPolicy, 'field is immutable')]),
  ],
  validateDelete({ metadata: { name } }) {
    if (!SYSTEM_PRIORITY_CLASSES.some((known) => known.name === name)) return;
    throw forbiddenError(priorityClasses, name, 'this is a system priority class and cannot be deleted');
  },
  row: (object, context) => [
    object.metadata.name,
    object.value ?? 0,
    object.globalDefault ?? false,
    age(object, context),
    object.preemptionPolicy ?? '',
  ],
});

function validateClass(object: PriorityClass): FieldError[] {
  const { name } = object.metadata;
  return [
    ...(name.startsWith(SYSTEM_PREFIX) ? validateSystemClass(object) : validateValue(object.value ?? 0)),
    ...choice('preemptionPolicy', object.preemptionPolicy, ['PreemptLowerPriority', 'Never']),
  ];
}

function validateValue(value: number): FieldError[] {
  if (value <= MAX_VALUE) return [];
  return [forbidden('value', `maximum allowed value of a user defined priority is ${MAX_VALUE}`)];
}

function validateSystemClass(object: PriorityClass): FieldError[] {
  const problem = systemClassProblem(object);
  if (problem === undefined) return [];
  const detail = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${problem}`;
  return [forbidden('metadata.name', detail)];
}

function systemClassProblem({ metadata: { name }, value, globalDefault }: PriorityClass): string | undefined {
  const known = SYSTEM_PRIORITY_CLASSES.find((c) => c.name === name);
  if (!known) return `${name} is not a known system priority class`;
  if (value !== known.value) return `value of ${name} PriorityClass must be ${known.value}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}
