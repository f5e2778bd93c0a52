import { nameIsDnsLabel } from '../../api/object-names.ts';
import { services } from '../../api/resource-types.gen.ts';
import type { Service } from '../../api/types.gen.ts';
import { defineResource, type ResourceDefinition } from '../../registry/define-resource.ts';
import { statusSubresource } from '../subresources.ts';
import { allocateService } from './service/allocate-service.ts';
import { clearTypeFields } from './service/clear-type-fields.ts';
import { defaultService } from './service/default-service.ts';
import type { ServiceAllocators } from './service/service-allocators.ts';
import { serviceRow } from './service/service-row.ts';
import { serviceWarnings } from './service/service-warnings.ts';
import { validateLoadBalancerStatus } from './service/validate-load-balancer.ts';
import { validateService } from './service/validate-service.ts';
import { validateServiceUpdate } from './service/validate-service-update.ts';

/** The allocators belong to one cluster; `followServices` tells them which addresses are in use. */
export function serviceResource(allocators: ServiceAllocators): ResourceDefinition<Service> {
  return defineResource(services, {
    validateName: nameIsDnsLabel,
    default: defaultService,
    sharesSpec: true,
    allocate: (draft, old, { dryRun }) => allocateService(draft, old, { allocators, dryRun }),
    prepareForCreate(draft) {
      draft.status = { loadBalancer: {} };
    },
    prepareForUpdate: clearTypeFields,
    validate: validateService,
    validateUpdate: validateServiceUpdate,
    validateUpdateAlone: true,
    warnings: serviceWarnings,
    generation: 'none',
    selectableFields: {
      'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '',
      'spec.type': ({ spec }) => spec.type ?? '',
    },
    row: serviceRow,
    createOnUpdate: true,
    deleteReturnsObject: true,
    subresources: { status: statusSubresource({ validateUpdate: validateLoadBalancerStatus }) },
  });
}
