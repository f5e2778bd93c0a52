/** PATCH: a change in one of four formats, tried again when another writer is faster. */
import { badRequest } from '../api/errors.ts';
import { type Decoded, DecodeError, decode } from '../api/schema/decode.ts';
import type { ObjectSchema } from '../api/schema/schema.ts';
import { schemaOf } from '../api/schema/schemas.ts';
import { typeMetaOf } from '../api/schema/type-meta.ts';
import { strictYamlError } from '../api/yaml/parse-yaml.ts';
import { timestamp } from '../lib/timestamps.ts';
import { decodeChange, defaultsFor } from './decode-change.ts';
import { asDraft, type KindName, kindFault, namesNoManagers, reportFaults } from './decode-object.ts';
import { applyConfiguration } from './managed-fields/apply.ts';
import {
  applyPatch,
  misfitText,
  type PatchFormat,
  patchFaults,
  patchOf,
  type Patch as ReadPatch,
  readPatch,
  refusedPatch,
} from './patch/apply-patch.ts';
import type { Registry } from './registry.ts';
import type { Body, FieldValidation, Requester, WriteOptions } from './request.ts';
import type { AnyObject, StoredObject } from './stored-object.ts';
import type { UpdateTarget, ViewTarget } from './targets.ts';
import { writerOf } from './tracking.ts';
import { checkNames, type Updated, updateObject } from './update.ts';
import { writeView } from './view.ts';
import { viewWriter } from './view-ownership.ts';

export interface PatchBody {
  format: PatchFormat | 'apply';
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
  const { format, body } = request.patch;
  if (format === 'apply') return applyObject(registry, target, request);
  const patch = patchDocument(format, body, request.options.fieldValidation);
  return updateObject(
    registry,
    target,
    {
      draft: (current) => {
        const change = { resource, part: target.part, stored: current as AnyObject };
        const value = patchedValue(resource.schema, change.stored, patch, {
          options: request.options,
          requester: request.requester,
          decode: (patched) => decodeChange(resource.schema, patched, change),
          kindFault: (named) => kindFault(named, resource.type),
        });
        const draft = asDraft(resource, value as unknown as AnyObject, defaultsFor(change, value));
        checkNames(draft, resource, target.key);
        return draft;
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
  const { body } = request.patch;
  const config = configOf(body);
  return updateObject(
    registry,
    target,
    {
      draft: (current) => {
        const writer = writerOf(target, {
          manager: request.options.fieldManager,
          now: timestamp(registry.clock.now()),
        });
        const { force } = request.patch;
        const { object, managedFields } = applyConfiguration(resource.schema, current, config, { ...writer, force });
        reportDuplicates(body, request);
        const draft = asDraft(resource, decode(resource.schema, object).value as unknown as AnyObject);
        if (managedFields) draft.metadata.managedFields = managedFields;
        else delete draft.metadata.managedFields;
        checkNames(draft, resource, target.key);
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
  const { format, body } = request.patch;
  if (format === 'apply') return applyView(registry, target, request);
  const patch = patchDocument(format, body, request.options.fieldValidation);
  const next = (view: AnyObject) => {
    const value = patchedValue(schema, view, patch, {
      ...request,
      decode: (patched) => decode(schema, patched),
      kindFault: () => undefined,
    });
    return { view: value as unknown as AnyObject };
  };
  return writeView(registry, target, next, request);
}

async function applyView(registry: Registry, target: ViewTarget, request: PatchRequest): Promise<StoredObject> {
  const schema = schemaOf(target.rules.view);
  const config = configOf(request.patch.body);
  const by = { manager: request.options.fieldManager, now: timestamp(registry.clock.now()) };
  const next = (view: AnyObject) => {
    const { object, managedFields } = applyConfiguration(schema, view, config, {
      ...viewWriter(target, by),
      force: request.patch.force,
    });
    reportDuplicates(request.patch.body, request);
    return { view: decode(schema, object).value as unknown as AnyObject, managedFields };
  };
  return writeView(registry, target, next, request);
}

function patchDocument(format: PatchFormat, body: Body, validation: FieldValidation): ReadPatch {
  if ('text' in body) return readPatch(format, body.text, validation);
  return patchOf(format, { value: body.json, duplicates: [] }, validation);
}

function configOf(body: Body): unknown {
  return 'text' in body ? JSON.parse(body.text) : body.json;
}

/** Keys that a configuration sets twice; told after what is wrong with applying it. Throws 400 if the writer is strict. */
function reportDuplicates(body: Body, { options, requester }: PatchRequest): void {
  if ('text' in body || body.faults.length === 0 || options.fieldValidation === 'Ignore') return;
  if (options.fieldValidation === 'Warn') {
    for (const fault of body.faults) requester.warn(fault);
    return;
  }
  throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${strictYamlError(body.faults)}`);
}

/** What is wrong with the kind and the version that a patched object has; without them they stay as they are. */
function nameFault(patched: unknown, kindFault: (named: KindName) => string | undefined): string | undefined {
  const { apiVersion, kind } = patched as Partial<Record<keyof KindName, unknown>>;
  if (typeof apiVersion === 'string' && typeof kind === 'string') return kindFault({ apiVersion, kind });
  try {
    typeMetaOf(patched);
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return `couldn't get version/kind; json parse error: ${error.message}`;
    throw error;
  }
}

/** The patched object, decoded. Throws 422 when it is none of its kind any more. */
function patchedValue(
  schema: ObjectSchema,
  current: AnyObject,
  patch: ReadPatch,
  by: {
    options: WriteOptions;
    requester: Requester;
    decode(patched: unknown): Decoded;
    kindFault(named: KindName): string | undefined;
  },
): Record<string, unknown> {
  const patched = applyPatch(schema, current, patch);
  const outcome = { patch, current, patched };
  const fault = nameFault(patched, by.kindFault);
  if (fault !== undefined) throw refusedPatch(outcome, fault);
  try {
    const { value, unknownFields } = by.decode(patched);
    if (namesNoManagers(patched)) (value as unknown as AnyObject).metadata.managedFields = [];
    const { requester } = by;
    const { fieldValidation } = by.options;
    reportFaults(patchFaults(patch, unknownFields), { requester, fieldValidation }, (text) =>
      refusedPatch(outcome, text),
    );
    return value;
  } catch (error) {
    if (error instanceof DecodeError) throw refusedPatch(outcome, misfitText(schema, outcome, error.message));
    throw error;
  }
}
