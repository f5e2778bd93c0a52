import { compileLabelSelector, type LabelQuery } from '../api/label-selector.ts';
import { type ApiObject, apiVersionOf, keyOf, type ResourceType } from '../api/object.ts';
import { controllerOf } from '../api/owner-references.ts';
import type { LabelSelector, OwnerReference } from '../api/types.gen.ts';
import type { Informer, InformerEvent, Informers } from '../client/informer.ts';
import type { WorkQueue } from '../client/work-queue.ts';

export interface DependentsOptions<O extends ApiObject, D extends ApiObject> {
  ownerType: ResourceType<O>;
  dependentType: ResourceType<D>;
  /** Which dependents without a controller the owner would take. */
  selectorOf(owner: O): LabelSelector | undefined;
}

/** The owners of a kind, and the objects of another kind that they control or could adopt. */
export interface Dependents<O extends ApiObject, D extends ApiObject> {
  owners: Informer<O>;
  dependents: Informer<D>;
  /** What the owner controls, and everything in its namespace that nobody controls. */
  candidatesOf(owner: O): D[];
  selectorOf(owner: O): LabelQuery;
}

const BY_CONTROLLER = 'controller';
const BY_NAMESPACE = 'namespace';

/** Queues each owner that changes, and those whose dependents change or that a change may give a dependent. */
export function followDependents<O extends ApiObject, D extends ApiObject>(
  informers: Informers,
  queue: WorkQueue,
  options: DependentsOptions<O, D>,
): Dependents<O, D> {
  const owners = informers.for(options.ownerType);
  const dependents = informers.for(options.dependentType);
  owners.addIndex(BY_NAMESPACE, ({ metadata }) => [metadata?.namespace ?? '']);
  dependents.addIndex(BY_CONTROLLER, (object) => [controllerIndex(object)]);
  const selectors = new WeakMap<O, LabelQuery>();
  const selectorOf = (owner: O): LabelQuery => {
    const query = selectors.get(owner) ?? compileLabelSelector(options.selectorOf(owner));
    selectors.set(owner, query);
    return query;
  };
  const joined: Dependents<O, D> = { owners, dependents, selectorOf, candidatesOf };

  function candidatesOf(owner: O): D[] {
    const { uid = '', namespace = '' } = owner.metadata ?? {};
    return [...dependents.byIndex(BY_CONTROLLER, uid), ...dependents.byIndex(BY_CONTROLLER, orphansOf(namespace))];
  }

  owners.onEvent(({ object }) => queue.add(keyOf(object)));
  dependents.onEvent((event) => {
    for (const key of ownersToQueue(joined, event)) queue.add(key);
  });
  return joined;
}

const orphansOf = (namespace: string): string => `orphans of ${namespace}`;

function controllerIndex(object: ApiObject): string {
  return controllerOf(object)?.uid ?? orphansOf(object.metadata?.namespace ?? '');
}

function* ownersToQueue<O extends ApiObject, D extends ApiObject>(
  joined: Dependents<O, D>,
  { type, object, old }: InformerEvent<D>,
): Iterable<string> {
  const reference = controllerOf(object);
  const oldReference = old && controllerOf(old);
  if (oldReference && oldReference.uid !== reference?.uid) yield* keyOfOwner(joined, object, oldReference);
  if (reference) yield* keyOfOwner(joined, object, reference);
  else if (type === 'ADDED' || (old && mayBeAdopted(old, object))) yield* ownersThatSelect(joined, object);
}

function mayBeAdopted(old: ApiObject, object: ApiObject): boolean {
  return old.metadata?.labels !== object.metadata?.labels || controllerOf(old) !== undefined;
}

function* keyOfOwner<O extends ApiObject, D extends ApiObject>(
  { owners }: Dependents<O, D>,
  object: D,
  { apiVersion, kind, name, uid }: OwnerReference,
): Iterable<string> {
  if (kind !== owners.type.kind || apiVersion !== apiVersionOf(owners.type)) return;
  const key = `${object.metadata?.namespace}/${name}`;
  if (owners.get(key)?.metadata?.uid === uid) yield key;
}

function* ownersThatSelect<O extends ApiObject, D extends ApiObject>(
  { owners, selectorOf }: Dependents<O, D>,
  { metadata }: D,
): Iterable<string> {
  if (metadata?.deletionTimestamp !== undefined) return;
  for (const owner of owners.byIndex(BY_NAMESPACE, metadata?.namespace ?? '')) {
    const query = selectorOf(owner);
    // A selector that is empty would match everything.
    if (query.requirements.length > 0 && query.matches(metadata?.labels)) yield keyOf(owner);
  }
}
