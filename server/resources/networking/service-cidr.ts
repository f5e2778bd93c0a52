import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { validateCidr } from '../../api/ip-validation.ts';
import { serviceCIDRs } from '../../api/resource-types.gen.ts';
import type { ServiceCIDR, ServiceCIDRSpec } from '../../api/types.gen.ts';
import { parseCidr } from '../../lib/cidr.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable } from '../field-checks.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';

export const serviceCidrResource = defineResource<ServiceCIDR>(serviceCIDRs, {
  generation: 'none',
  prepareForCreate: (draft) => {
    draft.status = {};
  },
  validate: ({ spec }) => validateSpec(spec ?? {}, 'spec'),
  validateUpdateAlone: true,
  validateUpdate: ({ spec }, old) => immutable('spec.cidrs', spec?.cidrs, old.spec?.cidrs),
  row: (object, context) => [object.metadata.name, (object.spec?.cidrs ?? []).join(','), age(object, context)],
  subresources: { status: statusSubresource<ServiceCIDR>() },
});

const ONE_EACH = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';

function validateSpec(spec: ServiceCIDRSpec, field: string): FieldError[] {
  const cidrs = spec.cidrs ?? [];
  if (cidrs.length === 0) return [required(`${field}.cidrs`, 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid(field, { CIDRs: cidrs }, 'may only hold up to 2 values')];
  const families = cidrs.map((cidr) => parseCidr(cidr)?.family);
  if (cidrs.length === 2 && families[0] === families[1]) return [invalid(field, { CIDRs: cidrs }, ONE_EACH)];
  return validateEach(cidrs, `${field}.cidrs`, (cidr, at) => validateCidr(at, cidr));
}
