/** PUT and the patches: a new state of an object that is there. The steps are those of Kubernetes' generic registry. */
import { isDeepStrictEqual } from 'node:util';
import { badRequest, conflict, invalidObject, notFound, statusError } from '../api/errors.ts';
import { type FieldError, invalid } from '../api/field-error.ts';
import { pathSegmentNameErrors } from '../api/names.ts';
import type { ObjectKey } from '../api/object.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../api/object-meta-validation.ts';
import { schemaErrors } from '../api/schema/schema-errors.ts';
import { timestamp } from '../lib/timestamps.ts';
import { admit, validateAdmission } from './admit.ts';
import { commitDelete, commitUpdate, conflictOf, Outrun } from './commit.ts';
import { type CreateTarget, createDraft, placeInNamespace, refuseInvalid, warnAbout } from './create.ts';
import { decodeObject } from './decode-object.ts';
import type { AdmissionRequest } from './define-admission.ts';
import type { WriteContext } from './define-resource.ts';
import { trackUpdate } from './managed-fields/track-changes.ts';
import { dropRepeatedOwners, isReadyToGo, keepSystemFields } from './object-meta.ts';
import type { Registry } from './registry.ts';
import { type Body, type Requester, type WriteOptions, writeContext } from './request.ts';
import { cacheKey, type Resource, resourceName, writeRules } from './resource.ts';
import { type AnyObject, type StoredObject, unstoredObject } from './stored-object.ts';
import type { UpdateTarget } from './targets.ts';
import { writerOf } from './tracking.ts';

/** How a new state is made from the present one, in the form of the target's resource. Called again after a conflict. */
export interface Change {
  draft(current: AnyObject | undefined): AnyObject;
  /** Demanded of the object when the writer says nothing about versions: any version will do, so try again. */
  retries: boolean;
  /** The draft carries its ownership already, as that of server-side apply does. */
  managed?: boolean;
  /** A missing object is made, if the kind allows it (`rule`) or in any case (`always`). */
  creates: 'rule' | 'always' | 'never';
  /** The uid that a PUT names: a precondition. */
  checksUid: boolean;
}

export interface Updated {
  stored: StoredObject;
  created: boolean;
}

const ATTEMPTS = 100;

/** PUT of a whole object, or of what its subresource takes from it. */
export async function replaceObject(
  registry: Registry,
  target: UpdateTarget,
  request: { body: Body; options: WriteOptions; requester: Requester },
): Promise<Updated> {
  const { resource, key } = target;
  const stored = 'json' in request.body ? storedIn(target) : undefined;
  const decodeAgain = () =>
    decodeObject(
      resource,
      request.body,
      { ...request.options, requester: request.requester },
      stored && { ...target, stored },
    );
  let first: AnyObject | undefined = decodeAgain();
  checkNames(first, resource, key);
  checkVersionForm(first.metadata.resourceVersion);
  const { resourceVersion } = first.metadata;
  return updateObject(
    registry,
    target,
    {
      draft: () => {
        const draft = first ?? decodeAgain();
        first = undefined;
        return draft;
      },
      retries: !resourceVersion || resourceVersion === '0',
      creates: 'rule',
      checksUid: true,
    },
    request,
  );
}

/** Data from this process has parts in common with what is stored. */
function storedIn({ resource, key }: UpdateTarget): AnyObject | undefined {
  const stored = resource.home.cache.get(cacheKey(resource.home, key));
  return stored && resource.present(stored).object;
}

export async function updateObject(
  registry: Registry,
  target: UpdateTarget,
  change: Change,
  request: { options: WriteOptions; requester: Requester },
): Promise<Updated> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptUpdate(registry, target, change, request);
    } catch (error) {
      if (!(error instanceof Outrun)) throw error;
      if (!change.retries || attempt === ATTEMPTS) throw conflictOf(target.resource.home, target.key.name);
    }
  }
}

