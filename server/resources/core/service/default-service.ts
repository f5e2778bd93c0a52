import type { Service, ServicePort, ServiceSpec } from '../../../api/types.gen.ts';
import { isExternallyAccessible } from './service-traits.ts';

const CLIENT_IP_TIMEOUT_SECONDS = 3 * 60 * 60;

export function defaultService(draft: Service): void {
  const { spec } = draft;
  spec.type ??= 'ClusterIP';
  defaultSessionAffinity(spec);
  for (const port of spec.ports ?? []) defaultPort(port);
  defaultTrafficPolicies(draft);
  defaultLoadBalancer(draft);
}

function defaultSessionAffinity(spec: ServiceSpec): void {
  spec.sessionAffinity ??= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity !== 'ClientIP') return;
  const timeoutSeconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? CLIENT_IP_TIMEOUT_SECONDS;
  spec.sessionAffinityConfig = { clientIP: { timeoutSeconds } };
}

function defaultPort(port: ServicePort): void {
  port.protocol ??= 'TCP';
  port.targetPort ||= port.port;
}

function defaultTrafficPolicies(draft: Service): void {
  const { spec } = draft;
  if (isExternallyAccessible(draft)) spec.externalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'ClusterIP' || spec.type === 'NodePort' || spec.type === 'LoadBalancer') {
    spec.internalTrafficPolicy ??= 'Cluster';
  }
  // Older versions gave ExternalName Services one: Kubernetes takes it away whenever it reads them.
  if (spec.type === 'ExternalName') delete spec.internalTrafficPolicy;
}

function defaultLoadBalancer({ spec, status }: Service): void {
  if (spec.type !== 'LoadBalancer') return;
  spec.allocateLoadBalancerNodePorts ??= true;
  for (const ingress of status?.loadBalancer?.ingress ?? []) {
    if (ingress.ip) ingress.ipMode ??= 'VIP';
  }
}
