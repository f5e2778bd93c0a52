import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import { validateLegacyIp } from '../../api/ip-validation.ts';
import { dns1123SubdomainErrors, dns1123SubdomainWithUnderscoreErrors } from '../../api/names.ts';
import type { HostAlias, PodDNSConfig } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';

const POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
/** What the resolver of the C library can hold. */
const MAX_NAMESERVERS = 3;
const MAX_SEARCH_PATHS = 32;
const MAX_SEARCH_CHARACTERS = 2048;

export function validateDnsPolicy(policy: string | undefined, field: string): FieldError[] {
  if (!policy) return [required(field)];
  return POLICIES.includes(policy) ? [] : [notSupported(field, policy, POLICIES)];
}

export function validateDnsConfig(
  config: PodDNSConfig | undefined,
  policy: string | undefined,
  field: string,
): FieldError[] {
  if (policy === 'None') {
    if (!config) return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if (!config.nameservers?.length) {
      return [required(`${field}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
    }
  }
  return config ? validateConfig(config, field) : [];
}

function validateConfig({ nameservers, searches, options }: PodDNSConfig, field: string): FieldError[] {
  return [
    ...validateNameservers(nameservers ?? [], `${field}.nameservers`),
    ...validateSearches(searches ?? [], `${field}.searches`),
    ...validateEach(options, `${field}.options`, ({ name }, at) => (name ? [] : [required(at, 'must not be empty')])),
  ];
}

function validateNameservers(servers: readonly string[], field: string): FieldError[] {
  const detail = `must not have more than ${MAX_NAMESERVERS} nameservers`;
  return [
    ...(servers.length > MAX_NAMESERVERS ? [invalid(field, servers, detail)] : []),
    ...validateEach(servers, field, (server, at) => validateLegacyIp(at, server)),
  ];
}

function validateSearches(searches: readonly string[], field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (searches.length > MAX_SEARCH_PATHS) {
    errors.push(invalid(field, searches, `must not have more than ${MAX_SEARCH_PATHS} search paths`));
  }
  if (searches.join(' ').length > MAX_SEARCH_CHARACTERS) {
    const detail = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`;
    errors.push(invalid(field, searches, detail));
  }
  return [...errors, ...validateEach(searches, field, validateSearch)];
}

function validateSearch(search: string, field: string): FieldError[] {
  if (search === '.') return [];
  const name = search.replace(/\.$/, '');
  return invalidFor(field, name, dns1123SubdomainWithUnderscoreErrors(name));
}

export function validateHostAliases(aliases: readonly HostAlias[] | undefined, field: string): FieldError[] {
  return validateEach(aliases, field, ({ ip, hostnames }, at) => [
    ...validateLegacyIp(`${at}.ip`, ip ?? ''),
    ...validateEach(hostnames, `${at}.hostnames`, (name, nameField) =>
      invalidFor(nameField, name, dns1123SubdomainErrors(name)),
    ),
  ]);
}
