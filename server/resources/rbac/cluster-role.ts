import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { pathSegmentNameErrors } from '../../api/names.ts';
import { clusterRoles } from '../../api/resource-types.gen.ts';
import type { AggregationRule, ClusterRole } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { validateEach } from '../validate-each.ts';
import { refuseStrongerRole } from './escalation.ts';
import { validatePolicyRule } from './policy-rules.ts';

export const clusterRoleResource = defineResource<ClusterRole>(clusterRoles, {
  validateName: pathSegmentNameErrors,
  createOnUpdate: true,
  prepareForCreate: (role, context) => refuseStrongerRole(clusterRoles, role, { context }),
  prepareForUpdate: (role, old, context) => refuseStrongerRole(clusterRoles, role, { old, context }),
  validate: ({ rules, aggregationRule }) => [
    ...validateEach(rules ?? [], 'rules', (rule, field) => validatePolicyRule(rule, { namespaced: false }, field)),
    ...(aggregationRule ? validateAggregation(aggregationRule, 'aggregationRule.clusterRoleSelectors') : []),
  ],
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
});

function validateAggregation({ clusterRoleSelectors: selectors }: AggregationRule, field: string): FieldError[] {
  if (!selectors?.length) {
    return [required(field, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  }
  return validateEach(selectors, field, (selector, path) => {
    const errors = validateLabelSelector(selector, path);
    return errors.length === 0 ? [] : [...errors, invalid(path, selector, 'invalid label selector.')];
  });
}
