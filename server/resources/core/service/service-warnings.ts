import { goQuote } from '../../../api/field-error.ts';
import { cidrWarnings, ipWarnings } from '../../../api/ip-validation.ts';
import type { Service } from '../../../api/types.gen.ts';
import { TOPOLOGY_HINTS, TOPOLOGY_MODE } from './service-annotations.ts';
import { NO_CLUSTER_IP, needsClusterIp } from './service-traits.ts';

export function serviceWarnings(service: Service): string[] {
  const { spec } = service;
  const headless = spec.type === 'ClusterIP' && spec.clusterIP === NO_CLUSTER_IP;
  const externalIPs = spec.externalIPs ?? [];
  const hasClusterIp = needsClusterIp(service) && !!spec.clusterIP && spec.clusterIP !== NO_CLUSTER_IP;
  return [
    ...deprecatedAnnotations(service),
    ...(hasClusterIp ? (spec.clusterIPs ?? []).flatMap((ip, i) => ipWarnings(`spec.clusterIPs[${i}]`, ip)) : []),
    ...(headless ? ignoredWhenHeadless(service) : []),
    ...externalIPs.flatMap((ip, i) => ipWarnings(`spec.externalIPs[${i}]`, ip)),
    ...(externalIPs.length > 0 && !headless && spec.type !== 'ExternalName'
      ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters']
      : []),
    ...(spec.loadBalancerIP ? ipWarnings('spec.loadBalancerIP', spec.loadBalancerIP) : []),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((range, i) =>
      cidrWarnings(`spec.loadBalancerSourceRanges[${i}]`, range),
    ),
    ...ignoredByType(service),
    ...(spec.trafficDistribution === 'PreferClose' ? [renamed('PreferClose', 'PreferSameZone')] : []),
  ];
}

function deprecatedAnnotations({ metadata }: Service): string[] {
  if (metadata.annotations?.[TOPOLOGY_HINTS] === undefined) return [];
  return [`annotation ${TOPOLOGY_HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`];
}

function ignoredWhenHeadless({ spec }: Service): string[] {
  const ignored = [
    ...(spec.loadBalancerIP ? ['spec.loadBalancerIP'] : []),
    ...(spec.externalIPs?.length ? ['spec.externalIPs'] : []),
    // The capital letter is Kubernetes' own.
    ...(spec.sessionAffinity !== 'None' ? ['spec.SessionAffinity'] : []),
  ];
  return ignored.map((field) => `${field} is ignored for headless services`);
}

function ignoredByType({ spec }: Service): string[] {
  if (spec.type !== 'ExternalName') {
    return spec.externalName ? ['spec.externalName is ignored when spec.type is not "ExternalName"'] : [];
  }
  return spec.externalIPs?.length ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : [];
}

function renamed(value: string, successor: string): string {
  return `spec.trafficDistribution: ${goQuote(value)} is deprecated; use ${goQuote(successor)}`;
}
