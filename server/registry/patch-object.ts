import { decode } from '../api/schema/decode.ts';
import { parseJson } from '../api/schema/parse-json.ts';
import type { ObjectSchema } from '../api/schema/schema.ts';
import { schemaOf } from '../api/schema/schemas.ts';
import type { PatchType } from '../client/client.ts';
import { timestamp } from '../lib/timestamps.ts';
import { asDraft } from './decode-object.ts';
import { applyConfiguration } from './managed-fields/apply.ts';
import { applyJsonPatch } from './patch/json-patch.ts';
import { type JsonObject, mergePatch } from './patch/merge-patch.ts';
import { strategicMerge } from './patch/strategic-merge.ts';
import type { Registry } from './registry.ts';
import type { Body, Requester, WriteOptions } from './request.ts';
import type { AnyObject, StoredObject } from './stored-object.ts';
import { type Updated, type UpdateTarget, updateObject } from './update.ts';
import { type ViewTarget, writeView } from './view.ts';

export interface PatchBody {
  type: PatchType;
  body: Body;
  /** Server-side apply takes what others own. */
  force: boolean;
}

export interface PatchRequest {
  patch: PatchBody;
  options: WriteOptions;
  requester: Requester;
}

export async function patchObject(registry: Registry, target: UpdateTarget, request: PatchRequest): Promise<Updated> {
  const { resource } = target;
  if (request.patch.type === 'application/apply-patch+yaml') return applyObject(registry, target, request);
  const json = jsonOf(request.patch.body);
  return updateObject(
    registry,
    target,
    {
      draft: (current) => {
        const patched = patchedJson(resource.schema, current, { type: request.patch.type, json });
        return asDraft(resource, decode(resource.schema, patched).value as unknown as AnyObject);
      },
      retries: true,
      creates: 'never',
      checksUid: false,
    },
    request,
  );
}

async function applyObject(registry: Registry, target: UpdateTarget, request: PatchRequest): Promise<Updated> {
  const { resource } = target;
  const json = jsonOf(request.patch.body);
  return updateObject(
    registry,
    target,
    {
      draft: (current) => {
        const { object, managedFields } = applyConfiguration(resource.schema, current, json, {
          manager: request.options.fieldManager,
          force: request.patch.force,
          apiVersion: resource.apiVersion,
          now: timestamp(registry.clock.now()),
          ...(target.part && { subresource: target.part.name }),
        });
        const draft = asDraft(resource, decode(resource.schema, object).value as unknown as AnyObject);
        draft.metadata.managedFields = managedFields;
        return draft;
      },
      retries: true,
      managed: true,
      creates: 'always',
      checksUid: false,
    },
    request,
  );
}

export async function patchView(registry: Registry, target: ViewTarget, request: PatchRequest): Promise<StoredObject> {
  const schema = schemaOf(target.rules.view);
  const json = jsonOf(request.patch.body);
  return writeView(
    registry,
    target,
    (view) =>
      decode(schema, patchedJson(schema, view, { type: request.patch.type, json })).value as unknown as AnyObject,
    request,
  );
}

function jsonOf(body: Body): unknown {
  return 'text' in body ? parseJson(body.text) : body.json;
}

function patchedJson(schema: ObjectSchema, current: unknown, patch: { type: PatchType; json: unknown }): unknown {
  switch (patch.type) {
    case 'application/json-patch+json':
      return applyJsonPatch(current, patch.json as unknown[]);
    case 'application/merge-patch+json':
      return mergePatch(current, patch.json);
    default:
      return strategicMerge(schema, current as JsonObject, patch.json as JsonObject);
  }
}
