import type { ApiObject, ObjectKey, ResourceType } from '../../server/api/object.ts';
import type { ObjectReader } from '../../server/registry/define-resource.ts';

/** A cluster that holds these objects; each says its type. */
export function readerOf(...held: [type: ResourceType, object: unknown][]): ObjectReader {
  const ofType = <T extends ApiObject>(type: ResourceType<T>) =>
    held.filter(([t]) => t.plural === type.plural && t.group === type.group).map(([, object]) => object as T);
  return {
    get: <T extends ApiObject>(type: ResourceType<T>, { name, namespace }: ObjectKey) =>
      ofType(type).find(({ metadata }) => metadata?.name === name && metadata.namespace === namespace),
    list: <T extends ApiObject>(type: ResourceType<T>, namespace?: string) =>
      ofType(type).filter(({ metadata }) => namespace === undefined || metadata?.namespace === namespace),
  };
}
