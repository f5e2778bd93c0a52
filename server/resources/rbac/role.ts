import { pathSegmentNameErrors } from '../../api/names.ts';
import { roles } from '../../api/resource-types.gen.ts';
import type { Role } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { validateEach } from '../validate-each.ts';
import { refuseStrongerRole } from './escalation.ts';
import { validatePolicyRule } from './policy-rules.ts';

export const roleResource = defineResource<Role>(roles, {
  validateName: pathSegmentNameErrors,
  createOnUpdate: true,
  prepareForCreate: (role, context) => refuseStrongerRole(roles, role, { context }),
  prepareForUpdate: (role, old, context) => refuseStrongerRole(roles, role, { old, context }),
  validate: ({ rules }) =>
    validateEach(rules ?? [], 'rules', (rule, field) => validatePolicyRule(rule, { namespaced: true }, field)),
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
});
