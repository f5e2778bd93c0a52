/** Events of a watch as bytes. An event is encoded once for all who watch in the same form. */
import { Buffer } from 'node:buffer';
import type { ApiError } from '../../api/errors.ts';
import { encodeProtobufEvent, type JsonObject } from '../../api/protobuf/encode.ts';
import { decode } from '../../api/schema/decode.ts';
import type { Resource } from '../../registry/resource.ts';
import { type AnyObject, encodedObject, jsonLine, type StoredObject } from '../../registry/stored-object.ts';
import { partialObject, type RowObject, tableOf } from '../../registry/table.ts';
import type { ObjectEvent } from '../../registry/watch.ts';
import { versioned } from '../encode-answer.ts';
import type { Accepted } from '../negotiation.ts';

export interface WatchForm {
  accepted: Accepted;
  includeObject: RowObject;
  now(): number;
}

export interface FrameEncoder {
  event(event: ObjectEvent): Buffer;
  bookmark(revision: number, options: { initialEventsEnd: boolean }): Buffer;
  error(error: ApiError): Buffer;
}

type FrameType = ObjectEvent['type'] | 'BOOKMARK' | 'ERROR';

export function createFrameEncoder(resource: Resource, form: WatchForm): FrameEncoder {
  const { accepted } = form;
  const plain = accepted.format === 'json' && !accepted.as;
  const frame = accepted.format === 'protobuf' ? protobufFrame : jsonFrame;
  const shown = objectForm(resource, form);
  return {
    event: plain ? ({ type, stored }) => plainFrame(type, stored) : ({ type, stored }) => frame(type, shown(stored)),
    bookmark: (revision, options) => frame('BOOKMARK', shown(bookmarkOf(resource, revision, options))),
    error: ({ status }) => frame('ERROR', status),
  };
}

/** The first table of a watch has the column definitions. */
function objectForm(
  resource: Resource,
  form: WatchForm,
): (stored: StoredObject) => AnyObject | Record<string, unknown> {
  const { as } = form.accepted;
  if (!as) return (stored) => stored.object;
  if (as.kind !== 'Table') return (stored) => versioned(partialObject(resource, stored.object), form);
  let noHeaders = false;
  return (stored) => {
    const { resourceVersion = '' } = stored.object.metadata;
    const options = { includeObject: form.includeObject, noHeaders, now: form.now() };
    noHeaders = true;
    return versioned(tableOf(resource, [stored], { ...options, metadata: { resourceVersion } }), form);
  };
}

function bookmarkOf(resource: Resource, revision: number, options: { initialEventsEnd: boolean }): StoredObject {
  const object = decode(resource.schema, {}).value as unknown as AnyObject;
  object.kind = resource.type.kind;
  object.apiVersion = resource.apiVersion;
  object.metadata = {
    resourceVersion: String(revision),
    ...(options.initialEventsEnd && { annotations: { 'k8s.io/initial-events-end': 'true' } }),
  } as Partial<AnyObject['metadata']> as AnyObject['metadata'];
  return encodedObject('', revision, object);
}

/** All who watch are told of an event before the next one: so many frames are kept as there are forms of one state. */
let latest: { stored: StoredObject | undefined; frames: Partial<Record<FrameType, Buffer>> } = {
  stored: undefined,
  frames: {},
};

function plainFrame(type: ObjectEvent['type'], stored: StoredObject): Buffer {
  if (latest.stored !== stored) latest = { stored, frames: {} };
  latest.frames[type] ??= Buffer.concat([PREFIXES[type], stored.bytes.subarray(0, -1), SUFFIX]);
  return latest.frames[type];
}

const PREFIXES = {
  ADDED: Buffer.from('{"type":"ADDED","object":'),
  MODIFIED: Buffer.from('{"type":"MODIFIED","object":'),
  DELETED: Buffer.from('{"type":"DELETED","object":'),
};
const SUFFIX = Buffer.from('}\n');

function protobufFrame(type: FrameType, object: object): Buffer {
  return encodeProtobufEvent(type, object as JsonObject);
}

function jsonFrame(type: FrameType, object: object): Buffer {
  return jsonLine({ type, object });
}
