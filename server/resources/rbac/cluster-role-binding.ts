import { pathSegmentNameErrors } from '../../api/names.ts';
import { clusterRoleBindings } from '../../api/resource-types.gen.ts';
import type { ClusterRoleBinding } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { bindingRow, defaultBinding, validateBinding, validateBindingUpdate } from './bindings.ts';
import { refuseStrongerBinding } from './escalation.ts';

export const clusterRoleBindingResource = defineResource<ClusterRoleBinding>(clusterRoleBindings, {
  validateName: pathSegmentNameErrors,
  createOnUpdate: true,
  prepareForCreate: (binding, context) => refuseStrongerBinding(clusterRoleBindings, binding, { context }),
  prepareForUpdate: (binding, old, context) => refuseStrongerBinding(clusterRoleBindings, binding, { old, context }),
  default: defaultBinding,
  validate: (binding) => validateBinding(binding, { namespaced: false }),
  validateUpdate: validateBindingUpdate,
  row: bindingRow,
});
