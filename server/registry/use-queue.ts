/** Lets objects rest that were not used lately. */
import type { KeptObject, UseQueue } from './kept-object.ts';
import { packTogether } from './packed-bytes.ts';
import { createSharedParts } from './shared-parts.ts';

/** Bytes of JSON of the objects that do not rest; with their values they take four times that. */
const IN_USE = 4 * 1024 * 1024;
/** Bytes that are packed together. */
const BLOCK = 16 * 1024;

export function createUseQueue(): UseQueue {
  let queue: KeptObject[] = [];
  let head = 0;
  let size = 0;
  const packing = createPacking();

  const letRest = () => {
    const object = queue[head++] as KeptObject;
    if (object.takeSecondChance()) {
      queue.push(object);
      return;
    }
    size -= object.size;
    object.rest();
    packing.add(object);
  };

  return {
    parts: createSharedParts(),
    add(object) {
      queue.push(object);
      size += object.size;
      while (size > IN_USE) letRest();
      if (head < 1024 || head < queue.length / 2) return;
      queue = queue.slice(head);
      head = 0;
    },
  };
}

/** Packs what nobody has used yet, such as what was read from the disk, a few milliseconds at a time. */
export async function packAtLeisure(objects: readonly KeptObject[], signal: AbortSignal): Promise<void> {
  const packing = createPacking();
  for (const [i, object] of objects.entries()) {
    if (object.isUntouched) packing.add(object);
    if (i % 250 > 0) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) return;
  }
}

/** Those that have been replaced meanwhile are for history only, which forgets them soon. */
function createPacking(): { add(object: KeptObject): void } {
  let waiting: KeptObject[] = [];
  let size = 0;

  const packAll = () => {
    const objects = waiting.filter(({ isUnpacked }) => isUnpacked);
    const packed = packTogether(objects.map((object) => object.toPack()));
    for (const [i, object] of objects.entries()) object.pack(packed[i] as (typeof packed)[number]);
    waiting = [];
    size = 0;
  };

  return {
    add(object) {
      if (object.isRetired || !object.isUnpacked) return;
      waiting.push(object);
      size += object.size;
      if (size >= BLOCK) packAll();
    },
  };
}
