import { type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import { validateLegacyCidr } from '../../api/ip-validation.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { portNameErrors, portNumberErrors } from '../../api/names.ts';
import type { IPBlock, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from '../../api/types.gen.ts';
import { cidrContains, parseCidr } from '../../lib/cidr.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';

export function validateNetworkPolicySpec(spec: NetworkPolicySpec, field: string): FieldError[] {
  return [
    ...validateLabelSelector(spec.podSelector, `${field}.podSelector`),
    ...validateEach(spec.ingress, `${field}.ingress`, ({ ports, from }, at) => [
      ...validateEach(ports, `${at}.ports`, validatePort),
      ...validateEach(from, `${at}.from`, validatePeer),
    ]),
    ...validateEach(spec.egress, `${field}.egress`, ({ ports, to }, at) => [
      ...validateEach(ports, `${at}.ports`, validatePort),
      ...validateEach(to, `${at}.to`, validatePeer),
    ]),
    ...validateTypes(spec.policyTypes ?? [], `${field}.policyTypes`),
  ];
}

function validateTypes(types: readonly string[], field: string): FieldError[] {
  if (types.length > 2) return [invalid(field, types, 'may not specify more than two policyTypes')];
  return validateEach(types, field, (type, at) =>
    type === 'Ingress' || type === 'Egress' ? [] : [notSupported(at, type, ['Egress', 'Ingress'])],
  );
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.push(notSupported(`${field}.protocol`, protocol, PROTOCOLS));
  }
  return [...errors, ...validateRange(port, endPort, field)];
}

function validateRange(
  port: NetworkPolicyPort['port'],
  endPort: NetworkPolicyPort['endPort'],
  field: string,
): FieldError[] {
  const end = `${field}.endPort`;
  if (port === undefined) {
    return endPort === undefined ? [] : [invalid(end, endPort, 'may not be specified when `port` is not specified')];
  }
  if (typeof port === 'string') {
    const errors = invalidFor(`${field}.port`, port, portNameErrors(port));
    if (endPort === undefined) return errors;
    return [invalid(end, endPort, 'may not be specified when `port` is non-numeric'), ...errors];
  }
  const errors = invalidFor(`${field}.port`, port, portNumberErrors(port));
  if (endPort === undefined) return errors;
  // Kubernetes shows the port here, not the end.
  if (endPort < port) errors.push(invalid(end, port, 'must be greater than or equal to `port`'));
  return [...errors, ...invalidFor(end, endPort, portNumberErrors(endPort))];
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, field: string): FieldError[] {
  const errors = [
    ...validateLabelSelector(podSelector, `${field}.podSelector`),
    ...validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
    ...(ipBlock ? validateBlock(ipBlock, `${field}.ipBlock`) : []),
  ];
  if (!podSelector && !namespaceSelector && !ipBlock) return [...errors, required(field, 'must specify a peer')];
  if (!ipBlock || (!podSelector && !namespaceSelector)) return errors;
  return [...errors, forbidden(field, 'may not specify both ipBlock and another peer')];
}

function validateBlock({ cidr, except }: IPBlock, field: string): FieldError[] {
  if (!cidr) return [required(`${field}.cidr`)];
  const errors = validateLegacyCidr(`${field}.cidr`, cidr);
  const block = parseCidr(cidr);
  if (errors.length > 0 || !block) return errors;
  return validateEach(except, `${field}.except`, (text, at) => {
    const problems = validateLegacyCidr(at, text);
    const exception = parseCidr(text);
    if (problems.length > 0 || !exception) return problems;
    const inside = cidrContains(block, exception.address) && exception.prefixLength > block.prefixLength;
    return inside ? [] : [invalid(at, text, 'must be a strict subset of `cidr`')];
  });
}
