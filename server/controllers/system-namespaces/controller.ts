import { isAlreadyExists } from '../../api/errors.ts';
import { namespaces } from '../../api/resource-types.gen.ts';
import { SYSTEM_NAMESPACES } from '../../api/system-namespaces.ts';
import type { Namespace } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';

/** Makes a system namespace anew that somebody has deleted. */
export function systemNamespacesController(): Controller {
  let all: Informer<Namespace>;
  return {
    name: 'system-namespaces-controller',
    start({ informers }, queue) {
      all = informers.for(namespaces);
      all.onEvent(({ type, object: { metadata } }) => {
        if (type === 'DELETED' && SYSTEM_NAMESPACES.includes(metadata.name)) queue.add(metadata.name);
      });
    },
    async reconcile(name, { client }) {
      if (all.get(name)) return;
      try {
        await client.create(namespaces, { metadata: { name } });
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
      }
    },
  };
}
