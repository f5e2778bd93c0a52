import { type FieldError, forbidden, invalid } from '../../api/field-error.ts';
import { leases } from '../../api/resource-types.gen.ts';
import type { Lease, LeaseSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { nonNegative, positive } from '../field-checks.ts';
import { age } from '../table-cells.ts';

export const leaseResource = defineResource<Lease>(leases, {
  generation: 'none',
  createOnUpdate: true,
  requiresResourceVersion: true,
  validate: ({ spec }) => validateSpec(spec ?? {}, 'spec'),
  row: (object, context) => [object.metadata.name, object.spec?.holderIdentity ?? '', age(object, context)],
});

function validateSpec(spec: LeaseSpec, field: string): FieldError[] {
  return [
    ...positive(`${field}.leaseDurationSeconds`, spec.leaseDurationSeconds),
    ...nonNegative(`${field}.leaseTransitions`, spec.leaseTransitions),
    ...validateStrategy(spec, field),
  ];
}

/** Who shall hold the lease next is a question only for coordinated elections. */
function validateStrategy({ strategy, preferredHolder }: LeaseSpec, field: string): FieldError[] {
  if (strategy === undefined && preferredHolder) {
    return [forbidden(`${field}.preferredHolder`, 'may only be specified if strategy is defined')];
  }
  if (strategy === undefined || strategy === 'OldestEmulationVersion' || strategy.includes('/')) return [];
  const detail = 'must be a valid strategy: "OldestEmulationVersion" or a domain-prefixed name';
  return [invalid(`${field}.strategy`, strategy, detail)];
}
