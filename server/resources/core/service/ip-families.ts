import { type FieldError, invalid } from '../../../api/field-error.ts';
import type { Service, ServiceSpec } from '../../../api/types.gen.ts';
import { clusterIpsOf, familyOf, type IpFamily, refuseInvalid, type ServiceAllocators } from './service-allocators.ts';
import { NO_CLUSTER_IP, needsClusterIp, sameList } from './service-traits.ts';
import { validateClusterIps } from './validate-cluster-ips.ts';

/**
 * Fills `ipFamilyPolicy` and `ipFamilies` from what the cluster has and the writer said. Throws 422 when the cluster
 * cannot do what is asked; then nothing else about the Service is judged, as in Kubernetes.
 */
export function fillIpFamilies(draft: Service, old: Service | undefined, allocators: ServiceAllocators): void {
  if (!needsClusterIp(draft) || (old && isUnchangedPreferDualStack(draft, old))) return;
  const { spec } = draft;
  spec.ipFamilyPolicy ??=
    old?.spec.ipFamilyPolicy ?? (isSelectorlessHeadless(draft) ? 'RequireDualStack' : 'SingleStack');
  refuseInvalid(draft, validateClusterIps(draft));
  refuseInvalid(draft, [
    ...(old ? adjustToReduction(draft, old) : []),
    ...checkSingleStack(draft),
    ...inferFamilies(draft, allocators),
  ]);
  // Nobody knows which endpoints such a Service will be given, so it may have families that the cluster has not.
  const anyFamily = isSelectorlessHeadless(draft);
  if (!anyFamily) refuseInvalid(draft, checkCluster(draft, allocators));
  const families = (spec.ipFamilies ?? [allocators.clusterIPs[0].family]) as IpFamily[];
  spec.ipFamilies = anyFamily || allocators.clusterIPs.length > 1 ? completed(families, spec) : families;
}

/** An old Service is not moved to another number of families because the cluster is. */
export function isUnchangedPreferDualStack({ spec }: Service, old: Service): boolean {
  const before = old.spec;
  return (
    spec.type === before.type &&
    spec.ipFamilyPolicy === 'PreferDualStack' &&
    (before.ipFamilyPolicy ?? 'PreferDualStack') === 'PreferDualStack' &&
    sameList(spec.clusterIPs, before.clusterIPs) &&
    sameList(spec.ipFamilies, before.ipFamilies)
  );
}

function isSelectorlessHeadless({ spec }: Service): boolean {
  return spec.clusterIP === NO_CLUSTER_IP && Object.keys(spec.selector ?? {}).length === 0;
}

/** SingleStack gives the second address and family back; otherwise they cannot simply be left out. */
function adjustToReduction({ spec }: Service, old: Service): FieldError[] {
  const before = old.spec;
  if (spec.ipFamilyPolicy === 'SingleStack') {
    if (sameList(spec.clusterIPs, before.clusterIPs)) spec.clusterIPs = spec.clusterIPs?.slice(0, 1);
    if (sameList(spec.ipFamilies, before.ipFamilies)) spec.ipFamilies = spec.ipFamilies?.slice(0, 1);
    return [];
  }
  const errors = [];
  const policy = (what: string) =>
    invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, `must be 'SingleStack' to release the secondary ${what}`);
  if (isReduced(spec.clusterIPs, before.clusterIPs)) errors.push(policy('cluster IP'));
  if (isReduced(spec.ipFamilies, before.ipFamilies)) errors.push(policy('IP family'));
  return errors;
}

function isReduced(list: readonly string[] = [], before: readonly string[] = []): boolean {
  return list.length > 0 && list.length < before.length;
}

function checkSingleStack({ spec }: Service): FieldError[] {
  if (spec.ipFamilyPolicy !== 'SingleStack') return [];
  const policy = (what: string) =>
    invalid(
      'spec.ipFamilyPolicy',
      'SingleStack',
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  const errors = [];
  if (spec.clusterIPs?.length === 2) errors.push(policy('cluster IPs'));
  if (spec.ipFamilies?.length === 2) errors.push(policy('IP families'));
  return errors;
}

/** An address says its family. */
function inferFamilies({ spec }: Service, allocators: ServiceAllocators): FieldError[] {
  const families: IpFamily[] = [...((spec.ipFamilies ?? []) as IpFamily[])];
  const errors = [];
  for (const [i, ip] of (spec.clusterIPs ?? []).entries()) {
    if (ip === NO_CLUSTER_IP) break;
    if (i < families.length) continue;
    const family = familyOf(ip);
    if (clusterIpsOf(allocators, family)) families.push(family);
    else errors.push(invalid(`spec.clusterIPs[${i}]`, spec.clusterIPs, `${family} is not configured on this cluster`));
  }
  if (families.length > 0) spec.ipFamilies = families;
  return errors;
}

function checkCluster({ spec }: Service, allocators: ServiceAllocators): FieldError[] {
  const errors = [];
  if (spec.ipFamilyPolicy === 'RequireDualStack' && allocators.clusterIPs.length < 2) {
    const detail = 'this cluster is not configured for dual-stack services';
    errors.push(invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, detail));
  }
  for (const [i, family] of (spec.ipFamilies ?? []).entries()) {
    if (clusterIpsOf(allocators, family)) continue;
    errors.push(invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster'));
  }
  return errors;
}

function completed(families: IpFamily[], { ipFamilyPolicy }: ServiceSpec): IpFamily[] {
  if (ipFamilyPolicy === 'SingleStack' || families.length > 1) return families;
  return [...families, families[0] === 'IPv4' ? 'IPv6' : 'IPv4'];
}
