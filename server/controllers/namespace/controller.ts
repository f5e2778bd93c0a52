import { isNotFound } from '../../api/errors.ts';
import type { ApiObject, ResourceType } from '../../api/object.ts';
import { namespaces } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Namespace } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { type DeletionPass, deleteContent } from './delete-content.ts';
import { namespaceConditions } from './namespace-conditions.ts';

export interface NamespaceControllerOptions {
  /** All namespaced resources that can be listed, watched and deleted. */
  types: readonly ResourceType[];
}

const BY_NAMESPACE = 'namespace';
const FINALIZER = 'kubernetes';

/**
 * Empties namespaces that are being deleted, says what still holds them, and lets them go. Of events no copy is kept:
 * nobody adds any there, and they go at once.
 */
export function namespaceController({ types }: NamespaceControllerOptions): Controller {
  let allNamespaces: Informer<Namespace>;

  return {
    name: 'namespace-controller',
    start({ informers }, queue) {
      allNamespaces = informers.for(namespaces);
      allNamespaces.onEvent(({ type, object }) => {
        if (type !== 'DELETED' && isDeleted(object)) queue.add(object.metadata.name);
      });
      for (const type of types) {
        if (type.plural === 'events') continue;
        const informer: Informer<ApiObject> = informers.for(type);
        informer.addIndex(BY_NAMESPACE, ({ metadata }) => [metadata?.namespace ?? '']);
        informer.onEvent(({ type: change, object }) => {
          const name = object.metadata?.namespace ?? '';
          const isLast = change === 'DELETED' && informer.indexSize(BY_NAMESPACE, name) === 0;
          const namespace = isLast || change === 'ADDED' ? allNamespaces.get(name) : undefined;
          if (namespace && isDeleted(namespace)) queue.add(name);
        });
      }
    },
    async reconcile(name, context) {
      const namespace = allNamespaces.get(name);
      if (!namespace || !isDeleted(namespace) || !namespace.spec.finalizers?.includes(FINALIZER)) return undefined;
      const pass = await deleteContent(context.client, namespace, { types, now: context.clock.now() });
      try {
        const current = await updateConditions(namespace, pass, context);
        if (pass.estimateSeconds === undefined) await finalize(current, context);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      if (pass.estimateSeconds === undefined) return undefined;
      return { requeueAfterMs: (Math.floor(pass.estimateSeconds / 2) + 1) * 1000 };
    },
  };
}

const isDeleted = ({ metadata }: Namespace): boolean => metadata.deletionTimestamp !== undefined;

async function updateConditions(
  namespace: Namespace,
  { totals }: DeletionPass,
  { client, clock }: ControllerContext,
): Promise<Namespace> {
  const conditions = namespaceConditions(namespace.status.conditions, totals, timestamp(clock.now()));
  if (semanticEqual(conditions, namespace.status.conditions)) return namespace;
  const status = { ...namespace.status, phase: 'Terminating' as const, conditions };
  return client.update(namespaces, { ...namespace, status }, { subresource: 'status' });
}

async function finalize(namespace: Namespace, { client }: ControllerContext): Promise<void> {
  const finalizers = (namespace.spec.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  await client.update(
    namespaces,
    { ...namespace, spec: { ...namespace.spec, finalizers } },
    { subresource: 'finalize' },
  );
}
