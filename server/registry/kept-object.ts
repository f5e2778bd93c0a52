/** What is stored, in memory: at hand while it is in use, in little room when it is not. */
import { Buffer } from 'node:buffer';
import type { StoreEvent } from '../storage/store.ts';
import { PackedBytes } from './packed-bytes.ts';
import type { SharedParts } from './shared-parts.ts';
import { type AnyObject, bytesAt, type StoredObject } from './stored-object.ts';

/** Which objects were used lately. The others take little room. */
export interface UseQueue {
  /** Until so many others have been used that it is the turn of this one to rest. */
  add(object: KeptObject): void;
  /** What the values of all objects of this process have in common. */
  readonly parts: SharedParts;
}

/** What an event of the store tells of. */
export function keptObject(
  key: string,
  { bytes, revision, decoded }: Pick<StoreEvent, 'bytes' | 'revision' | 'decoded'>,
  inUse: UseQueue,
): KeptObject {
  const made = new KeptObject(key, bytes, revision, inUse);
  if (decoded) made.takeDraft(decoded as AnyObject);
  return made;
}

/**
 * A committed state. Value and bytes are made from each other when they are asked for and then kept, until it is the
 * turn of this object to rest: what is asked for after that comes out of packed bytes again.
 */
export class KeptObject implements StoredObject {
  readonly key: string;
  readonly revision: number;
  readonly #inUse: UseQueue;
  /** As stored: a string, with an empty place for the revision. */
  #source: string | Buffer | PackedBytes;
  #object: AnyObject | undefined;
  /** Weakly while it rests: whoever in this process holds it shares it. */
  #bare: AnyObject | WeakRef<AnyObject> | undefined;
  #state: 'untouched' | 'queued' | 'used' | 'resting' | 'retired' = 'untouched';

  constructor(key: string, text: string, revision: number, inUse: UseQueue) {
    this.key = key;
    this.revision = revision;
    this.#source = text;
    this.#inUse = inUse;
  }

  /** What this process has just committed: the draft that the text was made from, which is frozen from here on. */
  takeDraft(draft: AnyObject): void {
    this.#object = this.#finished(draft);
    this.#use();
  }

  get object(): AnyObject {
    this.#use();
    this.#object ??= this.#parsed();
    return this.#object;
  }

  get bare(): AnyObject {
    this.#use();
    this.#bare = this.bareAtHand ?? withoutManagedFields(this.#object ?? this.#parsed());
    return this.#bare;
  }

  get bareAtHand(): AnyObject | undefined {
    return this.#bare instanceof WeakRef ? this.#bare.deref() : this.#bare;
  }

  get bytes(): Buffer {
    this.#use();
    const source = this.#source;
    if (typeof source !== 'string') return source instanceof PackedBytes ? source.unpack() : source;
    const bytes = bytesAt(source, String(this.revision));
    this.#source = bytes;
    return bytes;
  }

  get text(): string | undefined {
    return typeof this.#source === 'string' ? this.#source : undefined;
  }

  get size(): number {
    const source = this.#source;
    if (typeof source !== 'string') return source.length;
    return Buffer.byteLength(source) + String(this.revision).length + 1;
  }

  /** Nobody has asked for it since it was read from the disk. */
  get isUntouched(): boolean {
    return this.#state === 'untouched';
  }

  get isRetired(): boolean {
    return this.#state === 'retired';
  }

  get isUnpacked(): boolean {
    return !(this.#source instanceof PackedBytes);
  }

  /** Whether it was used since it was queued, or since this was last asked. */
  takeSecondChance(): boolean {
    const isUsed = this.#state === 'used';
    if (isUsed) this.#state = 'queued';
    return isUsed;
  }

  /** The values are made anew when they are asked for and nobody holds them. */
  rest(): void {
    if (this.#state !== 'retired') this.#state = 'resting';
    this.#object = undefined;
    if (this.#bare && !(this.#bare instanceof WeakRef)) this.#bare = new WeakRef(this.#bare);
  }

  /** There is a newer state: this one is for those only who come back to see what they missed. */
  retire(): void {
    this.#state = 'retired';
    this.#object = undefined;
    this.#bare = undefined;
  }

  /** Its own bytes, without being used for it. */
  toPack(): Buffer {
    const source = this.#source;
    return source instanceof Buffer ? source : bytesAt(source as string, String(this.revision));
  }

  /** Takes the packed bytes in place of its own. */
  pack(bytes: PackedBytes): void {
    this.#source = bytes;
  }

  #use(): void {
    if (this.#state === 'used' || this.#state === 'retired') return;
    const isQueued = this.#state === 'queued';
    this.#state = 'used';
    if (!isQueued) this.#inUse.add(this);
  }

  #parsed(): AnyObject {
    const source = this.#source;
    return this.#finished(JSON.parse(typeof source === 'string' ? source : this.bytes.toString()) as AnyObject);
  }

  #finished(object: AnyObject): AnyObject {
    object.metadata.resourceVersion = String(this.revision);
    return this.#inUse.parts.freeze(object);
  }
}

/** They come last in metadata. */
function withoutManagedFields(object: AnyObject): AnyObject {
  if (object.metadata.managedFields === undefined) return object;
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  return Object.freeze({ ...object, metadata: Object.freeze(metadata) });
}
