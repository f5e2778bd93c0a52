import { type FieldError, invalid } from '../../api/field-error.ts';
import { validateLegacyIp } from '../../api/ip-validation.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import type { Ingress, IngressLoadBalancerIngress } from '../../api/types.gen.ts';
import { parseIp } from '../../lib/ip-address.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';

export function validateIngressStatus({ status }: Ingress): FieldError[] {
  return validateEach(status?.loadBalancer?.ingress, 'status.loadBalancer.ingress', validateAddress);
}

function validateAddress({ ip, hostname }: IngressLoadBalancerIngress, field: string): FieldError[] {
  const errors = ip ? validateLegacyIp(`${field}.ip`, ip) : [];
  if (!hostname) return errors;
  errors.push(...invalidFor(`${field}.hostname`, hostname, dns1123SubdomainErrors(hostname)));
  if (parseIp(hostname)) errors.push(invalid(`${field}.hostname`, hostname, 'must be a DNS name, not an IP address'));
  return errors;
}
