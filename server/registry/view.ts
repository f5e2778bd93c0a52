/** A subresource that shows an object as another kind, such as its scale: read, replaced and patched as that kind. */
import { badRequest, conflict, invalidObject, MODIFIED_MEANWHILE } from '../api/errors.ts';
import { apiVersionOf } from '../api/object.ts';
import { DecodeError, decode } from '../api/schema/decode.ts';
import { decodeText } from '../api/schema/decode-text.ts';
import { JsonSyntaxError } from '../api/schema/parse-json.ts';
import { schemaOf } from '../api/schema/schemas.ts';
import { typeMetaOf } from '../api/schema/type-meta.ts';
import type { ManagedFieldsEntry } from '../api/types.gen.ts';
import { timestamp } from '../lib/timestamps.ts';
import { asDraft, checkKind, unfit } from './decode-object.ts';
import type { ViewSubresource } from './define-resource.ts';
import { getObject } from './get.ts';
import { trackUpdate } from './managed-fields/track-changes.ts';
import type { Registry } from './registry.ts';
import type { Body, Requester, WriteOptions } from './request.ts';
import { resourceName } from './resource.ts';
import { type AnyObject, encodedObject, type StoredObject } from './stored-object.ts';
import type { ViewTarget } from './targets.ts';
import { updateObject } from './update.ts';
import { ownersAfterView, viewWriter, withOwners } from './view-ownership.ts';

export function getView(registry: Registry, { resource, key, rules }: ViewTarget): StoredObject {
  return viewOf(getObject(registry, { resource, key }), rules);
}

function viewOf(stored: StoredObject, rules: ViewSubresource<AnyObject>): StoredObject {
  const object = rules.read(stored.object) as AnyObject;
  return encodedObject(stored.key, stored.revision, object);
}

/** A written view, and its ownership where the writer has reckoned with it already, as server-side apply does. */
export type NextView = { view: AnyObject } | { view: AnyObject; managedFields: ManagedFieldsEntry[] | undefined };

/** `next` makes the new view from the present one. */
export async function writeView(
  registry: Registry,
  target: ViewTarget,
  next: (view: AnyObject) => NextView,
  request: { options: WriteOptions; requester: Requester },
): Promise<StoredObject> {
  const { resource, key, rules } = target;
  const by = { manager: request.options.fieldManager, now: timestamp(registry.clock.now()) };
  const tracked = (old: AnyObject, view: AnyObject) =>
    trackUpdate(schemaOf(rules.view), old, view, viewWriter(target, by));
  const { stored } = await updateObject(
    registry,
    { resource, key },
    {
      draft: (current) => {
        const old = withOwners(target, rules.read(current as AnyObject) as AnyObject, current as AnyObject);
        const written = next(old);
        const { view } = written;
        checkView(target, view, current as AnyObject);
        const draft = asDraft(resource, decode(resource.schema, current).value as unknown as AnyObject);
        rules.write(draft, view);
        const owners = 'managedFields' in written ? written.managedFields : tracked(old, view);
        const managedFields = ownersAfterView(target, current as AnyObject, owners);
        if (managedFields) draft.metadata.managedFields = managedFields;
        else delete draft.metadata.managedFields;
        return draft;
      },
      retries: true,
      managed: true,
      creates: 'never',
      checksUid: false,
    },
    request,
  );
  return viewOf(stored, rules);
}

/** PUT of a view. */
export async function replaceView(
  registry: Registry,
  target: ViewTarget,
  request: { body: Body; options: WriteOptions; requester: Requester },
): Promise<StoredObject> {
  const view = decodeView(target, request.body);
  return writeView(registry, target, () => ({ view }), request);
}

/** Throws 400 for what is not of the view's kind. */
function decodeView({ rules }: ViewTarget, body: Body): AnyObject {
  const { view } = rules;
  const schema = schemaOf(view);
  const inspect = (json: unknown) => {
    const { apiVersion, kind } = typeMetaOf(json);
    checkKind({ apiVersion: apiVersion || apiVersionOf(view), kind: kind || view.kind }, view);
  };
  try {
    if ('text' in body) return decodeText(schema, body.text, inspect).value as unknown as AnyObject;
    inspect(body.json);
    return decode(schema, body.json).value as unknown as AnyObject;
  } catch (error) {
    if (!(error instanceof DecodeError) && !(error instanceof JsonSyntaxError)) throw error;
    throw unfit({ apiVersion: apiVersionOf(view), kind: view.kind }, view, error.message);
  }
}

function checkView({ resource, key, rules }: ViewTarget, view: AnyObject, current: AnyObject): void {
  const { name, resourceVersion } = view.metadata ?? {};
  if (name !== undefined && name !== key.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${key.name})`);
  }
  if (resourceVersion && resourceVersion !== '0' && resourceVersion !== current.metadata.resourceVersion) {
    throw conflict(resourceName(resource), key.name, MODIFIED_MEANWHILE);
  }
  const errors = rules.validate?.(view) ?? [];
  if (errors.length > 0) throw invalidObject(rules.view, key.name, errors);
}
