import { isAlreadyExists } from '../../api/errors.ts';
import { namespaces, serviceAccounts } from '../../api/resource-types.gen.ts';
import type { Namespace, ServiceAccount } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';

const NAME = 'default';

/** Gives every namespace its service account `default`, again when it is deleted. */
export function serviceAccountController(): Controller {
  let allNamespaces: Informer<Namespace>;
  let accounts: Informer<ServiceAccount>;
  return {
    name: 'service-account-controller',
    start({ informers }, queue) {
      allNamespaces = informers.for(namespaces);
      accounts = informers.for(serviceAccounts);
      allNamespaces.onEvent(({ type, object }) => {
        if (type !== 'DELETED') queue.add(object.metadata.name);
      });
      accounts.onEvent(({ type, object }) => {
        if (type === 'DELETED' && object.metadata.name === NAME) queue.add(object.metadata.namespace ?? '');
      });
    },
    async reconcile(namespace, { client }) {
      if (allNamespaces.get(namespace)?.status.phase !== 'Active' || accounts.get(`${namespace}/${NAME}`)) return;
      try {
        await client.create(serviceAccounts, { metadata: { name: NAME, namespace } });
      } catch (error) {
        if (!isAlreadyExists(error) && !isNamespaceTerminating(error)) throw error;
      }
    },
  };
}
