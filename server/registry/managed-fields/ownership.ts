/** How ownership moves when fields change. */
import type { Changes } from './compare.ts';
import { difference, type FieldSet, intersection, isEmpty, pathsOf, union } from './field-set.ts';
import { isSameManager, type Manager, type ManagerId, printManagerId } from './managers.ts';

/** A field that another manager owns with another value. */
export interface OwnershipConflict {
  readonly manager: ManagerId;
  readonly path: readonly string[];
}

/** Who but the writer loses fields to this change, field by field; in the order of the managers' names. */
export function conflictsOf(managers: readonly Manager[], changes: Changes, writer: ManagerId): OwnershipConflict[] {
  if (isEmpty(changes.written)) return [];
  return managers
    .filter((manager) => !isSameManager(manager, writer))
    .map((manager) => ({ manager, id: printManagerId(manager), lost: intersection(manager.fields, changes.written) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({ manager, lost }) => pathsOf(lost).map((path) => ({ manager, path })));
}

/** The other managers own neither what was written nor what is gone. `writer` is left alone, if given. */
export function disowned(managers: readonly Manager[], changes: Changes, writer?: ManagerId): Manager[] {
  return managers.map((manager) => {
    if (writer !== undefined && isSameManager(manager, writer)) return manager;
    const fields = difference(difference(manager.fields, changes.written), changes.removed);
    return fields === manager.fields ? manager : withFields(manager, fields);
  });
}

export function withFields({ name, operation, apiVersion, subresource, time }: Manager, fields: FieldSet): Manager {
  return { name, operation, apiVersion, subresource, time, fields };
}

/** The manager owns these fields too, from now on; its time is that of the write. */
export function owned(
  managers: readonly Manager[],
  { id, time, fields }: { id: ManagerId; time: string; fields: FieldSet },
): Manager[] {
  const { name, operation, apiVersion, subresource } = id;
  const before = managers.find((manager) => isSameManager(manager, id));
  const all = before === undefined ? fields : union(before.fields, fields);
  const after = { name, operation, apiVersion, subresource, time, fields: all };
  return before === undefined
    ? [...managers, after]
    : managers.map((manager) => (manager === before ? after : manager));
}

const MAX_UPDATERS = 10;
const ANCIENT = 'ancient-changes';

/** Of too many updaters the ones that have not written for longest become one, version by version. */
export function cappedUpdaters(managers: readonly Manager[]): readonly Manager[] {
  const updaters = managers.filter(({ operation, fields }) => operation === 'Update' && !isEmpty(fields));
  if (updaters.length <= MAX_UPDATERS) return managers;
  const oldest = updaters.sort(byTimeAndName);
  let kept: Manager[] = managers.filter(({ fields }) => !isEmpty(fields));
  let count = oldest.length;
  const firsts = new Map<string, Manager>();
  for (const updater of oldest) {
    if (count <= MAX_UPDATERS) break;
    const first = firsts.get(updater.apiVersion);
    if (first === undefined) firsts.set(updater.apiVersion, updater);
    else {
      kept = mergedIntoAncient(kept, first, updater);
      count--;
    }
  }
  return kept;
}

function byTimeAndName(a: Manager, b: Manager): number {
  const [aTime, bTime] = [a.time ?? '', b.time ?? ''];
  if (aTime !== bTime) return aTime < bTime ? -1 : 1;
  return printManagerId(a) < printManagerId(b) ? -1 : 1;
}

/** The bucket begins as the oldest updater of its version. */
function mergedIntoAncient(managers: readonly Manager[], first: Manager, updater: Manager): Manager[] {
  const { apiVersion, time } = updater;
  const id = { name: ANCIENT, operation: 'Update', apiVersion, subresource: '' } as const;
  const bucket = managers.find((manager) => isSameManager(manager, id));
  const fields = union(updater.fields, (bucket ?? first).fields);
  const gone = new Set([updater, bucket ?? first]);
  return [...managers.filter((manager) => !gone.has(manager)), { ...id, time, fields }];
}
