import { isAlreadyExists } from '../api/errors.ts';
import { type ApiObject, keyOf, parseKey, type ResourceType } from '../api/object.ts';
import { controllerReference } from '../api/owner-references.ts';
import { controllerRevisions } from '../api/resource-types.gen.ts';
import { semanticEqual } from '../api/semantic-equal.ts';
import { templateHash } from '../api/template-hash.ts';
import type { ControllerRevision, PodTemplateSpec } from '../api/types.gen.ts';
import type { Client } from '../client/client.ts';

export interface RevisionOptions<O extends ApiObject> {
  ownerType: ResourceType<O>;
  owner: O & { spec: { template: PodTemplateSpec } };
  /** The label that carries the hash of the template. */
  hashLabel: string;
  /** The history as it is, in any order. */
  revisions: readonly ControllerRevision[];
  collisionCount: number;
}

export interface RevisionPlan {
  /** The revision of the present template; not stored yet when it is to be created. */
  latest: ControllerRevision;
  write: 'create' | 'update' | undefined;
  /** Oldest first, with the latest as it will be. */
  history: ControllerRevision[];
}

/** Finds the revision of the template, or makes one. One that comes back gets a new number: it is the newest again. */
export function planRevision<O extends ApiObject>(options: RevisionOptions<O>): RevisionPlan {
  const sorted = [...options.revisions].sort(byRevision);
  const newest = sorted.at(-1);
  const next = (newest?.revision ?? 0) + 1;
  const fresh = newRevision(options, next);
  const equal = sorted.findLast((revision) => semanticEqual(revision.data, fresh.data));
  if (!equal) return { latest: fresh, write: 'create', history: [...sorted, fresh] };
  if (equal === newest) return { latest: equal, write: undefined, history: sorted };
  const latest = { ...equal, revision: next };
  return { latest, write: 'update', history: [...sorted.filter((revision) => revision !== equal), latest] };
}

/** By number; then by age and name, when two have the same. */
function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision;
  const order = (r: ControllerRevision) => `${r.metadata.creationTimestamp ?? ''} ${r.metadata.name}`;
  return order(a) < order(b) ? -1 : 1;
}

function newRevision<O extends ApiObject>(
  { ownerType, owner, hashLabel, collisionCount }: RevisionOptions<O>,
  revision: number,
): ControllerRevision {
  const { name = '', namespace, annotations } = owner.metadata ?? {};
  const { template } = owner.spec;
  const hash = templateHash(template, collisionCount);
  return {
    metadata: {
      name: `${name.slice(0, 223)}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [hashLabel]: hash },
      ...(annotations && { annotations }),
      ownerReferences: [controllerReference(ownerType, owner)],
    } as ControllerRevision['metadata'],
    data: { spec: { template: { ...template, $patch: 'replace' } } },
    revision,
  };
}

export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { spec } = data as { spec: { template: PodTemplateSpec & { $patch?: string } } };
  const { $patch: _, ...template } = spec.template;
  return template;
}

/** Writes what was planned. False when another object has the name: then the next hash has to count a collision. */
export async function writeRevision({ latest, write }: RevisionPlan, client: Client): Promise<boolean> {
  if (write === 'update') await client.update(controllerRevisions, latest);
  if (write !== 'create') return true;
  try {
    await client.create(controllerRevisions, latest);
    return true;
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const other = await client.get(controllerRevisions, parseKey(keyOf(latest)));
    // Our own, of which our copy does not know yet: the next look will show it.
    if (semanticEqual(other.data, latest.data)) throw error;
    return false;
  }
}

/** Those that nothing uses any more, beyond the number that is kept: the oldest. */
export function revisionsToDelete(
  history: readonly ControllerRevision[],
  isUsed: (revision: ControllerRevision) => boolean,
  limit: number,
): ControllerRevision[] {
  const unused = history.filter((revision) => !isUsed(revision));
  return unused.slice(0, Math.max(0, unused.length - limit));
}
