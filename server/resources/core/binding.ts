import { bindings, pods } from '../../api/resource-types.gen.ts';
import type { Binding } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';

/** The older way to schedule a pod: a POST here is one to `pods/NAME/binding`. */
export const bindingResource = defineResource<Binding>(bindings, {
  virtual: { forwardTo: { type: pods, subresource: 'binding' } },
});
