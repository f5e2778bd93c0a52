import { Buffer } from 'node:buffer';
import type { ApiObject } from '../api/object.ts';
import type { ObjectMeta } from '../api/types.gen.ts';
import { deepFreeze } from '../lib/deep-freeze.ts';

/** An object of any kind, with the parts that the machinery looks at. */
export interface AnyObject extends ApiObject {
  metadata: ObjectMeta;
  spec?: unknown;
  status?: unknown;
}

/** A committed state of an object: the frozen value beside the JSON that clients get. */
export interface StoredObject {
  /** `namespace/name`, or `name`: lists are in the order of these. */
  readonly key: string;
  readonly revision: number;
  readonly object: AnyObject;
  /** A line of JSON in UTF-8, beginning with kind and apiVersion and ending with a line feed. */
  readonly bytes: Buffer;
}

/** The revision is known only when the object is committed: the stored text has an empty place for it. */
const PLACE = '"resourceVersion":""';

/** The text to store. Sets `metadata.resourceVersion` to the empty place. */
export function encodeForStore(draft: AnyObject): string {
  draft.metadata = orderedMeta(draft.metadata);
  return JSON.stringify(draft);
}

/** What was committed. `decoded` is the draft that was encoded, if this process did; it is frozen from here on. */
export function storedObject(key: string, text: string, revision: number, decoded?: unknown): StoredObject {
  const object = (decoded ?? JSON.parse(text)) as AnyObject;
  object.metadata.resourceVersion = String(revision);
  return { key, revision, object: deepFreeze(object), bytes: bytesAt(text, String(revision)) };
}

/** The text by which the object is stored: the other way round. */
export function storeText({ bytes, revision }: StoredObject): string {
  const text = bytes.toString('utf8', 0, bytes.length - 1);
  const start = text.indexOf(PLACE.slice(0, -1)) + PLACE.length - 1;
  return text.slice(0, start) + text.slice(start + String(revision).length);
}

/** The object as it is to be committed once more, under a revision to come. */
export function uncommitted({ object }: StoredObject): AnyObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: '' } };
}

/** Like the stored object, but not stored: the answer to a dry run. */
export function unstoredObject(key: string, draft: AnyObject, resourceVersion: string | undefined): StoredObject {
  const metadata = orderedMeta(draft.metadata);
  if (resourceVersion === undefined) delete metadata.resourceVersion;
  else metadata.resourceVersion = resourceVersion;
  const object = { ...draft, metadata };
  return { key, revision: Number(resourceVersion ?? 0), object, bytes: jsonLine(object) };
}

/** The same state seen at a later revision: what a watcher gets when an object leaves its selection. */
export function atRevision(stored: StoredObject, revision: number): StoredObject {
  const { object } = stored;
  const later = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
  return { key: stored.key, revision, object: later, bytes: jsonLine(later) };
}

/** Whether writing the text would change nothing. */
export function isUnchanged(stored: StoredObject, text: string): boolean {
  if (Buffer.byteLength(text) + String(stored.revision).length + 1 !== stored.bytes.length) return false;
  const bytes = bytesAt(text, String(stored.revision));
  return bytes.equals(stored.bytes);
}

export function jsonLine(object: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(object)}\n`);
}

function bytesAt(text: string, resourceVersion: string): Buffer {
  const end = text.indexOf(PLACE) + PLACE.length - 1;
  return Buffer.from(`${text.slice(0, end)}${resourceVersion}${text.slice(end)}\n`);
}

/** In the order of Kubernetes' ObjectMeta, with the place for the revision. */
function orderedMeta(meta: ObjectMeta): ObjectMeta {
  const { name, generateName, namespace, uid, resourceVersion: _, ...rest } = meta;
  return {
    ...(name !== undefined && { name }),
    ...(generateName !== undefined && { generateName }),
    ...(namespace !== undefined && { namespace }),
    ...(uid !== undefined && { uid }),
    resourceVersion: '',
    ...ordered(rest),
  } as ObjectMeta;
}

const ORDER = [
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;

function ordered(meta: Partial<ObjectMeta>): Partial<ObjectMeta> {
  const out: Record<string, unknown> = {};
  for (const name of ORDER) {
    const value = meta[name];
    if (value !== undefined) out[name] = value;
  }
  return out as Partial<ObjectMeta>;
}
