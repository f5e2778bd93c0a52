/** POST to a subresource that does something: eviction, binding, token. */
import { notFound } from '../api/errors.ts';
import type { ApiObject, ObjectKey, ResourceType } from '../api/object.ts';
import { decode } from '../api/schema/decode.ts';
import type { Status } from '../api/types.gen.ts';
import { asDraft } from './decode-object.ts';
import type { ActionSubresource, ActionTarget } from './define-resource.ts';
import { deleteObject } from './delete.ts';
import type { Registry } from './registry.ts';
import { type Requester, type WriteOptions, writeContext } from './request.ts';
import { cacheKey, type Resource, resourceName } from './resource.ts';
import type { AnyObject } from './stored-object.ts';
import type { UpdateTarget } from './targets.ts';
import { updateObject } from './update.ts';

/** `body` is decoded by the action's own kind. */
export async function act(
  registry: Registry,
  target: { resource: Resource; key: ObjectKey; rules: ActionSubresource<AnyObject> },
  request: { body: ApiObject; options: WriteOptions; requester: Requester },
): Promise<ApiObject | Status> {
  const { resource, key, rules } = target;
  const context = writeContext(registry, request.requester, request.options.dryRun);
  const stored = resource.home.cache.get(cacheKey(resource.home, key));
  const actionTarget: ActionTarget<AnyObject> = {
    key,
    object: stored?.object,
    context,
    update: (change) => changeObject(registry, { resource, key, part: untouched }, change, request),
    delete: async (options) => {
      await deleteObject(
        registry,
        { resource, key },
        {
          options: { ...options, dryRun: options.dryRun ?? request.options.dryRun },
          requester: request.requester,
        },
      );
    },
    updateStatusOf: (type, otherKey, change) => changeStatus(registry, { type, key: otherKey }, change, request),
  };
  return rules.act(actionTarget, request.body);
}

/** An action changes what the kind's update rules do not allow to a user: they are not asked, and nobody owns it. */
const untouched = { name: 'action', rules: { kind: 'part' as const, prepareForUpdate: () => {} } };

async function changeObject<T extends AnyObject>(
  registry: Registry,
  target: UpdateTarget,
  change: (draft: T) => void,
  request: { options: WriteOptions; requester: Requester },
): Promise<T> {
  const { resource } = target;
  const { stored } = await updateObject(
    registry,
    target,
    {
      draft: (current) => {
        const draft = asDraft(resource, decode(resource.schema, current).value as unknown as AnyObject);
        change(draft as T);
        return draft;
      },
      retries: true,
      creates: 'never',
      checksUid: false,
      managed: target.part === untouched,
    },
    request,
  );
  return stored.object as T;
}

async function changeStatus<O extends ApiObject>(
  registry: Registry,
  { type, key }: { type: ResourceType<O>; key: ObjectKey },
  change: (draft: O) => void,
  request: { options: WriteOptions; requester: Requester },
): Promise<O> {
  const resource = registry.resource(type);
  const status = resource.rules.subresources?.status;
  if (status?.kind !== 'part') throw notFound(resourceName(resource), key.name);
  const target = { resource, key, part: { name: 'status', rules: status } };
  return (await changeObject(
    registry,
    target,
    change as unknown as (draft: AnyObject) => void,
    request,
  )) as unknown as O;
}
