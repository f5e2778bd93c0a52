import { type ApiObject, keyOf, type ResourceType } from '../../api/object.ts';
import type { OwnerReference } from '../../api/types.gen.ts';
import type { Informer, InformerEvent } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import type { WorkQueue } from '../../client/work-queue.ts';
import { carryOut } from './carry-out.ts';
import { createOwnerFinder, type OwnerFinder, resourceId } from './find-owners.ts';
import { createOwnershipGraph, type Dependent, type OwnershipGraph } from './ownership-graph.ts';
import { isDeletedInForeground, ORPHAN, planCollection } from './plan-collection.ts';

export interface GarbageCollectorOptions {
  /** All resources that can be listed, watched and deleted. Events are better left out, as in Kubernetes. */
  types: readonly ResourceType[];
}

/** Deletes what has lost all its owners, and carries out foreground deletion and orphaning. */
export function garbageCollector({ types }: GarbageCollectorOptions): Controller {
  const informers = new Map<string, Informer<ApiObject>>();
  const graph = createOwnershipGraph();
  const finder = createOwnerFinder(types, informers);
  const objectOf = ({ type, key }: Dependent) => informers.get(resourceId(type))?.get(key);
  const isDeletingDependents = (dependent: Dependent) => isDeletedInForeground(objectOf(dependent));
  let queue: WorkQueue;

  return {
    name: 'garbage-collector-controller',
    workers: 20,
    start(context, workQueue) {
      queue = workQueue;
      for (const type of finder.types) {
        const informer: Informer<ApiObject> = context.informers.for(type);
        informers.set(resourceId(type), informer);
        informer.onEvent((event) => takeIn({ graph, finder, queue }, type, event));
      }
    },
    async reconcile(key, { client }) {
      const space = key.indexOf(' ');
      const informer = informers.get(key.slice(0, space));
      const object = informer?.get(key.slice(space + 1));
      if (!informer || !object) return;
      const states = await finder.resolve(informer.type, object, client);
      const dependents = [...graph.dependentsOf(object.metadata?.uid ?? '')];
      const stateOf = (owner: OwnerReference) => states.get(owner.uid) ?? 'there';
      const plan = planCollection({ object, dependents, stateOf, isDeletingDependents });
      if (plan.action === 'wait-for') {
        const waitedFor = plan.dependents.filter((dependent) => !isDeletingDependents(dependent));
        for (const { type, key: dependentKey } of waitedFor) queue.add(queueKey(type, dependentKey));
      } else await carryOut(plan, { type: informer.type, object, dependents, objectOf }, client);
    },
  };
}

interface Collector {
  graph: OwnershipGraph;
  finder: OwnerFinder;
  queue: WorkQueue;
}

const queueKey = (type: ResourceType, key: string): string => `${resourceId(type)} ${key}`;

/** Notes a change, and queues those for whom it may mean something. */
function takeIn(collector: Collector, type: ResourceType, event: InformerEvent<ApiObject>): void {
  const { graph, finder, queue } = collector;
  const { object } = event;
  const owners = object.metadata?.ownerReferences ?? [];
  if (event.type === 'DELETED') {
    graph.delete(object);
    for (const d of graph.dependentsOf(object.metadata?.uid ?? '')) queue.add(queueKey(d.type, d.key));
    queueWaitingOwners(collector, object, owners);
    return;
  }
  const before = graph.set(type, object);
  if (object.metadata?.deletionTimestamp !== undefined) queueDeleted(collector, type, object);
  else if (owners.some((owner) => finder.stateNow(object, owner) !== 'there')) queue.add(queueKey(type, keyOf(object)));
  if (before !== owners && before.length > 0) queueWaitingOwners(collector, object, before);
}

function queueDeleted({ graph, queue }: Collector, type: ResourceType, object: ApiObject): void {
  const isForeground = isDeletedInForeground(object);
  if (!isForeground && !(object.metadata?.finalizers ?? []).includes(ORPHAN)) return;
  if (isForeground) {
    for (const d of graph.dependentsOf(object.metadata?.uid ?? '')) queue.add(queueKey(d.type, d.key));
  }
  queue.add(queueKey(type, keyOf(object)));
}

/** Owners that are being deleted in the foreground may have waited for this object alone. */
function queueWaitingOwners({ finder, queue }: Collector, object: ApiObject, owners: readonly OwnerReference[]): void {
  for (const owner of owners) {
    const found = finder.find(object, owner);
    if (found && isDeletedInForeground(found.object)) queue.add(queueKey(found.type, keyOf(found.object)));
  }
}
