import { qualifiedResource } from '../../api/errors.ts';
import { type ApiObject, keyOf, type ResourceType } from '../../api/object.ts';
import { resourceQuotas } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { ResourceQuota } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { planUsage } from './plan-usage.ts';

export interface ResourceQuotaOptions {
  /** All namespaced resources that can be listed and watched. */
  types: readonly ResourceType[];
}

const BY_NAMESPACE = 'namespace';

/** Says in the status of each ResourceQuota what is used of it. */
export function resourceQuotaController({ types }: ResourceQuotaOptions): Controller {
  /** By resource, such as `jobs.batch`. */
  const informers = new Map<string, Informer<ApiObject>>();
  let quotas: Informer<ResourceQuota>;

  return {
    name: 'resourcequota-controller',
    start(context, queue) {
      quotas = context.informers.for(resourceQuotas);
      quotas.addIndex(BY_NAMESPACE, ({ metadata }) => [metadata.namespace ?? '']);
      quotas.onEvent(({ object }) => queue.add(keyOf(object)));
      for (const type of types) {
        const informer: Informer<ApiObject> = context.informers.for(type);
        informers.set(qualifiedResource(type), informer);
        informer.addIndex(BY_NAMESPACE, ({ metadata }) => [metadata?.namespace ?? '']);
        informer.onEvent(({ object }) => {
          for (const quota of quotas.byIndex(BY_NAMESPACE, object.metadata?.namespace ?? '')) queue.add(keyOf(quota));
        });
      }
    },
    async reconcile(key, { client }) {
      const quota = quotas.get(key);
      if (!quota) return;
      const namespace = quota.metadata.namespace ?? '';
      const status = planUsage(quota, (resource) => informers.get(resource)?.byIndex(BY_NAMESPACE, namespace) ?? []);
      if (!semanticEqual(status, quota.status)) {
        await client.update(resourceQuotas, { ...quota, status }, { subresource: 'status' });
      }
    },
  };
}
