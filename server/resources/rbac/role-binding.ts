import { pathSegmentNameErrors } from '../../api/names.ts';
import { roleBindings } from '../../api/resource-types.gen.ts';
import type { RoleBinding } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { bindingRow, defaultBinding, validateBinding, validateBindingUpdate } from './bindings.ts';
import { refuseStrongerBinding } from './escalation.ts';

export const roleBindingResource = defineResource<RoleBinding>(roleBindings, {
  validateName: pathSegmentNameErrors,
  createOnUpdate: true,
  prepareForCreate: (binding, context) => refuseStrongerBinding(roleBindings, binding, { context }),
  prepareForUpdate: (binding, old, context) => refuseStrongerBinding(roleBindings, binding, { old, context }),
  default: defaultBinding,
  validate: (binding) => validateBinding(binding, { namespaced: true }),
  validateUpdate: validateBindingUpdate,
  row: bindingRow,
});
