import { Buffer } from 'node:buffer';
import type { ApiObject } from '../api/object.ts';
import type { ObjectMeta } from '../api/types.gen.ts';
import type { Encoded } from '../storage/store.ts';

/** An object of any kind, with the parts that the machinery looks at. */
export interface AnyObject extends ApiObject {
  metadata: ObjectMeta;
  spec?: unknown;
  status?: unknown;
}

/** A state of an object: the frozen value beside the JSON that clients get. */
export interface StoredObject {
  /** `namespace/name`, or `name`: lists are in the order of these. */
  readonly key: string;
  readonly revision: number;
  readonly object: AnyObject;
  /** The same without managedFields, which are more than half of many objects and matter to writers only. */
  readonly bare: AnyObject;
  /** A line of JSON in UTF-8, beginning with kind and apiVersion and ending with a line feed. */
  readonly bytes: Buffer;
  /** How many bytes. */
  readonly size: number;
  /** The state that this one repeats, under another revision. */
  readonly origin?: StoredObject;
  /** The text by which it is stored, if that is at hand. */
  readonly text?: string | undefined;
  /** `bare`, if somebody holds it: to look at it is not to use the object. */
  readonly bareAtHand?: AnyObject | undefined;
}

/** The revision is known only when the object is committed: the stored text has an empty place for it. */
const PLACE = '"resourceVersion":""';

/** The text to store. Sets `metadata.resourceVersion` to the empty place. */
export function encodeForStore(draft: AnyObject): string {
  draft.metadata = orderedMeta(draft.metadata);
  return JSON.stringify(draft);
}

/** The text by which the object is stored: the other way round. */
export function storeText(stored: StoredObject): string {
  if (stored.text !== undefined) return stored.text;
  const { bytes, revision } = stored;
  const text = bytes.toString('utf8', 0, bytes.length - 1);
  const start = text.indexOf(PLACE.slice(0, -1)) + PLACE.length - 1;
  return text.slice(0, start) + text.slice(start + String(revision).length);
}

/** What to write so that a state is once more, or so that it is the last one that watchers see. */
export function encodedAgain(stored: StoredObject): Encoded {
  return new EncodedAgain(stored);
}

/** What the event of such a write made. */
export function storedAgain(decoded: unknown, revision: number): StoredObject | undefined {
  return decoded instanceof EncodedAgain ? new RepeatedState(decoded, revision) : undefined;
}

class EncodedAgain implements Encoded {
  readonly origin: StoredObject;
  /** Without the revision. */
  readonly size: number;
  #bytes: string | undefined;

  constructor(stored: StoredObject) {
    this.origin = stored.origin ?? stored;
    this.size = stored.size - String(stored.revision).length;
  }

  get decoded(): EncodedAgain {
    return this;
  }

  get bytes(): string {
    this.#bytes ??= storeText(this.origin);
    return this.#bytes;
  }
}

/** Thousands may come back or go at once, of which few are ever looked at. */
class RepeatedState implements StoredObject {
  readonly key: string;
  readonly revision: number;
  readonly origin: StoredObject;
  readonly size: number;
  #object: AnyObject | undefined;
  #bare: AnyObject | undefined;
  #bytes: Buffer | undefined;

  constructor({ origin, size }: EncodedAgain, revision: number) {
    this.key = origin.key;
    this.revision = revision;
    this.origin = origin;
    this.size = size + String(revision).length;
  }

  get object(): AnyObject {
    this.#object ??= objectAt(this.origin.object, this.revision);
    return this.#object;
  }

  get bare(): AnyObject {
    this.#bare ??= objectAt(this.origin.bareAtHand ?? this.origin.bare, this.revision);
    return this.#bare;
  }

  get bytes(): Buffer {
    this.#bytes ??= bytesAt(storeText(this.origin), String(this.revision));
    return this.#bytes;
  }
}

function objectAt(object: AnyObject, revision: number): AnyObject {
  const metadata = Object.freeze({ ...object.metadata, resourceVersion: String(revision) });
  return Object.freeze({ ...object, metadata });
}

/** Like the stored object, but not stored: the answer to a dry run. */
export function unstoredObject(key: string, draft: AnyObject, resourceVersion: string | undefined): StoredObject {
  const metadata = orderedMeta(draft.metadata);
  if (resourceVersion === undefined) delete metadata.resourceVersion;
  else metadata.resourceVersion = resourceVersion;
  return encodedObject(key, Number(resourceVersion ?? 0), { ...draft, metadata });
}

/** Any object in the form in which clients get stored ones. */
export function encodedObject(key: string, revision: number, object: AnyObject): StoredObject {
  const bytes = jsonLine(object);
  return { key, revision, object, bare: object, bytes, size: bytes.length };
}

/** The same state seen at a later revision: what a watcher gets when an object leaves its selection. */
export function atRevision(stored: StoredObject, revision: number): StoredObject {
  const { key, object } = stored;
  const metadata = { ...object.metadata, resourceVersion: String(revision) };
  return encodedObject(key, revision, { ...object, metadata });
}

/** Whether writing the text would change nothing. */
export function isUnchanged(stored: StoredObject, text: string): boolean {
  if (Buffer.byteLength(text) + String(stored.revision).length + 1 !== stored.size) return false;
  const bytes = bytesAt(text, String(stored.revision));
  return bytes.equals(stored.bytes);
}

export function jsonLine(object: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(object)}\n`);
}

/** The bytes of a stored text, with the revision in its place. */
export function bytesAt(text: string, resourceVersion: string): Buffer {
  const end = text.indexOf(PLACE) + PLACE.length - 1;
  return Buffer.from(`${text.slice(0, end)}${resourceVersion}${text.slice(end)}\n`);
}

const ORDER = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const satisfies readonly (keyof ObjectMeta)[];

/** In the order of Kubernetes' ObjectMeta, with the place for the revision. */
function orderedMeta(meta: ObjectMeta): ObjectMeta {
  const out: Record<string, unknown> = {};
  for (const name of ORDER) {
    const value = name === 'resourceVersion' ? '' : meta[name];
    if (value !== undefined) out[name] = value;
  }
  return out as unknown as ObjectMeta;
}
