import type { Service, ServicePort, ServiceSpec } from '../../../api/types.gen.ts';
import { isExternallyAccessible } from './service-traits.ts';

const CLIENT_IP_TIMEOUT_SECONDS = 3 * 60 * 60;

export function defaultService(draft: Service): void {
  draft.spec ??= {};
  const { spec } = draft;
  dropEmptyFields(spec);
  spec.type ??= 'ClusterIP';
  defaultSessionAffinity(spec);
  for (const port of spec.ports ?? []) defaultPort(port);
  defaultTrafficPolicies(draft);
  defaultLoadBalancer(draft);
}

/** Go does not tell these apart from absent ones. */
function dropEmptyFields(spec: ServiceSpec): void {
  for (const key of ['clusterIP', 'type', 'sessionAffinity', 'externalTrafficPolicy', 'externalName'] as const) {
    if (!spec[key]) delete spec[key];
  }
  for (const key of ['ports', 'clusterIPs', 'ipFamilies', 'externalIPs', 'loadBalancerSourceRanges'] as const) {
    if (!spec[key]?.length) delete spec[key];
  }
  if (!spec.loadBalancerIP) delete spec.loadBalancerIP;
  if (!spec.healthCheckNodePort) delete spec.healthCheckNodePort;
  if (!spec.publishNotReadyAddresses) delete spec.publishNotReadyAddresses;
  if (spec.selector && Object.keys(spec.selector).length === 0) delete spec.selector;
}

function defaultSessionAffinity(spec: ServiceSpec): void {
  spec.sessionAffinity ??= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity !== 'ClientIP') return;
  const timeoutSeconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? CLIENT_IP_TIMEOUT_SECONDS;
  spec.sessionAffinityConfig = { clientIP: { timeoutSeconds } };
}

function defaultPort(port: ServicePort): void {
  if (!port.name) delete port.name;
  if (!port.nodePort) delete port.nodePort;
  port.port ??= 0;
  port.protocol ||= 'TCP';
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
