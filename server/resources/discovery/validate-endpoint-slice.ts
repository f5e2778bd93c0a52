import { duplicate, type FieldError, invalid, required, tooMany } from '../../api/field-error.ts';
import { validateIp } from '../../api/ip-validation.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, labelKeyErrors, labelValueErrors } from '../../api/names.ts';
import type { DiscoveryV1EndpointPort, Endpoint, EndpointHints, EndpointSlice } from '../../api/types.gen.ts';
import { invalidFor, requiredChoice } from '../field-checks.ts';
import { type EndpointIpOptions, isServersOwn, validateEndpointIp } from '../server-address.ts';
import { validateEach } from '../validate-each.ts';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20000;
const MAX_HINTS = 8;

type Validate = (field: string, value: string) => FieldError[];

export function validateEndpointSlice({ metadata, addressType, endpoints, ports }: EndpointSlice): FieldError[] {
  const loopback = isServersOwn(metadata);
  return [
    ...requiredChoice('addressType', addressType, ADDRESS_TYPES),
    ...validatePorts(ports ?? []),
    ...validateEndpoints(endpoints ?? [], { addressType, loopback }),
  ];
}

/** Port numbers are not looked at: an endpoint may stand for something that Kubernetes does not know. */
function validatePorts(ports: readonly DiscoveryV1EndpointPort[]): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return validateEach(ports, 'ports', ({ name = '', protocol, appProtocol }, field) => [
    ...(name ? invalidFor(`${field}.name`, name, dns1123LabelErrors(name)) : []),
    ...validateUnique(`${field}.name`, name, names),
    ...requiredChoice(`${field}.protocol`, protocol, PROTOCOLS),
    ...(appProtocol === undefined ? [] : invalidFor(`${field}.appProtocol`, appProtocol, labelKeyErrors(appProtocol))),
  ]);
}

function validateUnique(field: string, name: string, names: Set<string>): FieldError[] {
  if (names.has(name)) return [duplicate(field, name)];
  names.add(name);
  return [];
}

interface AddressOptions extends EndpointIpOptions {
  addressType: string;
}

function validateEndpoints(endpoints: readonly Endpoint[], options: AddressOptions): FieldError[] {
  if (endpoints.length > MAX_ENDPOINTS) return [tooMany('endpoints', endpoints.length, MAX_ENDPOINTS)];
  return validateEach(endpoints, 'endpoints', ({ addresses, nodeName, hostname, hints }, field) => [
    ...validateAddresses(addresses, `${field}.addresses`, options),
    ...(nodeName === undefined ? [] : invalidFor(`${field}.nodeName`, nodeName, dns1123SubdomainErrors(nodeName))),
    ...(hostname === undefined ? [] : invalidFor(`${field}.hostname`, hostname, dns1123LabelErrors(hostname))),
    ...(hints ? validateHints(hints, `${field}.hints`) : []),
  ]);
}

function validateAddresses(addresses: readonly string[] | null, field: string, options: AddressOptions): FieldError[] {
  const count = addresses?.length ?? 0;
  if (count === 0) return [required(field, 'must contain at least 1 address')];
  return [
    ...(count > MAX_ADDRESSES ? [tooMany(field, count, MAX_ADDRESSES)] : []),
    ...(addresses ?? []).flatMap((address, i) => validateAddress(address, { field, i, ...options })),
  ];
}

function validateAddress(
  address: string,
  { field, i, addressType, loopback }: AddressOptions & { field: string; i: number },
): FieldError[] {
  if (addressType === 'FQDN') return validateFullyQualified(`${field}[${i}]`, address);
  if (addressType !== 'IPv4' && addressType !== 'IPv6') return [];
  const errors = validateIp(`${field}[${i}]`, address);
  if (errors.length > 0) return errors;
  const family = address.includes(':') ? 'IPv6' : 'IPv4';
  return [
    ...(family === addressType ? [] : [invalid(field, address, `must be an ${addressType} address`)]),
    ...validateEndpointIp(`${field}[${i}]`, address, { loopback }),
  ];
}

function validateFullyQualified(field: string, value: string): FieldError[] {
  if (value === '') return [required(field)];
  const name = value.replace(/\.$/, '');
  const texts = dns1123SubdomainErrors(name);
  if (texts.length > 0) return [invalid(field, name, texts.join(','))];
  const labels = name.split('.');
  if (labels.length < 2) {
    return [invalid(field, name, 'should be a domain with at least two segments separated by dots')];
  }
  const bad = labels.find((label) => dns1123LabelErrors(label).length > 0);
  return bad === undefined ? [] : [invalid(field, bad, dns1123LabelErrors(bad).join(','))];
}

/** Too many hints for zones hide what is wrong with those for nodes. */
function validateHints({ forZones = [], forNodes = [] }: EndpointHints, field: string): FieldError[] {
  if (forZones.length > MAX_HINTS) return [tooMany(`${field}.forZones`, forZones.length, MAX_HINTS)];
  const zones = validateNames(forZones, `${field}.forZones`, labelRule);
  if (forNodes.length > MAX_HINTS) return [...zones, tooMany(`${field}.forNodes`, forNodes.length, MAX_HINTS)];
  return [...zones, ...validateNames(forNodes, `${field}.forNodes`, nodeNameRule)];
}

const labelRule: Validate = (field, value) => invalidFor(field, value, labelValueErrors(value));
const nodeNameRule: Validate = (field, value) => invalidFor(field, value, dns1123SubdomainErrors(value));

function validateNames(hints: readonly { name: string }[], field: string, validate: Validate): FieldError[] {
  const names = new Set<string>();
  return validateEach(hints, field, ({ name }, path) => [
    ...validateUnique(`${path}.name`, name, names),
    ...validate(`${path}.name`, name),
  ]);
}
