import { type FieldError, invalid, required } from '../../../api/field-error.ts';
import { portNumberErrors } from '../../../api/names.ts';
import type { Service, ServiceSpec } from '../../../api/types.gen.ts';
import { choice, invalidFor, requiredChoice } from '../../field-checks.ts';
import { isExternallyAccessible, needsHealthCheckPort } from './service-traits.ts';

const POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

export function validateTrafficPolicies(service: Service): FieldError[] {
  const { spec } = service;
  return [
    ...validateExternalTrafficPolicy(service),
    ...validateHealthCheckPort(service),
    ...validateInternalTrafficPolicy(spec),
    ...choice('spec.trafficDistribution', spec.trafficDistribution, DISTRIBUTIONS),
  ];
}

function validateExternalTrafficPolicy(service: Service): FieldError[] {
  const field = 'spec.externalTrafficPolicy';
  const policy = service.spec.externalTrafficPolicy;
  if (isExternallyAccessible(service)) return requiredChoice(field, policy, POLICIES);
  return policy ? [invalid(field, policy, 'may only be set for externally-accessible services')] : [];
}

function validateHealthCheckPort(service: Service): FieldError[] {
  const field = 'spec.healthCheckNodePort';
  const port = service.spec.healthCheckNodePort;
  if (needsHealthCheckPort(service)) return port ? invalidFor(field, port, portNumberErrors(port)) : [required(field)];
  const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return port ? [invalid(field, port, detail)] : [];
}

function validateInternalTrafficPolicy({ type, internalTrafficPolicy }: ServiceSpec): FieldError[] {
  const field = 'spec.internalTrafficPolicy';
  if (internalTrafficPolicy !== undefined) return choice(field, internalTrafficPolicy, POLICIES);
  return type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer' ? [required(field)] : [];
}
