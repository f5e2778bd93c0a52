/** DELETE: preconditions, grace, finalizers, propagation. The steps are those of Kubernetes' generic registry. */
import { conflict, invalidObject, notFound } from '../api/errors.ts';
import { type FieldError, invalid, notSupported } from '../api/field-error.ts';
import type { ObjectKey } from '../api/object.ts';
import { timestamp } from '../lib/timestamps.ts';
import { admit } from './admit.ts';
import { commitDelete, commitUpdate, conflictOf, Outrun } from './commit.ts';
import type { WriteContext } from './define-resource.ts';
import type { Registry } from './registry.ts';
import { type Requester, writeContext } from './request.ts';
import { cacheKey, type Resource, resourceName } from './resource.ts';
import { type AnyObject, type StoredObject, unstoredObject } from './stored-object.ts';

export interface DeletionOptions {
  gracePeriodSeconds?: number | undefined;
  propagationPolicy?: string | undefined;
  orphanDependents?: boolean | undefined;
  preconditions?: { uid?: string | undefined; resourceVersion?: string | undefined } | undefined;
  dryRun: boolean;
}

export interface Deletion {
  stored: StoredObject;
  /** False when the object lives on, with a deletionTimestamp. */
  gone: boolean;
}

const ATTEMPTS = 100;
const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

export async function deleteObject(
  registry: Registry,
  target: { resource: Resource; key: ObjectKey },
  request: { options: DeletionOptions; requester: Requester },
): Promise<Deletion> {
  const { resource, key } = target;
  const { home } = resource;
  const context = writeContext(registry, request.requester, request.options.dryRun);
  checkOptions(request.options);
  admit(registry, {
    operation: 'DELETE',
    type: home.type,
    key,
    object: undefined,
    old: undefined,
    context,
  });
  for (let attempt = 1; ; attempt++) {
    try {
      const deletion = await attemptDelete(registry, target, { options: request.options, context });
      return { ...deletion, stored: resource.present(deletion.stored) };
    } catch (error) {
      if (!(error instanceof Outrun)) throw error;
      if (attempt === ATTEMPTS) throw conflictOf(home, key.name);
    }
  }
}

async function attemptDelete(
  registry: Registry,
  { resource, key }: { resource: Resource; key: ObjectKey },
  { options, context }: { options: DeletionOptions; context: WriteContext },
): Promise<Deletion> {
  const { home } = resource;
  const current = home.cache.get(cacheKey(home, key));
  if (!current) throw notFound(resourceName(resource), key.name);
  home.rules.validateDelete?.(current.object, context);
  checkPreconditions(home, current.object, options);
  if (
    home.rules.defaultPropagationWarning &&
    options.propagationPolicy === undefined &&
    options.orphanDependents === undefined
  ) {
    context.warn(home.rules.defaultPropagationWarning);
  }
  const draft: AnyObject = { ...current.object, metadata: { ...current.object.metadata } };
  const grace = markForDeletion(home, draft, { old: current.object, options, context });
  setPropagationFinalizers(home, draft, options);
  const { rules } = home;
  const stays = grace > 0 || (draft.metadata.finalizers ?? []).length > 0 || rules.outlivesDeletion?.(draft) === true;
  if (stays) {
    if (!current.object.metadata.deletionTimestamp) rules.markDeleted?.(draft, context);
    return {
      stored: await commitUpdate(registry, { resource: home, old: current, draft, dryRun: options.dryRun }),
      gone: false,
    };
  }
  return { stored: await remove(registry, home, { current, draft, options }), gone: true };
}

/**
 * Sets the deletion's time and grace, and tells the grace that is left to wait for. A second deletion may shorten the
 * grace, never lengthen it.
 */
