import { qualifiedResource } from '../api/errors.ts';
import type { ApiObject } from '../api/object.ts';
import { compareQuantities, parseQuantity } from '../api/quantity.ts';
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
  const hard = quota.spec?.hard ?? {};
  const usage = usageOf(resource, object);
  if (!isInScope(quota.spec ?? {}, resource, object)) return;
  const { name } = quota.metadata;
  const missing =
    resource === 'pods' && request.operation === 'CREATE' ? missingAmounts((object as Pod).spec, hard) : '';
  if (missing !== '') throw refused(request, `failed quota: ${name}: must specify ${missing}`);
  const wanted = chargedNames(
    hard,
    request.old ? surplus(usage, usageOf(resource, request.old)) : surplus(usage, new Map()),
  );
  if (wanted.size === 0) return;
  const used = usedBefore(request, quota, resource);
  const exceeded = [...addAmounts(used, wanted)].filter(([what, amount]) => {
    return wanted.has(what) && compareQuantities(amount, parseQuantity(hard[what] as string)) > 0;
  });
  if (exceeded.length === 0) return;
  const names = exceeded.map(([what]) => what).sort();
  const limited = Object.fromEntries(names.map((what) => [what, hard[what] as string]));
  const texts = `requested: ${list(amountTexts(wanted, names))}, used: ${list(amountTexts(used, names))}, limited: ${list(limited)}`;
  throw refused(request, `exceeded quota: ${name}, ${texts}`);
}

function chargedNames(hard: Readonly<Record<string, string>>, amounts: QuotaAmounts): QuotaAmounts {
  return new Map([...amounts].filter(([name]) => hard[name] !== undefined));
}

function usedBefore({ type, key, context }: AdmissionRequest, quota: ResourceQuota, resource: string): QuotaAmounts {
  let used: QuotaAmounts = new Map();
  for (const object of context.objects.list(type, key.namespace)) {
    if (isInScope(quota.spec ?? {}, resource, object)) used = addAmounts(used, usageOf(resource, object));
  }
  return used;
}

function list(amounts: Readonly<Record<string, string>>): string {
  return Object.entries(amounts)
    .map(([name, amount]) => `${name}=${amount}`)
    .join(',');
}
