import { pathSegmentNameErrors } from '../../api/names.ts';
import { roleBindings } from '../../api/resource-types.gen.ts';
import type { RoleBinding } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { bindingRow, defaultBinding, validateBinding, validateBindingUpdate } from './bindings.ts';

export const roleBindingResource = defineResource<RoleBinding>(roleBindings, {
  validateName: pathSegmentNameErrors,
  createOnUpdate: true,
  default: defaultBinding,
  validate: (binding) => validateBinding(binding, { namespaced: true }),
  validateUpdate: validateBindingUpdate,
  row: bindingRow,
});
