import { type FieldError, forbidden, notSupported, required } from '../../../api/field-error.ts';
import { validateLegacyCidr, validateLegacyIp } from '../../../api/ip-validation.ts';
import { dns1123SubdomainErrors, labelKeyErrors } from '../../../api/names.ts';
import type { LoadBalancerIngress, Service, ServiceSpec } from '../../../api/types.gen.ts';
import { parseIp } from '../../../lib/ip-address.ts';
import { forbiddenWhen, invalidFor } from '../../field-checks.ts';
import { SOURCE_RANGES } from './service-annotations.ts';

const ONLY_LOAD_BALANCERS = "may only be used when `type` is 'LoadBalancer'";
const IP_MODES = ['Proxy', 'VIP'];

export function validateLoadBalancer(service: Service): FieldError[] {
  const { type, allocateLoadBalancerNodePorts } = service.spec;
  const isLoadBalancer = type === 'LoadBalancer';
  return [
    ...validateSourceRanges(service),
    ...forbiddenWhen(
      'spec.allocateLoadBalancerNodePorts',
      allocateLoadBalancerNodePorts !== undefined && !isLoadBalancer,
      ONLY_LOAD_BALANCERS,
    ),
    ...(isLoadBalancer && allocateLoadBalancerNodePorts === undefined
      ? [required('allocateLoadBalancerNodePorts')]
      : []),
  ];
}

/** Ranges may be padded with blanks, as they could be in the annotation. */
export function validateSourceRanges({ metadata, spec }: Service): FieldError[] {
  const wrongType = spec.type !== 'LoadBalancer';
  if (spec.loadBalancerSourceRanges?.length) {
    // The capital letter is Kubernetes' own.
    const field = 'spec.LoadBalancerSourceRanges';
    return [
      ...forbiddenWhen(field, wrongType, ONLY_LOAD_BALANCERS),
      ...spec.loadBalancerSourceRanges.flatMap((range, i) => validateLegacyCidr(`${field}[${i}]`, range.trim())),
    ];
  }
  const annotation = metadata.annotations?.[SOURCE_RANGES];
  if (annotation === undefined) return [];
  const field = `metadata.annotations[${SOURCE_RANGES}]`;
  const ranges = annotation.trim() === '' ? [] : annotation.split(',');
  return [
    ...forbiddenWhen(field, wrongType, ONLY_LOAD_BALANCERS),
    ...ranges.flatMap((range) => validateLegacyCidr(field, range.trim())),
  ];
}

export function validateLoadBalancerClass({ type, loadBalancerClass }: ServiceSpec): FieldError[] {
  if (loadBalancerClass === undefined) return [];
  if (type !== 'LoadBalancer') return [forbidden('spec.loadBalancerClass', ONLY_LOAD_BALANCERS)];
  return invalidFor('spec.loadBalancerClass', loadBalancerClass, labelKeyErrors(loadBalancerClass));
}

/** What a load balancer's controller writes into the status. */
export function validateLoadBalancerStatus({ spec, status }: Service): FieldError[] {
  const field = 'status.loadBalancer.ingress';
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length > 0 && spec.type !== 'LoadBalancer') {
    return [forbidden(field, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  return ingress.flatMap((entry, i) => validateIngress(entry, `${field}[${i}]`));
}

function validateIngress({ ip, ipMode, hostname }: LoadBalancerIngress, field: string): FieldError[] {
  return [
    ...(ip ? validateLegacyIp(`${field}.ip`, ip) : []),
    ...validateIpMode(ipMode, ip, `${field}.ipMode`),
    ...(hostname ? validateHostname(hostname, `${field}.hostname`) : []),
  ];
}

function validateIpMode(ipMode: string | undefined, ip: string | undefined, field: string): FieldError[] {
  if (ipMode === undefined) return ip ? [required(field, 'must be specified when `ip` is set')] : [];
  if (!ip) return [forbidden(field, 'may not be specified when `ip` is not set')];
  return IP_MODES.includes(ipMode) ? [] : [notSupported(field, ipMode, IP_MODES)];
}

function validateHostname(hostname: string, field: string): FieldError[] {
  const texts = dns1123SubdomainErrors(hostname);
  return invalidFor(field, hostname, parseIp(hostname) ? [...texts, 'must be a DNS name, not an IP address'] : texts);
}
