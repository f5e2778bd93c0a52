import type { FieldError } from '../../api/field-error.ts';
import { endpointSlices } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { DiscoveryV1EndpointPort, EndpointSlice } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { firstOf } from '../core/endpoints-row.ts';
import { immutable } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { validateEndpointSlice } from './validate-endpoint-slice.ts';

export const endpointSliceResource = defineResource(endpointSlices, {
  default(draft) {
    for (const port of draft.ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  prepareForCreate: dropDeprecatedTopology,
  prepareForUpdate: dropDeprecatedTopology,
  validate: validateEndpointSlice,
  validateUpdate: (slice, old): FieldError[] => immutable('addressType', slice.addressType ?? '', old.addressType),
  warnings: ({ addressType }, old) =>
    addressType === 'FQDN' && !old ? ['spec.addressType: FQDN endpoints are deprecated'] : [],
  generation: isChanged,
  row: (slice, context) => [
    slice.metadata.name,
    slice.addressType,
    firstOf((slice.ports ?? []).map(portNumber)) || '<unset>',
    firstOf((slice.endpoints ?? []).flatMap(({ addresses }) => addresses)) || '<unset>',
    age(slice, context),
  ],
});

/** Version v1 has it no longer; Kubernetes reads it in old objects only. */
function dropDeprecatedTopology(draft: EndpointSlice): void {
  for (const endpoint of draft.endpoints ?? []) delete endpoint.deprecatedTopology;
}

/** Labels count as a change, annotations do not. */
function isChanged(slice: EndpointSlice, old: EndpointSlice): boolean {
  return (
    slice.addressType !== old.addressType ||
    !semanticEqual(slice.metadata.labels ?? {}, old.metadata.labels ?? {}) ||
    !semanticEqual(slice.endpoints, old.endpoints) ||
    !semanticEqual(slice.ports, old.ports)
  );
}

/** A port without a number stands for all. */
function portNumber({ name, port }: DiscoveryV1EndpointPort): string | number {
  return port ?? name ?? '*';
}
