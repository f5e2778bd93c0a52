import { KeyExists, KeyNotFound, RevisionConflict, type StoreError } from './errors.ts';
import type { Encoded, StoreEvent, Write } from './store.ts';

/** A write that was checked and has its revision, and the revision that it replaces (0 for a create). */
export interface Change {
  event: StoreEvent;
  previous: number;
}

/** Writes that shall be committed together. */
export interface Stage {
  readonly changes: Change[];
  /** Checks writes against what is stored and staged, and adds all or none. Answers with the last revision, or why not. */
  add(writes: readonly Write[]): number | StoreError;
}

/** `revision` is the latest; `revisionOf` tells that of a key, 0 when it is not there. */
export function createStage({ revision, revisionOf }: { revision: number; revisionOf(key: string): number }): Stage {
  const changes: Change[] = [];
  const staged = new Map<string, number>();

  const undo = (count: number) => {
    for (const { event, previous } of changes.splice(count).reverse()) staged.set(event.key, previous);
  };

  return {
    changes,
    add(writes) {
      const before = changes.length;
      for (const write of writes) {
        const previous = staged.get(write.key) ?? revisionOf(write.key);
        const refusal = refuse(write, previous);
        if (refusal) {
          undo(before);
          return refusal;
        }
        const event = eventOf(write, revision + changes.length + 1);
        staged.set(write.key, write.kind === 'delete' ? 0 : event.revision);
        changes.push({ event, previous });
      }
      return revision + changes.length;
    },
  };
}

function refuse(write: Write, actual: number): StoreError | undefined {
  if (write.kind === 'create') return actual === 0 ? undefined : new KeyExists(write.key);
  if (actual === 0) return new KeyNotFound(write.key);
  return actual === write.expected ? undefined : new RevisionConflict(write.key, write.expected, actual);
}

function eventOf({ kind: type, key, value }: Write, revision: number): StoreEvent {
  if (value.size !== undefined) return new UnmadeEvent(type, key, { value, revision });
  const event: StoreEvent = { type, key, bytes: value.bytes, revision };
  if (value.decoded !== undefined) event.decoded = value.decoded;
  return event;
}

/** Its bytes are made when somebody asks for them. */
class UnmadeEvent implements StoreEvent {
  readonly type: Write['kind'];
  readonly key: string;
  readonly revision: number;
  readonly #value: Encoded;

  constructor(type: Write['kind'], key: string, { value, revision }: { value: Encoded; revision: number }) {
    this.type = type;
    this.key = key;
    this.revision = revision;
    this.#value = value;
  }

  get bytes(): string {
    return this.#value.bytes;
  }

  get decoded(): unknown {
    return this.#value.decoded;
  }

  get size(): number {
    return this.#value.size as number;
  }
}
