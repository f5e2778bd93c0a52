import { duplicate, type FieldError, invalid } from '../../../api/field-error.ts';
import { validateLegacyIp } from '../../../api/ip-validation.ts';
import { dns1123SubdomainErrors, labelKeyErrors } from '../../../api/names.ts';
import type { Pod, PodCondition, PodResourceClaimStatus, PodSpec, PodStatus } from '../../../api/types.gen.ts';
import { parseIp } from '../../../lib/ip-address.ts';
import { immutable, invalidFor } from '../../field-checks.ts';
import { statusSubresource } from '../../subresources.ts';
import { validateEach } from '../../validate-each.ts';
import { validateContainerStatuses, validateContainerTransitions } from './container-statuses.ts';
import { specOf } from './validate-pod.ts';
import { validateAnnotationsChange } from './validate-pod-update.ts';

/** What nodes say of their pods. */
export const podStatus = statusSubresource<Pod>({
  keeps: ['ownerReferences'],
  prepareForUpdate(draft, old) {
    draft.status ??= {};
    const before = old.status ?? {};
    if (!draft.status.qosClass && before.qosClass) draft.status.qosClass = before.qosClass;
    keepObservedGenerations(draft.status, before);
  },
  validateUpdate: validateStatusUpdate,
});

/** Writers that know nothing of observed generations do not take them away. */
function keepObservedGenerations(status: PodStatus, old: PodStatus): void {
  if (!status.observedGeneration && old.observedGeneration) status.observedGeneration = old.observedGeneration;
  const remaining = [...(old.conditions ?? [])];
  for (const condition of status.conditions ?? []) {
    const index = remaining.findIndex(({ type }) => type === condition.type);
    const [before] = index < 0 ? [] : remaining.splice(index, 1);
    if (!condition.observedGeneration && before?.observedGeneration) {
      condition.observedGeneration = before.observedGeneration;
    }
  }
}

function validateStatusUpdate(pod: Pod, old: Pod): FieldError[] {
  const status = pod.status ?? {};
  const before = old.status ?? {};
  const spec = specOf(pod);
  return [
    ...validateAnnotationsChange(pod, old),
    ...validateConditions(status.conditions, 'metadata.conditions'),
    ...validateNominatedNode(status, before, 'status.nominatedNodeName'),
    ...immutable('status.qosClass', status.qosClass ?? '', before.qosClass ?? ''),
    ...validateContainerTransitions(status, before, specOf(old), 'status'),
    ...validateClaimStatuses(status.resourceClaimStatuses, spec, 'status.resourceClaimStatuses'),
    ...validateIps(status.podIPs, 'status.podIPs'),
    ...validateHostIps(status, 'status.hostIPs'),
    ...validateContainerStatuses(status, spec, 'status'),
  ];
}

const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];

// NOTE: Kubernetes tells of conditions under metadata, and of `Type`.
function validateConditions(conditions: readonly PodCondition[] | undefined, field: string): FieldError[] {
  return validateEach(conditions, field, ({ type = '' }, at) =>
    SYSTEM_CONDITIONS.includes(type) ? [] : invalidFor(`${at}.Type`, type, labelKeyErrors(type)),
  );
}

function validateNominatedNode({ nominatedNodeName: name }: PodStatus, old: PodStatus, field: string): FieldError[] {
  if (!name || name === old.nominatedNodeName) return [];
  return invalidFor(field, name, dns1123SubdomainErrors(name));
}

function validateClaimStatuses(
  statuses: readonly PodResourceClaimStatus[] | undefined,
  spec: PodSpec,
  field: string,
): FieldError[] {
  const known = new Set((spec.resourceClaims ?? []).map(({ name }) => name));
  const seen = new Set<string>();
  return validateEach(statuses, field, ({ name, resourceClaimName: claim }, at) => {
    const repeated = seen.has(name);
    seen.add(name);
    const unknown = 'must match the name of an entry in `spec.resourceClaims`';
    return [
      ...(known.has(name) ? [] : [invalid(`${at}.name`, name, unknown)]),
      ...(repeated ? [duplicate(`${at}.name`, name)] : []),
      ...(claim === undefined ? [] : invalidFor(`${at}.name`, claim, dns1123SubdomainErrors(claim))),
    ];
  });
}

type Ips = readonly { ip: string }[] | undefined;

/** At most one address of each family. */
function validateIps(ips: Ips, field: string): FieldError[] {
  const errors = validateEach(ips, field, ({ ip }, at) => validateLegacyIp(at, ip ?? ''));
  if (!ips || ips.length < 2) return errors;
  const families = new Set(ips.map(({ ip }) => parseIp(ip)?.family));
  const seen = new Set<string>();
  return [
    ...errors,
    ...(families.size === 2 && ips.length === 2
      ? []
      : [invalid(field, ips, 'may specify no more than one IP for each IP family')]),
    ...validateEach(ips, field, (item, at) => {
      const repeated = seen.has(item.ip);
      seen.add(item.ip);
      return repeated ? [duplicate(at, item)] : [];
    }),
  ];
}

function validateHostIps({ hostIP, hostIPs }: PodStatus, field: string): FieldError[] {
  const first = hostIPs?.[0];
  if (!first) return [];
  const differs = first.ip === (hostIP ?? '') ? [] : [invalid(`${field}[0].ip`, first.ip, 'must be equal to `hostIP`')];
  return [...differs, ...validateIps(hostIPs, field)];
}
