import type { ApiObject } from './object.ts';
import type { Status } from './types.gen.ts';

/** One event of a watch. A BOOKMARK carries only a resourceVersion; an ERROR carries a Status and ends the watch. */
export type WatchEvent<T extends ApiObject = ApiObject> =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: T }
  | { type: 'ERROR'; object: Status };
