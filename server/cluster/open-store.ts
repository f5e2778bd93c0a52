import { join } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { storeContent } from '../registry/snapshot.ts';
import { openMemoryStore } from '../storage/memory/open-memory-store.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import type { Store } from '../storage/store.ts';
import type { Origin } from './fork.ts';
import type { Settings } from './settings.ts';

/** A copy in memory for a fork, else what is in the folder; a new one in memory when there is neither. */
export async function openStore({ dataDir, clock }: Settings, origin: Origin | undefined): Promise<Store> {
  if (origin) return forkStore(origin, clock);
  if (dataDir === undefined) return openMemoryStore({ clock });
  makeFolder(dataDir);
  return await openSqliteStore({ path: join(dataDir, 'kubeling.db'), clock });
}

function forkStore({ state }: Origin, clock: Clock): Store {
  return openMemoryStore({ clock, content: storeContent(state) });
}
