import { componentStatuses } from '../../api/resource-types.gen.ts';
import type { ComponentStatus } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';

/** The parts of a control plane that clients ask for; here they are one process, healthy when it answers. */
const COMPONENTS = ['scheduler', 'controller-manager', 'etcd-0'];

export const componentStatusResource = defineResource<ComponentStatus>(componentStatuses, {
  deprecated: 'v1 ComponentStatus is deprecated in v1.19+',
  virtual: {
    get: ({ name }) => (COMPONENTS.includes(name) ? healthy(name) : undefined),
    list: () => COMPONENTS.map(healthy),
  },
  row: ({ metadata, conditions }) => {
    const condition = conditions?.find((c) => c.type === 'Healthy');
    const status = condition?.status === 'True' ? 'Healthy' : 'Unhealthy';
    return [metadata.name, status, condition?.message ?? '', condition?.error ?? ''];
  },
});

function healthy(name: string): ComponentStatus {
  return {
    apiVersion: 'v1',
    kind: 'ComponentStatus',
    metadata: { name } as ComponentStatus['metadata'],
    conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
  };
}
