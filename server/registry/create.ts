/** POST: a new object. The steps are those of Kubernetes' generic registry, in its order. */
import { randomUUID } from 'node:crypto';
import { ApiError, badRequest, invalidObject, isAlreadyExists, statusError } from '../api/errors.ts';
import type { FieldError } from '../api/field-error.ts';
import { required } from '../api/field-error.ts';
import { validateObjectMeta } from '../api/object-meta-validation.ts';
import { schemaErrors } from '../api/schema/schema-errors.ts';
import { timestamp } from '../lib/timestamps.ts';
import { admit, validateAdmission, waitForAdmission } from './admit.ts';
import { commitCreate } from './commit.ts';
import { decodeObject } from './decode-object.ts';
import type { AdmissionRequest } from './define-admission.ts';
import type { WriteContext } from './define-resource.ts';
import { generatedName } from './generated-name.ts';
import { trackCreate } from './managed-fields/track-changes.ts';
import { dropRepeatedOwners } from './object-meta.ts';
import type { Registry } from './registry.ts';
import { type Body, type Requester, type WriteOptions, writeContext } from './request.ts';
import { cacheKey, type Resource, writeRules } from './resource.ts';
import type { AnyObject, StoredObject } from './stored-object.ts';
import { writerOf } from './tracking.ts';

export interface CreateTarget {
  resource: Resource;
  /** Undefined for cluster-scoped kinds. */
  namespace: string | undefined;
  /** The name in the path of a PUT or apply that creates. */
  name?: string;
}

export async function createObject(
  registry: Registry,
  target: CreateTarget,
  request: { body: Body; options: WriteOptions; requester: Requester },
): Promise<StoredObject> {
  const { options, requester } = request;
  const { fieldValidation } = options;
  const draft = decodeObject(target.resource, request.body, { fieldValidation, requester });
  checkResourceVersion(draft);
  return createDraft(registry, target, { draft, options, requester });
}

/** The rest of the way for a draft that is decoded and defaulted. */
export async function createDraft(
  registry: Registry,
  { resource, namespace }: CreateTarget,
  request: { draft: AnyObject; options: WriteOptions; requester: Requester; managed?: boolean },
): Promise<StoredObject> {
  const { options, requester } = request;
  const { home } = resource;
  const context = writeContext(registry, requester, options.dryRun);
  let draft = request.draft;
  placeInNamespace(resource, draft, namespace);
  if (resource.rules.storedAs) draft = resource.rules.storedAs.toStored(draft) as AnyObject;
  dropRepeatedOwners(draft, context);
  // What admission adds is nobody's.
  if (!request.managed) trackNew(resource, draft, { options, context });
  const generateName = draft.metadata.name ? undefined : draft.metadata.generateName;
  const admission: AdmissionRequest = {
    operation: 'CREATE',
    type: home.type,
    key: { namespace, name: draft.metadata.name ?? '' },
    object: draft,
    old: undefined,
    context,
    arriving: home.arriving,
  };
  const waiting = waitForAdmission(registry, admission);
  if (await waiting) await waiting;
  admit(registry, admission);
  setSystemFields(draft, context);
  const commit = (name: string | undefined) =>
    createNamed(registry, { resource, namespace, name, draft }, { options, requester, admission, context });
  const stored = generateName === undefined ? await commit(undefined) : await commitGenerated(generateName, commit);
  return resource.present(stored);
}

/** Another random name is tried when one is taken. */
async function commitGenerated(prefix: string, commit: (name: string) => Promise<StoredObject>): Promise<StoredObject> {
  const ATTEMPTS = 8;
  for (let attempt = 1; ; attempt++) {
    try {
      return await commit(generatedName(prefix));
    } catch (error) {
      if (!isAlreadyExists(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function createNamed(
  registry: Registry,
  target: { resource: Resource; namespace: string | undefined; name: string | undefined; draft: AnyObject },
  request: { options: WriteOptions; requester: Requester; admission: AdmissionRequest; context: WriteContext },
): Promise<StoredObject> {
  const { namespace, draft } = target;
  const { home } = target.resource;
  const { context, options } = request;
  if (target.name !== undefined) draft.metadata.name = target.name;
  const { rules } = home;
  const allocation = rules.allocate?.(draft, undefined, context);
  try {
    rules.prepareForCreate?.(draft, context);
    if (rules.generation !== undefined && rules.generation !== 'none') draft.metadata.generation = 1;
    refuseInvalid(home, draft, creationErrors(target.resource, draft, context));
    warnAbout(home, draft, { old: undefined, context, requester: request.requester });
    validateAdmission(registry, request.admission);
    home.arriving.add(draft);
    const key = cacheKey(home, { namespace, name: draft.metadata.name });
    const stored = await commitCreate(registry, { resource: home, key, draft, dryRun: options.dryRun });
    if (options.dryRun) allocation?.undo();
    else allocation?.confirm?.();
    return stored;
  } catch (error) {
    allocation?.undo();
    if (draft.metadata.generateName && isAlreadyExists(error)) throw nameNotGenerated(error);
    throw error;
  } finally {
    home.arriving.delete(draft);
  }
}

/** Whoever lets names be generated may try again. */
function nameNotGenerated({ status }: ApiError): ApiError {
  const message = `${status.message}, the server was not able to generate a unique name for the object`;
  return new ApiError({ ...status, message, details: { ...status.details, retryAfterSeconds: 1 } }, { retryAfter: 1 });
}

function trackNew(resource: Resource, draft: AnyObject, by: { options: WriteOptions; context: WriteContext }): void {
  const writer = writerOf({ resource }, { manager: by.options.fieldManager, now: timestamp(by.context.now) });
  const entries = trackCreate(resource.home.schema, draft, writer);
  if (entries) draft.metadata.managedFields = entries;
  else delete draft.metadata.managedFields;
}

function checkResourceVersion(draft: AnyObject): void {
  const { resourceVersion } = draft.metadata;
  if (resourceVersion && resourceVersion !== '0') {
    throw statusError(500, '', 'resourceVersion should not be set on objects to be created');
  }
}

export function placeInNamespace(resource: Resource, draft: AnyObject, namespace: string | undefined): void {
  if (!resource.type.namespaced) {
    delete draft.metadata.namespace;
    return;
  }
  if (draft.metadata.namespace && draft.metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  draft.metadata.namespace = namespace;
}

function setSystemFields(draft: AnyObject, context: WriteContext): void {
  const { metadata } = draft;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(context.now);
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  delete metadata.resourceVersion;
}

export function creationErrors(resource: Resource, draft: AnyObject, context: WriteContext): FieldError[] {
  const { schema, type } = resource.home;
  const rules = writeRules(resource);
  const { metadata } = draft;
  const nameless = !metadata.name && !metadata.generateName;
  const meta = nameless
    ? [required('metadata.name', 'name or generateName is required')]
    : validateObjectMeta(metadata, {
        namespaced: type.namespaced,
        ...(rules.validateName && { validateName: rules.validateName }),
      });
  return [...meta, ...(rules.validate ? rules.validate(draft, context) : schemaErrors(schema, draft))];
}

export function refuseInvalid(resource: Resource, draft: AnyObject, errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const { group, kind } = resource.type;
  throw invalidObject({ group, kind }, draft.metadata.name ?? '', errors);
}

export function warnAbout(
  resource: Resource,
  draft: AnyObject,
  by: { old: AnyObject | undefined; context: WriteContext; requester: Requester },
): void {
  const texts = resource.rules.warnings?.(draft, by.old, by.context) ?? [];
  for (const text of texts) by.requester.warn(text);
}
