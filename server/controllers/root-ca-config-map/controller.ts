import { isAlreadyExists } from '../../api/errors.ts';
import { configMaps, namespaces } from '../../api/resource-types.gen.ts';
import type { ConfigMap, Namespace } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export interface RootCaOptions {
  /** The certificates, as PEM: the same each time. */
  rootCa(): string;
}

/** Gives every namespace the config map by which pods know the API server, and puts it right when it is changed. */
export function rootCaConfigMapController({ rootCa }: RootCaOptions): Controller {
  const annotations = { 'kubernetes.io/description': DESCRIPTION };
  let allNamespaces: Informer<Namespace>;
  let allConfigMaps: Informer<ConfigMap>;
  return {
    name: 'root-ca-certificate-publisher-controller',
    start({ informers }, queue) {
      allNamespaces = informers.for(namespaces);
      allConfigMaps = informers.for(configMaps);
      allNamespaces.onEvent(({ type, object }) => {
        if (type !== 'DELETED') queue.add(object.metadata.name);
      });
      allConfigMaps.onEvent(({ object }) => {
        if (object.metadata.name === NAME) queue.add(object.metadata.namespace ?? '');
      });
    },
    async reconcile(namespace, { client }) {
      if (allNamespaces.get(namespace)?.status.phase !== 'Active') return;
      const data = { 'ca.crt': rootCa() };
      const known = allConfigMaps.get(`${namespace}/${NAME}`);
      if (known && isRight(known, data)) return;
      try {
        if (known) await client.update(configMaps, { ...known, data, metadata: withAnnotations(known, annotations) });
        else await client.create(configMaps, { metadata: { name: NAME, namespace, annotations }, data });
      } catch (error) {
        if (!isAlreadyExists(error) && !isNamespaceTerminating(error)) throw error;
      }
    },
  };
}

function isRight({ data = {}, metadata }: ConfigMap, wanted: Record<string, string>): boolean {
  const sameData = Object.keys(data).length === 1 && data['ca.crt'] === wanted['ca.crt'];
  return sameData && (metadata.annotations?.['kubernetes.io/description'] ?? '') !== '';
}

function withAnnotations({ metadata }: ConfigMap, annotations: Record<string, string>): ConfigMap['metadata'] {
  return { ...metadata, annotations: { ...metadata.annotations, ...annotations } };
}