function markForDeletion(
  home: Resource,
  draft: AnyObject,
  by: { old: AnyObject; options: DeletionOptions; context: WriteContext },
): number {
  const { metadata } = draft;
  const requested = by.options.gracePeriodSeconds;
  const wanted = requested !== undefined && requested < 0 ? 1 : requested;
  const period = home.rules.gracePeriod?.(draft, wanted, by.context) ?? 0;
  if (metadata.deletionTimestamp) {
    const left = metadata.deletionGracePeriodSeconds ?? 0;
    if (wanted === undefined || left === 0 || period >= left) return home.rules.gracePeriod ? left : 0;
    metadata.deletionTimestamp = timestamp(Date.parse(metadata.deletionTimestamp) - (left - period) * 1000);
    metadata.deletionGracePeriodSeconds = period;
    return period;
  }
  metadata.deletionTimestamp = timestamp(by.context.now + period * 1000);
  metadata.deletionGracePeriodSeconds = period;
  if (metadata.generation) metadata.generation += 1;
  return period;
}

async function remove(
  registry: Registry,
  home: Resource,
  by: { current: StoredObject; draft: AnyObject; options: DeletionOptions },
): Promise<StoredObject> {
  const { current, options } = by;
  const ownGrace = home.rules.gracePeriod !== undefined;
  // A kind without grace goes as it was: no deletionTimestamp is seen on it.
  const last: AnyObject = ownGrace ? by.draft : { ...current.object, metadata: { ...current.object.metadata } };
  if (options.dryRun) return unstoredObject(current.key, last, String(current.revision));
  if (ownGrace) return removeMarked(registry, home, current, last);
  const revision = await commitDelete(registry, { resource: home, old: current, draft: last });
  return unstoredObject(current.key, last, String(revision));
}

/** Watchers see the mark first, and then the object go. */
async function removeMarked(
  registry: Registry,
  home: Resource,
  current: StoredObject,
  marked: AnyObject,
): Promise<StoredObject> {
  const updated = await commitUpdate(registry, { resource: home, old: current, draft: marked, dryRun: false });
  const last = { ...updated.object, metadata: { ...updated.object.metadata } };
  const revision = await commitDelete(registry, { resource: home, old: updated, draft: last });
  return unstoredObject(current.key, last, String(revision));
}

function setPropagationFinalizers(home: Resource, draft: AnyObject, options: DeletionOptions): void {
  const finalizers = draft.metadata.finalizers ?? [];
  const policy = propagationOf(home, draft, options);
  const others = finalizers.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  const added = policy === 'Orphan' ? [ORPHAN] : policy === 'Foreground' ? [FOREGROUND] : [];
  const wanted = [...others, ...added];
  const same = wanted.length === finalizers.length && wanted.every((name) => finalizers.includes(name));
  if (same) return;
  if (wanted.length > 0) draft.metadata.finalizers = wanted;
  else delete draft.metadata.finalizers;
}

/** What the request says comes first, then what finalizers say, then the kind's own way. */
function propagationOf(home: Resource, draft: AnyObject, options: DeletionOptions): string {
  if (options.propagationPolicy !== undefined) return options.propagationPolicy;
  if (options.orphanDependents !== undefined) return options.orphanDependents ? 'Orphan' : 'Background';
  const finalizers = draft.metadata.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  if (finalizers.includes(FOREGROUND)) return 'Foreground';
  return home.rules.defaultPropagation ?? 'Background';
}

const POLICIES = ['Foreground', 'Background', 'Orphan'];

function checkOptions(options: DeletionOptions): void {
  const { propagationPolicy: policy, orphanDependents } = options;
  const errors: FieldError[] = [];
  if (policy !== undefined && orphanDependents !== undefined) {
    errors.push(invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'));
  } else if (policy !== undefined && !POLICIES.includes(policy)) {
    errors.push(notSupported('propagationPolicy', policy, [...POLICIES, 'nil']));
  }
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
}

/** These errors name the kind, unlike those of updates. */
function checkPreconditions(home: Resource, object: AnyObject, { preconditions }: DeletionOptions): void {
  const { uid, resourceVersion, name } = object.metadata;
  const kind = { group: home.type.group, plural: home.type.kind };
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    throw conflict(
      kind,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    throw conflict(
      kind,
      name,
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}