async function attemptUpdate(
  registry: Registry,
  target: UpdateTarget,
  change: Change,
  request: { options: WriteOptions; requester: Requester },
): Promise<Updated> {
  const { resource, key } = target;
  const { home } = resource;
  const current = home.cache.get(cacheKey(home, key));
  if (!current) return createInstead(registry, target, change, request);
  const shown = resource.present(current).object;
  let draft = change.draft(shown);
  checkVersion(home, { draft, old: current.object, key, unconditional: change.checksUid });
  if (change.checksUid) checkUid(home, { draft, old: current.object, key });
  placeInNamespace(resource, draft, key.namespace);
  const context = writeContext(registry, request.requester, request.options.dryRun);
  if (resource.rules.storedAs) draft = resource.rules.storedAs.toStored(draft) as AnyObject;
  dropRepeatedOwners(draft, context);
  // What admission adds is nobody's.
  if (!change.managed) track(target, { draft, old: current.object, options: request.options, context });
  const admission: AdmissionRequest = {
    operation: 'UPDATE',
    type: home.type,
    key,
    object: draft,
    old: current.object,
    context,
    subresource: target.part?.name,
  };
  admit(registry, admission);
  const { options, requester } = request;
  const stored = await updateDraft(registry, target, { draft, current, admission, context, options, requester });
  return { stored: resource.present(stored), created: false };
}

async function updateDraft(
  registry: Registry,
  target: UpdateTarget,
  request: {
    draft: AnyObject;
    current: StoredObject;
    admission: AdmissionRequest;
    context: WriteContext;
    options: WriteOptions;
    requester: Requester;
  },
): Promise<StoredObject> {
  const { draft, current, context } = request;
  const { home } = target.resource;
  const old = current.object;
  keepSystemFields(draft, old);
  const allocation = target.part ? undefined : home.rules.allocate?.(draft, old, context);
  try {
    prepare(target, draft, old, context);
    countGeneration(target, draft, old);
    refuseInvalid(home, draft, updateErrors(target, draft, old, context));
    if (!target.part) warnAbout(home, draft, { old, context, requester: request.requester });
    validateAdmission(registry, request.admission);
    const stored = await finish(registry, home, request);
    if (request.options.dryRun) allocation?.undo();
    else allocation?.confirm?.();
    return stored;
  } catch (error) {
    allocation?.undo();
    throw error;
  }
}

/** The write that lets go of the last finalizer of a deleted object is its removal; the answer is its last state. */
async function finish(
  registry: Registry,
  home: Resource,
  { draft, current, options }: { draft: AnyObject; current: StoredObject; options: WriteOptions },
): Promise<StoredObject> {
  const gone = isReadyToGo(draft, current.object) && !home.rules.outlivesDeletion?.(draft);
  if (!gone) return commitUpdate(registry, { resource: home, old: current, draft, dryRun: options.dryRun });
  // Watchers see it as it was before.
  const last = { ...current.object, metadata: { ...current.object.metadata } };
  if (!options.dryRun) await commitDelete(registry, { resource: home, old: current, draft: last });
  return unstoredObject(current.key, draft, String(current.revision));
}

function prepare(target: UpdateTarget, draft: AnyObject, old: AnyObject, context: WriteContext): void {
  const { home } = target.resource;
  if (target.part) {
    target.part.rules.prepareForUpdate(draft, old, context);
    return;
  }
  if (home.rules.subresources?.status) {
    if (old.status === undefined) delete draft.status;
    else draft.status = old.status;
  }
  home.rules.prepareForUpdate?.(draft, old, context);
}

function countGeneration(target: UpdateTarget, draft: AnyObject, old: AnyObject): void {
  const rule = target.part ? (target.part.rules.generation ?? 'none') : target.resource.home.rules.generation;
  if (rule === undefined || rule === 'none') return;
  const changed = rule === 'spec' ? !isDeepStrictEqual(draft.spec, old.spec) : rule(draft, old);
  if (changed) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
}

function updateErrors(target: UpdateTarget, draft: AnyObject, old: AnyObject, context: WriteContext): FieldError[] {
  const { home } = target.resource;
  const rules = writeRules(target.resource);
  const meta = metaErrors(home, draft, old);
  if (target.part) return [...meta, ...(target.part.rules.validateUpdate?.(draft, old, context) ?? [])];
  const change = rules.validateUpdate?.(draft, old, context) ?? [];
  if (rules.validateUpdateAlone) return [...meta, ...change];
  const whole = rules.validate ? rules.validate(draft, context) : schemaErrors(home.schema, draft);
  return [...meta, ...whole, ...change];
}

