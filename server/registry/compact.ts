import type { Registry } from './registry.ts';

/**
 * Forgets what was before the revision, or before now: watches and lists from then on are told 410, as after a
 * compaction of etcd. Resolves with the revision; rejects with FutureRevision for a revision that was never reached.
 */
export async function compact(registry: Registry, revision: number = registry.revision): Promise<number> {
  await registry.store.compact(revision);
  for (const resource of registry.resources) if (resource.home === resource) resource.cache.forget(revision);
  return revision;
}
