import { duplicate, type FieldError, forbidden, invalid, required } from '../../../api/field-error.ts';
import { validateLegacyCidr } from '../../../api/ip-validation.ts';
import { labelValueErrors } from '../../../api/names.ts';
import { validateLabelKey } from '../../../api/object-meta-validation.ts';
import type { Node, NodeAddress, NodeSpec, Quantity, Taint } from '../../../api/types.gen.ts';
import { parseCidr } from '../../../lib/cidr.ts';
import { choice, forbiddenWhen } from '../../field-checks.ts';
import { validateEach } from '../../validate-each.ts';
import { validateResourceAmount } from '../quota-resource-names.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateNode(node: Node): FieldError[] {
  return [...validateTaints(node), ...validateAmounts(node), ...validatePodCidrs(node.spec.podCIDRs ?? [])];
}

/** In addition to `validateNode`: some of it comes twice, as in Kubernetes. */
export function validateNodeUpdate(node: Node, old: Node): FieldError[] {
  return [
    ...validateAmounts(node),
    ...validateAddresses(node.status.addresses ?? []),
    ...validateImmutable(node.spec, old.spec),
    ...validateTaints(node),
    ...forbiddenWhen('spec.externalID', node.spec.externalID !== old.spec.externalID, 'may not be updated'),
  ];
}

/** The path is Kubernetes' own mistake. */
function validateTaints({ spec }: Node): FieldError[] {
  const seen = new Set<string>();
  return validateEach(spec.taints, 'metadata.taints', (taint, field) => validateTaint(taint, field, seen));
}

function validateTaint(taint: Taint, field: string, seen: Set<string>): FieldError[] {
  const { key, value = '', effect } = taint;
  const texts = labelValueErrors(value);
  const errors = [
    ...validateLabelKey(key, `${field}.key`),
    ...(texts.length > 0 ? [invalid(`${field}.value`, value, texts.join(';'))] : []),
    ...(effect ? choice(`${field}.effect`, effect, EFFECTS) : [required(`${field}.effect`)]),
  ];
  if (seen.has(`${effect}/${key}`)) return [...errors, duplicateTaint(taint, field)];
  seen.add(`${effect}/${key}`);
  return errors;
}

function duplicateTaint({ key, value = '', effect, timeAdded }: Taint, field: string): FieldError {
  const error = duplicate(field, { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null });
  return { ...error, message: `${error.message}: taints must be unique by key and effect pair` };
}

function validateAmounts({ status }: Node): FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((list) =>
    Object.entries<Quantity>(status[list] ?? {}).flatMap(([name, amount]) =>
      validateResourceAmount(`status.${list}.${name}`, name, amount),
    ),
  );
}

function validatePodCidrs(cidrs: readonly string[]): FieldError[] {
  const field = 'spec.podCIDRs';
  const errors = cidrs.flatMap((cidr, i) => validateLegacyCidr(`${field}[${i}]`, cidr));
  if (cidrs.length < 2) return errors;
  const families = new Set(cidrs.map((cidr) => parseCidr(cidr)?.family));
  if (families.size < 2 || cidrs.length > 2) {
    errors.push(invalid(field, cidrs, 'may specify no more than one CIDR for each IP family'));
  }
  return [
    ...errors,
    ...cidrs.flatMap((cidr, i) => (cidrs.indexOf(cidr) < i ? [duplicate(`${field}[${i}]`, cidr)] : [])),
  ];
}

function validateAddresses(addresses: readonly NodeAddress[]): FieldError[] {
  const seen = new Set<string>();
  return validateEach(addresses, 'status.addresses', ({ type, address }, field) => {
    const key = `${type}/${address}`;
    if (seen.has(key)) return [duplicate(field, { Type: type, Address: address })];
    seen.add(key);
    return [];
  });
}

/** What is set once stays: the networks of its pods, and how a cloud knows it. */
function validateImmutable({ podCIDRs = [], providerID }: NodeSpec, old: NodeSpec): FieldError[] {
  const before = old.podCIDRs ?? [];
  const changed = podCIDRs.length === before.length ? before.filter((cidr, i) => cidr !== podCIDRs[i]) : ['count'];
  const errors = before.length === 0 ? [] : changed.map(() => unchangeable('spec.podCIDRs', 'podCIDR'));
  if (!old.providerID || providerID === old.providerID) return errors;
  return [...errors, unchangeable('spec.providerID', 'providerID')];
}

function unchangeable(field: string, name: string): FieldError {
  return forbidden(field, `node updates may not change ${name} except from "" to valid`);
}
