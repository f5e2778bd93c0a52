import { qualifiedResource } from '../api/errors.ts';
import type { ApiObject } from '../api/object.ts';
import { compareQuantities, parseQuantity, ZERO_QUANTITY } from '../api/quantity.ts';
import { addAmounts, amountTexts, type QuotaAmounts, surplus } from '../api/quota/quota-amounts.ts';
import { isInScope } from '../api/quota/quota-scopes.ts';
import { usageOf } from '../api/quota/quota-usage.ts';
import { resourceQuotas } from '../api/resource-types.gen.ts';
import type { Pod, ResourceQuota } from '../api/types.gen.ts';
import { type AdmissionRequest, defineAdmission } from '../registry/define-admission.ts';
import { missingAmounts } from './quota-constraints.ts';
import { refused } from './refuse.ts';

/**
 * No more in a namespace than its quotas allow: Kubernetes' ResourceQuota. What is there is counted anew for each
 * request, so that a quota holds before its controller has written a status.
 */
export const resourceQuota = defineAdmission({
  name: 'ResourceQuota',
  validate(request) {
    const { type, key, context, subresource, object } = request;
    if (!type.namespaced || subresource !== undefined || !object || !isCharged(request)) return;
    for (const quota of context.objects.list(resourceQuotas, key.namespace)) refuseBeyond(request, object, quota);
  },
});

/** Of the changes only those to what costs something. */
function isCharged({ operation, type }: AdmissionRequest): boolean {
  if (operation === 'CREATE') return true;
  return operation === 'UPDATE' && type.group === '' && ['services', 'persistentvolumeclaims'].includes(type.plural);
}

function refuseBeyond(request: AdmissionRequest, object: ApiObject, quota: ResourceQuota): void {
  const resource = qualifiedResource(request.type);
  if (!isInScope(quota.spec ?? {}, resource, object)) return;
  refuseSilence(request, object, quota);
  const before = request.old ? usageOf(resource, request.old) : NOTHING;
  const wanted = chargedNames(quota, surplus(usageOf(resource, object), before));
  if (wanted.size === 0) return;
  const used = usedBefore(request, quota, resource);
  const exceeded = exceededNames(quota, wanted, used);
  if (exceeded.length > 0) throw refused(request, exceededText(quota, exceeded, { wanted, used }));
}

const NOTHING: QuotaAmounts = new Map();

/** What a quota limits, every container must speak of. */
function refuseSilence(request: AdmissionRequest, object: ApiObject, { metadata, spec }: ResourceQuota): void {
  if (request.operation !== 'CREATE' || request.type.plural !== 'pods' || request.type.group !== '') return;
  const missing = missingAmounts((object as Pod).spec, spec?.hard ?? {});
  if (missing !== '') throw refused(request, `failed quota: ${metadata.name}: must specify ${missing}`);
}

function exceededNames({ spec }: ResourceQuota, wanted: QuotaAmounts, used: QuotaAmounts): string[] {
  const after = addAmounts(used, wanted);
  const tooMuch = [...wanted.keys()].filter((name) => {
    const limit = parseQuantity(spec?.hard?.[name] ?? '0');
    return compareQuantities(after.get(name) ?? ZERO_QUANTITY, limit) > 0;
  });
  return tooMuch.sort();
}

function exceededText(
  { metadata, spec }: ResourceQuota,
  names: readonly string[],
  { wanted, used }: { wanted: QuotaAmounts; used: QuotaAmounts },
): string {
  const limited = names.map((name) => `${name}=${spec?.hard?.[name]}`).join(',');
  const requested = listed(amountTexts(wanted, names));
  return `exceeded quota: ${metadata.name}, requested: ${requested}, used: ${listed(amountTexts(used, names))}, limited: ${limited}`;
}

function chargedNames({ spec }: ResourceQuota, amounts: QuotaAmounts): QuotaAmounts {
  return new Map([...amounts].filter(([name]) => spec?.hard?.[name] !== undefined));
}

function usedBefore(request: AdmissionRequest, quota: ResourceQuota, resource: string): QuotaAmounts {
  const { type, key, context } = request;
  let used: QuotaAmounts = new Map();
  for (const object of [...context.objects.list(type, key.namespace), ...notYetStored(request)]) {
    if (isInScope(quota.spec ?? {}, resource, object)) used = addAmounts(used, usageOf(resource, object));
  }
  return used;
}

/** What others create in the namespace at this moment. */
function* notYetStored({ arriving = [], type, key: { namespace }, context }: AdmissionRequest): Iterable<ApiObject> {
  for (const object of arriving) {
    const { namespace: where, name, uid } = object.metadata ?? {};
    if (where !== namespace || name === undefined) continue;
    if (context.objects.get(type, { namespace, name })?.metadata?.uid !== uid) yield object;
  }
}

function listed(amounts: Readonly<Record<string, string>>): string {
  return Object.entries(amounts)
    .map(([name, amount]) => `${name}=${amount}`)
    .join(',');
}
