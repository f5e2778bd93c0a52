/** GET of one object. */
import { notFound } from '../api/errors.ts';
import type { ObjectKey } from '../api/object.ts';
import { parseResourceVersion, tooLargeResourceVersion } from './list-options.ts';
import type { Registry } from './registry.ts';
import { cacheKey, type Resource, resourceName } from './resource.ts';
import type { StoredObject } from './stored-object.ts';

/** The latest state, whatever older version is asked for; 504 for a version that is not reached. */
export function getObject(
  registry: Registry,
  { resource, key }: { resource: Resource; key: ObjectKey },
  resourceVersion = '',
): StoredObject {
  if (resourceVersion !== '') {
    const wanted = parseResourceVersion(resourceVersion, 'get');
    if (wanted > registry.revision) throw tooLargeResourceVersion(wanted, registry.revision);
  }
  const { home } = resource;
  const stored = home.cache.get(cacheKey(home, key));
  if (!stored) throw notFound(resourceName(resource), key.name);
  return resource.present(stored);
}
