import { resourceClaims } from '../../api/resource-types.gen.ts';
import type { ResourceV1ResourceClaim as ResourceClaim } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable } from '../field-checks.ts';
import { ALL_METADATA, statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { defaultClaimSpec, validateClaimSpec } from './claim-spec.ts';

export const resourceClaimResource = defineResource<ResourceClaim>(resourceClaims, {
  generation: 'none',
  default: ({ spec }) => defaultClaimSpec(spec),
  prepareForCreate: (draft) => {
    draft.status = {};
  },
  validate: ({ spec }) => validateClaimSpec(spec, 'spec'),
  validateUpdate: ({ spec }, old) => immutable('spec', spec, old.spec),
  deleteReturnsObject: true,
  row: (claim, context) => [claim.metadata.name, stateCell(claim), age(claim, context)],
  subresources: { status: statusSubresource<ResourceClaim>({ keeps: ALL_METADATA }) },
});

function stateCell({ metadata, status }: ResourceClaim): string {
  const states: string[] = [];
  if (metadata.deletionTimestamp) states.push('deleted');
  if (status?.allocation) states.push('allocated');
  else if (!metadata.deletionTimestamp) states.push('pending');
  if (status?.reservedFor?.length) states.push('reserved');
  return states.join(',');
}
