import { isNotFound } from '../../api/errors.ts';
import { type ApiObject, apiVersionOf, type ResourceType } from '../../api/object.ts';
import { isPodFinished } from '../../api/pods.ts';
import { pods } from '../../api/resource-types.gen.ts';
import type { Namespace, Pod } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import type { ContentTotals } from './namespace-conditions.ts';

/** What one pass found, and when it is worth looking again; undefined when nothing is left. */
export interface DeletionPass {
  totals: ContentTotals;
  estimateSeconds: number | undefined;
}

/** Kubernetes' guess for objects that wait for a finalizer. */
const FINALIZER_ESTIMATE = 15;

interface Totals extends ContentTotals {
  remaining: Map<string, number>;
  finalizers: Map<string, number>;
  errors: string[];
}

/** Deletes what is in the namespace; other resources only when the pods are gone (KEP-5080). */
export async function deleteContent(
  client: Client,
  namespace: Namespace,
  { types, now }: { types: readonly ResourceType[]; now: number },
): Promise<DeletionPass> {
  const totals: Totals = { remaining: new Map(), finalizers: new Map(), errors: [] };
  const pass = { client, namespace, now, totals };
  let estimate = await deleteAll(pods, pass);
  if (totals.remaining.size === 0) {
    const others = types.filter((type) => type.plural !== pods.plural || type.group !== pods.group);
    const estimates = await Promise.all(others.map((type) => deleteAll(type, pass)));
    estimate = Math.max(estimate, ...estimates);
  }
  const isDone = totals.remaining.size === 0 && totals.errors.length === 0;
  return { totals, estimateSeconds: isDone ? undefined : estimate };
}

interface Pass {
  client: Client;
  namespace: Namespace;
  now: number;
  totals: Totals;
}

async function deleteAll(type: ResourceType, pass: Pass): Promise<number> {
  try {
    const left = await deleteAndList(type, pass);
    if (left.length === 0) return 0;
    pass.totals.remaining.set(`${type.plural}.${type.group}`, left.length);
    const finalizers = countFinalizers(left, pass.totals.finalizers);
    const grace = type.plural === pods.plural && type.group === '' ? graceOfPods(left as Pod[], pass) : 0;
    if (grace > 0) return grace;
    if (finalizers > 0) return FINALIZER_ESTIMATE;
    const name = `${type.group === '' ? `/${type.version}` : apiVersionOf(type)}, Resource=${type.plural}`;
    throw new Error(`unexpected items still remain in namespace: ${pass.namespace.metadata.name} for gvr: ${name}`);
  } catch (error) {
    if (isNotFound(error)) return 0;
    pass.totals.errors.push(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

/** Deletes what is not being deleted yet, and says what is left. */
async function deleteAndList(type: ResourceType, { client, namespace }: Pass): Promise<ApiObject[]> {
  const where = { namespace: namespace.metadata.name };
  const { items } = await client.list(type, where);
  if (items.every((item) => item.metadata?.deletionTimestamp !== undefined)) return items;
  await client.deleteCollection(type, { ...where, propagationPolicy: 'Background' });
  return (await client.list(type, where)).items;
}

function countFinalizers(items: readonly ApiObject[], counts: Map<string, number>): number {
  let found = 0;
  for (const { metadata } of items) {
    for (const finalizer of metadata?.finalizers ?? []) {
      counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
      found++;
    }
  }
  return found;
}

/** The longest grace of a running pod, in seconds; 0 when that has passed since the namespace was deleted. */
function graceOfPods(items: readonly Pod[], { namespace, now }: Pass): number {
  const running = items.filter((pod) => !isPodFinished(pod));
  const grace = Math.max(0, ...running.map((pod) => pod.spec.terminationGracePeriodSeconds ?? 0));
  const since = (now - (millisecondsOf(namespace.metadata.deletionTimestamp) ?? now)) / 1000;
  return since >= grace ? 0 : grace;
}
