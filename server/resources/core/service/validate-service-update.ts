import { type FieldError, forbidden, invalid } from '../../../api/field-error.ts';
import type { Service } from '../../../api/types.gen.ts';
import { isHeadless, needsClusterIp, needsHealthCheckPort } from './service-traits.ts';
import { validateLoadBalancerClass } from './validate-load-balancer.ts';
import { validateService, validateServiceAnnotations } from './validate-service.ts';

const IMMUTABLE = 'may not change once set';

/** What may not change comes first, then all that any Service is judged by. */
export function validateServiceUpdate(service: Service, old: Service): FieldError[] {
  if (service.spec === old.spec) return validateServiceAnnotations(service);
  const keepsAddresses = needsClusterIp(service) && needsClusterIp(old);
  return [
    ...(keepsAddresses ? validateClusterIpsUpdate(service, old) : []),
    ...(keepsAddresses ? validateIpFamiliesUpdate(service, old) : []),
    ...validateLoadBalancerClassUpdate(service, old),
    ...validateHealthCheckPortUpdate(service, old),
    ...validateService(service),
  ];
}

function validateClusterIpsUpdate(service: Service, old: Service): FieldError[] {
  if (isHeadless(service) && isHeadless(old)) return [];
  const now = service.spec.clusterIPs ?? [];
  const before = old.spec.clusterIPs ?? [];
  const changed = (i: number) => invalid(`spec.clusterIPs[${i}]`, service.spec.clusterIPs, IMMUTABLE);
  if (now.length === before.length) return before.flatMap((ip, i) => (ip === now[i] ? [] : [changed(i)]));
  const errors = before.length > 0 && now.length > 0 && now[0] !== before[0] ? [changed(0)] : [];
  if (now.length > before.length) return errors;
  if (now.length === 0) {
    errors.push(invalid('spec.clusterIPs[0]', service.spec.clusterIPs, 'primary clusterIP can not be unset'));
  }
  return [...errors, ...validateSecondaryReleased(service, now.length, 'clusterIP')];
}

/** Headless Services may change their families. */
function validateIpFamiliesUpdate(service: Service, old: Service): FieldError[] {
  if (isHeadless(service) || isHeadless(old)) return [];
  const now = service.spec.ipFamilies ?? [];
  const before = old.spec.ipFamilies ?? [];
  const field = 'spec.ipFamilies[0]';
  if (now.length === before.length) {
    return before.flatMap((family, i) => (family === now[i] ? [] : [invalid(field, now, IMMUTABLE)]));
  }
  // Kubernetes prints the addresses here, not the families.
  const changed = before.length > 0 && now.length > 0 && now[0] !== before[0];
  const errors = changed ? [invalid(field, service.spec.clusterIPs, IMMUTABLE)] : [];
  if (now.length > before.length) return errors;
  if (!service.spec.clusterIPs?.length) errors.push(invalid(field, now, 'primary ipFamily can not be unset'));
  return [...errors, ...validateSecondaryReleased(service, now.length, 'ipFamily')];
}

function validateSecondaryReleased({ spec }: Service, left: number, what: string): FieldError[] {
  if (left !== 1 || spec.ipFamilyPolicy === 'SingleStack') return [];
  const detail = `must be set to 'SingleStack' when releasing the secondary ${what}`;
  return [invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, detail)];
}

/** Kubernetes judges the class itself here, and again with the rest. */
function validateLoadBalancerClassUpdate({ spec }: Service, old: Service): FieldError[] {
  const isOne = spec.type === 'LoadBalancer' && old.spec.type === 'LoadBalancer';
  const changed = isOne && spec.loadBalancerClass !== old.spec.loadBalancerClass;
  return [
    ...(changed ? [invalid('spec.loadBalancerClass', spec.loadBalancerClass, IMMUTABLE)] : []),
    ...validateLoadBalancerClass(spec),
  ];
}

function validateHealthCheckPortUpdate(service: Service, old: Service): FieldError[] {
  if (!needsHealthCheckPort(service) || !needsHealthCheckPort(old)) return [];
  if (service.spec.healthCheckNodePort === old.spec.healthCheckNodePort) return [];
  return [forbidden('spec.healthCheckNodePort', 'field is immutable')];
}
