import { type FieldError, invalid } from '../../api/field-error.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { podDisruptionBudgets } from '../../api/resource-types.gen.ts';
import type { IntOrString, PodDisruptionBudget, PodDisruptionBudgetSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { choice, nonNegative } from '../field-checks.ts';
import { validateAtMostAll, validateIntOrPercent } from '../int-or-percent.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';

export const podDisruptionBudgetResource = defineResource<PodDisruptionBudget>(podDisruptionBudgets, {
  generation: 'spec',
  requiresResourceVersion: true,
  prepareForCreate: (draft) => {
    draft.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  },
  validate: ({ spec }) => validateSpec(spec, 'spec'),
  row: (budget, context) => [
    budget.metadata.name,
    limitCell(budget.spec.minAvailable),
    limitCell(budget.spec.maxUnavailable),
    budget.status?.disruptionsAllowed ?? 0,
    age(budget, context),
  ],
  subresources: {
    status: statusSubresource<PodDisruptionBudget>({
      validateUpdate: ({ status }) =>
        (['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const).flatMap((name) =>
          nonNegative(`status.${name}`, status[name]),
        ),
    }),
  },
});

function validateSpec(spec: PodDisruptionBudgetSpec, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    errors.push(invalid(field, goSpec(spec), 'minAvailable and maxUnavailable cannot be both set'));
  }
  return [
    ...errors,
    ...validateLimit(spec.minAvailable, `${field}.minAvailable`),
    ...validateLimit(spec.maxUnavailable, `${field}.maxUnavailable`),
    ...validateLabelSelector(spec.selector, `${field}.selector`),
    ...choice(`${field}.unhealthyPodEvictionPolicy`, spec.unhealthyPodEvictionPolicy, [
      'AlwaysAllow',
      'IfHealthyBudget',
    ]),
  ];
}

function validateLimit(limit: IntOrString | undefined, field: string): FieldError[] {
  return limit === undefined ? [] : [...validateIntOrPercent(field, limit), ...validateAtMostAll(field, limit)];
}

/** As Kubernetes prints it: by the names of its Go fields. */
function goSpec(spec: PodDisruptionBudgetSpec): unknown {
  return {
    MinAvailable: spec.minAvailable ?? null,
    Selector: spec.selector ?? null,
    MaxUnavailable: spec.maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: spec.unhealthyPodEvictionPolicy ?? null,
  };
}

function limitCell(limit: IntOrString | undefined): string {
  return limit === undefined ? 'N/A' : String(limit);
}