/** The machinery judges metadata, and then each kind's own rules do again. */
function metaErrors({ type }: Resource, draft: AnyObject, old: AnyObject): FieldError[] {
  const changes = validateObjectMetaUpdate(draft.metadata, old.metadata);
  const { namespaced } = type;
  const whole = validateObjectMeta(draft.metadata, { namespaced, validateName: pathSegmentNameErrors });
  return [...whole, ...changes, ...changes];
}

function track(
  target: UpdateTarget,
  by: { draft: AnyObject; old: AnyObject; options: WriteOptions; context: WriteContext },
): void {
  const { home } = target.resource;
  const writer = writerOf(target, { manager: by.options.fieldManager, now: timestamp(by.context.now) });
  const entries = trackUpdate(home.schema, by.old, by.draft, writer);
  if (entries) by.draft.metadata.managedFields = entries;
  else delete by.draft.metadata.managedFields;
}

async function createInstead(
  registry: Registry,
  { resource, key }: UpdateTarget,
  change: Change,
  request: { options: WriteOptions; requester: Requester },
): Promise<Updated> {
  const allowed = change.creates === 'always' || (change.creates === 'rule' && resource.home.rules.createOnUpdate);
  if (!allowed) throw notFound(resourceName(resource), key.name);
  const draft = change.draft(undefined);
  if (change.checksUid) checkUid(resource.home, { draft, old: { metadata: { name: key.name, uid: '' } }, key });
  draft.metadata.name = key.name;
  const target: CreateTarget = { resource, namespace: key.namespace };
  const stored = await createDraft(registry, target, { draft, ...request, managed: change.managed ?? false });
  return { stored, created: true };
}

export function checkNames(draft: AnyObject, resource: Resource, key: ObjectKey): void {
  const { name } = draft.metadata;
  if (!name) {
    throw badRequest(`the name of the object (${key.name} based on URL) was undeterminable: name must be provided`);
  }
  if (name !== key.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${key.name})`);
  }
  placeInNamespace(resource, draft, key.namespace);
}

function checkVersionForm(resourceVersion: string | undefined): void {
  if (resourceVersion && !/^\d+$/.test(resourceVersion)) {
    throw statusError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  }
}

function checkVersion(
  home: Resource,
  by: { draft: AnyObject; old: AnyObject; key: ObjectKey; unconditional: boolean },
): void {
  const { resourceVersion } = by.draft.metadata;
  if (!resourceVersion || resourceVersion === '0') {
    if (!home.rules.requiresResourceVersion || !by.unconditional) return;
    // Kubernetes names the resource here, where it names the kind in all other errors of this sort.
    const { group, plural } = home.type;
    throw invalidObject({ group, kind: plural }, by.key.name, [
      invalid('metadata.resourceVersion', 0, 'must be specified for an update'),
    ]);
  }
  checkVersionForm(resourceVersion);
  if (resourceVersion !== by.old.metadata.resourceVersion) throw conflictOf(home, by.key.name);
}

/** Where Kubernetes stores a kind, if not under its name: its error texts show it. */
const STORAGE_NAMES: Readonly<Record<string, string>> = {
  services: 'services/specs',
  endpoints: 'services/endpoints',
  nodes: 'minions',
};

function checkUid(home: Resource, { draft, old, key }: { draft: AnyObject; old: AnyObject; key: ObjectKey }): void {
  const { uid } = draft.metadata;
  if (!uid || uid === old.metadata.uid) return;
  const detail = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`;
  const storageKey = `/registry/${STORAGE_NAMES[home.type.plural] ?? home.type.plural}/${cacheKey(home, key)}`;
  throw conflict(
    resourceName(home),
    key.name,
    `StorageError: invalid object, Code: 4, Key: ${storageKey}, ResourceVersion: 0, AdditionalErrorMsg: ${detail}`,
  );
}
