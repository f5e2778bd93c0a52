import { isIPv4 } from 'node:net';
import { formatCidr, isStrictCidr, parseCidr } from '../lib/cidr.ts';
import { formatIp, type IpAddress, isMappedIpv4, isStrictIp, parseIp } from '../lib/ip-address.ts';
import { type FieldError, goQuote, invalid } from './field-error.ts';

const NOT_AN_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const NOT_A_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** What is wrong with an address of a field that takes only the form of RFC 5952. */
export function validateIp(field: string, value: string): FieldError[] {
  if (isIPv4(value)) return [];
  const errors = validateLegacyIp(field, value);
  if (errors.length > 0) return errors;
  const canonical = formatIp(parseIp(value) as IpAddress);
  return value === canonical ? [] : [invalid(field, value, `must be in canonical form (${goQuote(canonical)})`)];
}

/** For fields that are older than that rule: other spellings of IPv6 are allowed and get a Warning (`ipWarnings`). */
export function validateLegacyIp(field: string, value: string): FieldError[] {
  if (isIPv4(value)) return [];
  if (!parseIp(value)) return [invalid(field, value, NOT_AN_IP)];
  if (!isStrictIp(value)) return [invalid(field, value, 'must not have leading 0s')];
  if (isMappedIpv4(value)) return [invalid(field, value, 'must not be an IPv4-mapped IPv6 address')];
  return [];
}

/** What is wrong with a network of a field that takes only the form of RFC 5952. */
export function validateCidr(field: string, value: string): FieldError[] {
  const errors = validateLegacyCidr(field, value);
  if (errors.length > 0) return errors;
  const canonical = formatCidr(parseCidr(value) as NonNullable<ReturnType<typeof parseCidr>>);
  return value === canonical ? [] : [invalid(field, value, `must be in canonical form (${goQuote(canonical)})`)];
}

export function validateLegacyCidr(field: string, value: string): FieldError[] {
  const cidr = parseCidr(value);
  if (!cidr) return [invalid(field, value, NOT_A_CIDR)];
  if (!isStrictCidr(value)) return [invalid(field, value, 'must not have leading 0s in IP or prefix length')];
  if (isMappedIpv4(addressOf(value))) return [invalid(field, value, 'must not have an IPv4-mapped IPv6 address')];
  if (cidr.address.value !== cidr.network) {
    return [invalid(field, value, 'must not have bits set beyond the prefix length')];
  }
  return [];
}

const SPECIAL_RANGES = [
  ['127.0.0.0/8', '::1/128', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ['169.254.0.0/16', 'fe80::/10', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['224.0.0.0/24', 'ff02::/16', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
] as const;

const readRanges = () => SPECIAL_RANGES.map(([v4, v6, detail]) => ({ 4: parseCidr(v4), 6: parseCidr(v6), detail }));
/** Read when they are first needed: node:net takes milliseconds to compile its pattern for IPv6. */
let specialRanges: ReturnType<typeof readRanges> | undefined;

const MAYBE_SPECIAL = /^(0|127|169|224)\./;

/** Addresses of this machine or this link lead no one anywhere else. */
export function validateNonSpecialIp(field: string, value: string): FieldError[] {
  if (isIPv4(value) && !MAYBE_SPECIAL.test(value)) return [];
  const ip = parseIp(value);
  if (!ip) return [invalid(field, value, 'must be a valid IP address')];
  if (ip.value === 0n) return [invalid(field, value, `may not be unspecified (${value})`)];
  specialRanges ??= readRanges();
  for (const range of specialRanges) {
    const cidr = range[ip.family];
    if (cidr && ip.value >= cidr.network && ip.value <= cidr.last) return [invalid(field, value, range.detail)];
  }
  return [];
}

/** Warnings for an address in an unusual spelling; none for text that is no address at all. */
export function ipWarnings(field: string, value: string): string[] {
  if (isIPv4(value)) return [];
  const ip = parseIp(value);
  if (!ip) return [];
  const canonical = formatIp(ip);
  if (!isStrictIp(value) || isMappedIpv4(value)) return [nonStandard(field, 'IP address', value, canonical)];
  if (value === canonical) return [];
  return [`${field}: IPv6 address ${goQuote(value)} should be in RFC 5952 canonical format (${goQuote(canonical)})`];
}

export function cidrWarnings(field: string, value: string): string[] {
  const cidr = parseCidr(value);
  if (!cidr) return [];
  const canonical = formatCidr(cidr);
  const warnings = [];
  if (cidr.address.value !== cidr.network) {
    const single = `${formatIp(cidr.address)}/${cidr.family === 4 ? 32 : 128}`;
    const choice = `should be ${goQuote(canonical)} or ${goQuote(single)}?`;
    warnings.push(`${field}: CIDR value ${goQuote(value)} is ambiguous in this context (${choice})`);
  }
  if (!isStrictCidr(value) || isMappedIpv4(addressOf(value))) {
    warnings.push(nonStandard(field, 'CIDR value', value, canonical));
  }
  if (warnings.length > 0 || value === canonical) return warnings;
  return [`${field}: IPv6 CIDR value ${goQuote(value)} should be in RFC 5952 canonical format (${goQuote(canonical)})`];
}

function nonStandard(field: string, what: string, value: string, canonical: string): string {
  const advice = `will be considered invalid in a future Kubernetes release: use ${goQuote(canonical)}`;
  return `${field}: non-standard ${what} ${goQuote(value)} ${advice}`;
}

function addressOf(cidr: string): string {
  return cidr.slice(0, cidr.indexOf('/'));
}
