import { type FieldError, required } from '../../api/field-error.ts';
import { dns1123SubdomainErrors, pathSegmentNameErrors } from '../../api/names.ts';
import { ipAddresses } from '../../api/resource-types.gen.ts';
import type { IPAddress, ParentReference } from '../../api/types.gen.ts';
import { formatIp, isStrictIp, parseIp } from '../../lib/ip-address.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, invalidFor } from '../field-checks.ts';
import { requiredSegment } from '../typed-reference.ts';

export const ipAddressResource = defineResource<IPAddress>(ipAddresses, {
  validateName: (name) => addressNameErrors(name),
  generation: 'none',
  validate: ({ spec }) => validateParent(spec?.parentRef, 'spec.parentRef'),
  validateUpdateAlone: true,
  validateUpdate: ({ spec }, old) => immutable('spec.parentRef', spec?.parentRef, old.spec?.parentRef),
  row: ({ metadata, spec }) => [metadata.name, parentCell(spec?.parentRef)],
});

/** The address is the name. */
function addressNameErrors(name: string): string[] {
  const address = isStrictIp(name) ? parseIp(name) : undefined;
  if (!address) return [`ParseAddr("${name}"): unable to parse IP`];
  return formatIp(address) === name ? [] : ['must be a canonical format IP address'];
}

function validateParent(parent: ParentReference | undefined, field: string): FieldError[] {
  if (!parent) return [required(field)];
  const { group, resource, namespace, name } = parent;
  return [
    ...(group ? invalidFor(`${field}.group`, group, dns1123SubdomainErrors(group)) : []),
    ...requiredSegment(`${field}.resource`, resource),
    ...requiredSegment(`${field}.name`, name),
    ...(namespace ? invalidFor(`${field}.namespace`, namespace, pathSegmentNameErrors(namespace)) : []),
  ];
}

/** `services/default/web` */
function parentCell(parent: ParentReference | undefined): string {
  if (!parent) return '<none>';
  const { group, resource, namespace, name } = parent;
  const plural = group ? `${resource}.${group}` : resource;
  return namespace ? `${plural}/${namespace}/${name}` : `${plural}/${name}`;
}
