import { pathSegmentNameErrors } from '../../api/names.ts';
import { clusterRoleBindings } from '../../api/resource-types.gen.ts';
import type { ClusterRoleBinding } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { bindingRow, defaultBinding, validateBinding, validateBindingUpdate } from './bindings.ts';

export const clusterRoleBindingResource = defineResource<ClusterRoleBinding>(clusterRoleBindings, {
  validateName: pathSegmentNameErrors,
  createOnUpdate: true,
  default: defaultBinding,
  validate: (binding) => validateBinding(binding, { namespaced: false }),
  validateUpdate: validateBindingUpdate,
  row: bindingRow,
});
