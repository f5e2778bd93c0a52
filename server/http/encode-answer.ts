/** Answers in the form that the client wants. The stored bytes are sent as they are wherever they fit. */
import { Buffer } from 'node:buffer';
import { type ApiError, badRequest, statusError } from '../api/errors.ts';
import { invalid } from '../api/field-error.ts';
import { encodeProtobuf, type JsonObject } from '../api/protobuf/encode.ts';
import { writeYaml } from '../api/yaml/write-yaml.ts';
import type { ListedObjects } from '../registry/list.ts';
import type { Resource } from '../registry/resource.ts';
import type { StoredObject } from '../registry/stored-object.ts';
import { type ListMetadata, partialObject, type RowObject, type ShownKind, tableOf } from '../registry/table.ts';
import { type Accepted, MEDIA_TYPES } from './negotiation.ts';

export interface Answer {
  contentType: string;
  body: Buffer;
}

export interface AnswerForm {
  accepted: Accepted;
  pretty: boolean;
  /** Of tables. */
  includeObject: RowObject;
  now: number;
}

export function encodeObject(resource: ShownKind, stored: StoredObject, form: AnswerForm): Answer {
  const { accepted } = form;
  if (accepted.format === 'json' && !accepted.as && !form.pretty) return json(stored.bytes);
  return encodeValue(transformed(resource, stored, form), form);
}

function transformed(resource: ShownKind, stored: StoredObject, form: AnswerForm): unknown {
  const { as } = form.accepted;
  if (!as) return stored.object;
  if (as.kind === 'Table') {
    const { resourceVersion } = stored.object.metadata;
    return versioned(
      tableOf(resource, [stored], { ...rows(form), metadata: { ...(resourceVersion && { resourceVersion }) } }),
      form,
    );
  }
  if (as.kind === 'PartialObjectMetadataList') throw notThat(resource, as.kind);
  return versioned(partialObject(resource, stored.object), form);
}

/** One object is asked for as a list, or a list as one object. */
function notThat({ type }: ShownKind, wanted: 'PartialObjectMetadata' | 'PartialObjectMetadataList'): ApiError {
  const kind = `${type.group.split('.')[0] || 'core'}.${type.kind}`;
  const found = wanted === 'PartialObjectMetadata' ? `a list (*${kind}List)` : `not a list (*${kind})`;
  return statusError(406, 'NotAcceptable', `you requested ${wanted}, but the requested object is ${found}`);
}

/** Any value: Status, views, documents. */
export function encodeValue(value: unknown, { accepted, pretty }: Pick<AnswerForm, 'accepted' | 'pretty'>): Answer {
  if (accepted.format === 'yaml') return { contentType: MEDIA_TYPES.yaml, body: Buffer.from(writeYaml(value)) };
  if (accepted.format === 'protobuf') {
    return { contentType: MEDIA_TYPES.protobuf, body: encodeProtobuf(value as JsonObject) };
  }
  return json(Buffer.from(pretty ? JSON.stringify(value, null, 2) : `${JSON.stringify(value)}\n`));
}

export function encodeList(resource: Resource, list: ListedObjects, form: AnswerForm): Answer {
  const { accepted } = form;
  const metadata = listMetadata(list);
  if (accepted.format === 'json' && !accepted.as && !form.pretty)
    return json(joinedList(resource, list.items, metadata));
  return encodeValue(transformedList(resource, list.items, { ...form, metadata }), form);
}

function transformedList(
  resource: Resource,
  items: readonly StoredObject[],
  form: AnswerForm & { metadata: ListMetadata },
): unknown {
  const { as } = form.accepted;
  const { metadata } = form;
  if (!as) {
    return { kind: resource.listKind, apiVersion: resource.apiVersion, metadata, items: items.map(withoutKind) };
  }
  if (as.kind === 'Table') return versioned(tableOf(resource, items, { ...rows(form), metadata }), form);
  if (as.kind === 'PartialObjectMetadata') throw notThat(resource, as.kind);
  const partial =
    items.length === 0 ? null : items.map(({ object }) => versioned(partialObject(resource, object), form));
  return versioned({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: partial }, form);
}

/** The items of a list do not say what they are. */
function withoutKind({ object }: StoredObject): object {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  return rest;
}

function listMetadata({ revision, ...list }: ListedObjects): ListMetadata {
  return {
    resourceVersion: String(revision),
    ...(list.continue !== undefined && { continue: list.continue }),
    ...(list.remainingItemCount !== undefined && { remainingItemCount: list.remainingItemCount }),
  };
}

const COMMA = Buffer.from(',');
const OPEN = Buffer.from('{');
const END = Buffer.from(']}\n');

/** The stored bytes joined; each begins with its kind, which is left out, and ends with a line feed. */
export function joinedList(resource: Resource, items: readonly StoredObject[], metadata: unknown): Buffer {
  const head = `{"kind":"${resource.listKind}","apiVersion":"${resource.apiVersion}","metadata":${JSON.stringify(metadata)},"items":[`;
  const skipped = `{"kind":"${resource.type.kind}","apiVersion":"${resource.apiVersion}",`.length;
  const parts: Buffer[] = [Buffer.from(head)];
  for (let i = 0; i < items.length; i++) {
    const { bytes } = items[i] as StoredObject;
    if (i > 0) parts.push(COMMA);
    parts.push(OPEN, bytes.subarray(skipped, bytes.length - 1));
  }
  parts.push(END);
  return Buffer.concat(parts);
}

function json(body: Buffer): Answer {
  return { contentType: MEDIA_TYPES.json, body };
}

function rows(form: AnswerForm) {
  return { includeObject: form.includeObject, noHeaders: false, now: form.now };
}

export function versioned<T extends Record<string, unknown>>(value: T, { accepted }: Pick<AnswerForm, 'accepted'>): T {
  return accepted.as?.version === 'v1beta1' ? { ...value, apiVersion: 'meta.k8s.io/v1beta1' } : value;
}

/** Throws 400 for a word that is none. */
export function includeObjectOf(value: string | undefined): RowObject {
  if (value === undefined || value === '') return 'Metadata';
  if (value === 'None' || value === 'Metadata' || value === 'Object') return value;
  const error = invalid('includeObject', value, "must be 'Metadata', 'Object', 'None', or empty");
  throw badRequest(`Unable to convert to Table as requested: ${error.field}: ${error.message}`);
}
