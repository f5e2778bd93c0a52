import { duplicate, type FieldError, invalid, notSupported, required } from '../../../api/field-error.ts';
import { validateLegacyIp } from '../../../api/ip-validation.ts';
import type { Service, ServiceSpec } from '../../../api/types.gen.ts';
import { choice } from '../../field-checks.ts';
import { familyOf } from './service-allocators.ts';
import { isHeadless, NO_CLUSTER_IP, needsClusterIp } from './service-traits.ts';

const FIELD = 'spec.clusterIPs';
const IP_FAMILIES = ['IPv4', 'IPv6'];
const IP_FAMILY_POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy, and whether they agree. */
export function validateClusterIps(service: Service): FieldError[] {
  if (!needsClusterIp(service)) return [];
  const { spec } = service;
  const malformed = validateAddresses(spec.clusterIPs ?? []);
  const errors = [
    ...validateAgreement(spec),
    ...validateFamilies(spec.ipFamilies ?? []),
    ...choice('spec.ipFamilyPolicy', spec.ipFamilyPolicy, IP_FAMILY_POLICIES),
    ...malformed,
  ];
  if ((spec.clusterIPs?.length ?? 0) > 2) {
    errors.push(invalid(FIELD, spec.clusterIPs, 'may only hold up to 2 values'));
  }
  if (malformed.length > 0) return errors;
  return [...errors, ...validateDualStack(spec), ...(isHeadless(service) ? [] : validateFamiliesOfAddresses(spec))];
}

function validateAgreement({ clusterIP, clusterIPs = [] }: ServiceSpec): FieldError[] {
  if (!clusterIP) {
    if (clusterIPs.length === 0) return [];
    return [invalid(FIELD, clusterIPs, 'must be empty when `clusterIP` is not specified')];
  }
  if (clusterIPs.length === 0) return [required(FIELD)];
  return clusterIPs[0] === clusterIP ? [] : [invalid(FIELD, clusterIPs, 'first value must match `clusterIP`')];
}

function validateFamilies(families: readonly string[]): FieldError[] {
  return families.flatMap((family, i) => [
    ...(IP_FAMILIES.includes(family) ? [] : [notSupported(`spec.ipFamilies[${i}]`, family, IP_FAMILIES)]),
    ...(families.indexOf(family) < i ? [duplicate(`spec.ipFamilies[${i}]`, family)] : []),
  ]);
}

function validateAddresses(clusterIPs: readonly string[]): FieldError[] {
  return clusterIPs.flatMap((ip, i) => {
    if (i > 0 || ip !== NO_CLUSTER_IP) return validateLegacyIp(`${FIELD}[${i}]`, ip);
    return clusterIPs.length > 1 ? [invalid(FIELD, clusterIPs, "'None' must be the first and only value")] : [];
  });
}

function validateDualStack({ clusterIPs = [] }: ServiceSpec): FieldError[] {
  if (clusterIPs.length < 2 || new Set(clusterIPs.map(familyOf)).size === 2) return [];
  return [invalid(FIELD, clusterIPs, 'may specify no more than one IP for each IP family')];
}

function validateFamiliesOfAddresses({ clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] {
  return clusterIPs.flatMap((ip, i) => {
    const family = ipFamilies[i];
    if (!family || !IP_FAMILIES.includes(family) || familyOf(ip) === family) return [];
    return [invalid(`${FIELD}[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``)];
  });
}
