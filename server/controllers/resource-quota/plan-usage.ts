import type { ApiObject } from '../../api/object.ts';
import { addAmounts, amountTexts, type QuotaAmounts } from '../../api/quota/quota-amounts.ts';
import { isInScope } from '../../api/quota/quota-scopes.ts';
import { countedResource, usageOf } from '../../api/quota/quota-usage.ts';
import type { ResourceQuota, ResourceQuotaStatus } from '../../api/types.gen.ts';

/** What is used of what the quota limits. `objectsOf` gives the objects of a resource, such as `jobs.batch`, there. */
export function planUsage(
  quota: ResourceQuota,
  objectsOf: (resource: string) => Iterable<ApiObject>,
): ResourceQuotaStatus {
  const { hard = {} } = quota.spec;
  const names = Object.keys(hard);
  let used: QuotaAmounts = new Map();
  for (const resource of new Set(names.map(countedResource))) {
    for (const object of objectsOf(resource)) {
      if (isInScope(quota.spec, resource, object)) used = addAmounts(used, usageOf(resource, object));
    }
  }
  return { hard, used: amountTexts(used, names) };
}
