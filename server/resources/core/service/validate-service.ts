import { type FieldError, forbidden, invalid, required } from '../../../api/field-error.ts';
import { validateLegacyIp, validateNonSpecialIp } from '../../../api/ip-validation.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';
import { validateLabels } from '../../../api/object-meta-validation.ts';
import type { Service, ServiceSpec } from '../../../api/types.gen.ts';
import { choice, forbiddenWhen, invalidFor, requiredChoice, requiredText } from '../../field-checks.ts';
import { TOPOLOGY_HINTS, TOPOLOGY_MODE } from './service-annotations.ts';
import { isHeadless } from './service-traits.ts';
import { validateClusterIps } from './validate-cluster-ips.ts';
import { validateLoadBalancer, validateLoadBalancerClass, validateSourceRanges } from './validate-load-balancer.ts';
import { validateDuplicatePorts, validatePorts } from './validate-ports.ts';
import { validateTrafficPolicies } from './validate-traffic-policies.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const AFFINITIES = ['ClientIP', 'None'];
const MAX_AFFINITY_SECONDS = 86400;

/** All but the metadata, in the order of Kubernetes. */
export function validateService(service: Service): FieldError[] {
  const { spec } = service;
  return [
    ...validateTopologyAnnotations(service.metadata.annotations ?? {}),
    ...validateByType(service),
    ...validatePorts(spec.ports ?? []),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateSessionAffinity(spec),
    ...validateClusterIps(service),
    ...(spec.externalIPs ?? []).flatMap((ip, i) => validateExternalIp(`spec.externalIPs[${i}]`, ip)),
    ...requiredChoice('spec.type', spec.type, TYPES),
    ...validateDuplicatePorts(spec),
    ...validateLoadBalancer(service),
    ...validateLoadBalancerClass(spec),
    ...validateTrafficPolicies(service),
  ];
}

/** What is left to judge of a Service whose spec is the stored one. */
export function validateServiceAnnotations(service: Service): FieldError[] {
  return [...validateTopologyAnnotations(service.metadata.annotations ?? {}), ...validateSourceRanges(service)];
}

function validateTopologyAnnotations(annotations: Readonly<Record<string, string>>): FieldError[] {
  const mode = annotations[TOPOLOGY_MODE];
  const hints = annotations[TOPOLOGY_HINTS];
  if (mode === undefined || hints === undefined || mode === hints) return [];
  const detail = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  return [invalid(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, detail)];
}

function validateByType(service: Service): FieldError[] {
  const { type, ports } = service.spec;
  const isExternalName = type === 'ExternalName';
  const errors = ports?.length || isHeadless(service) || isExternalName ? [] : [required('spec.ports')];
  if (isExternalName) return [...errors, ...validateExternalName(service.spec)];
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(service)) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  }
  return errors;
}

function validateExternalName(spec: ServiceSpec): FieldError[] {
  const detail = 'may not be set for ExternalName services';
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  return [
    ...forbiddenWhen('spec.clusterIPs', (spec.clusterIPs?.length ?? 0) > 0, detail),
    ...forbiddenWhen('spec.ipFamilies', (spec.ipFamilies?.length ?? 0) > 0, detail),
    ...forbiddenWhen('spec.ipFamilyPolicy', spec.ipFamilyPolicy !== undefined, detail),
    ...(name ? invalidFor('spec.externalName', name, dns1123SubdomainErrors(name)) : [required('spec.externalName')]),
  ];
}

function validateSessionAffinity({ sessionAffinity, sessionAffinityConfig }: ServiceSpec): FieldError[] {
  const errors = sessionAffinity
    ? choice('spec.sessionAffinity', sessionAffinity, AFFINITIES)
    : requiredText('spec.sessionAffinity', sessionAffinity);
  const field = 'spec.sessionAffinityConfig';
  if (sessionAffinity === 'ClientIP') {
    const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
    if (seconds > 0 && seconds <= MAX_AFFINITY_SECONDS) return errors;
    const detail = `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`;
    return [...errors, invalid(`${field}.clientIP.timeoutSeconds`, seconds, detail)];
  }
  if (sessionAffinity !== 'None' || !sessionAffinityConfig) return errors;
  return [...errors, forbidden(field, 'must not be set when session affinity is None')];
}

function validateExternalIp(field: string, ip: string): FieldError[] {
  const errors = validateLegacyIp(field, ip);
  return errors.length > 0 ? errors : validateNonSpecialIp(field, ip);
}
