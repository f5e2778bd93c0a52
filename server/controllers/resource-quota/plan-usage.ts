import type { ApiObject, ResourceType } from '../../api/object.ts';
import { formatQuantity, ZERO_QUANTITY } from '../../api/quantity.ts';
import { hasScopes, isInScopes } from '../../api/quota-scopes.ts';
import { addUsage, type Usage, usageOf } from '../../api/quota-usage.ts';
import type { Pod, ResourceQuota, ResourceQuotaStatus } from '../../api/types.gen.ts';

export interface CountedObjects {
  type: ResourceType;
  objects: Iterable<ApiObject>;
}

/** What is used of what the quota limits, of all that is in its namespace. */
export function planUsage(quota: ResourceQuota, counted: readonly CountedObjects[], now: number): ResourceQuotaStatus {
  const { hard = {} } = quota.spec;
  let total: Usage = {};
  for (const { type, objects } of counted) {
    const isPods = type.plural === 'pods' && type.group === '';
    if (hasScopes(quota.spec) && !isPods) continue;
    for (const object of objects) {
      if (isPods && !isInScopes(quota.spec, object as Pod)) continue;
      total = addUsage(total, usageOf(type, object, now));
    }
  }
  const used = Object.keys(hard).map((name) => [name, formatQuantity(total[name] ?? ZERO_QUANTITY)]);
  return { hard, used: Object.fromEntries(used) };
}
