import { apiVersionOf } from '../../server/api/object.ts';
import { decode } from '../../server/api/schema/decode.ts';
import type { ObjectSchema } from '../../server/api/schema/schema.ts';
import { type KindOf, schemaOf } from '../../server/api/schema/schemas.ts';
import type { ManagedFieldsEntry } from '../../server/api/types.gen.ts';
import { deepFreeze } from '../../server/lib/deep-freeze.ts';
import { timestamp } from '../../server/lib/timestamps.ts';
import { applyConfiguration } from '../../server/registry/managed-fields/apply.ts';
import { type FieldSet, pathsOf, printPath } from '../../server/registry/managed-fields/field-set.ts';
import { trackCreate, trackUpdate, type Writer } from '../../server/registry/managed-fields/track-changes.ts';
import { mergePatch } from '../../server/registry/patch/merge-patch.ts';

export interface Owned {
  metadata: { managedFields?: ManagedFieldsEntry[] | undefined; [name: string]: unknown };
  [name: string]: unknown;
}

type WriteOptions = Partial<Omit<Writer, 'manager'>>;

export const CONFIG_MAP: KindOf = { group: '', version: 'v1', kind: 'ConfigMap' };
export const SERVICE: KindOf = { group: '', version: 'v1', kind: 'Service' };
export const DEPLOYMENT: KindOf = { group: 'apps', version: 'v1', kind: 'Deployment' };

/** One object of a kind, written as the registry writes, with nothing but its schema's defaults. */
export function ownedObject(kind: KindOf) {
  const schema = schemaOf(kind);
  const apiVersion = apiVersionOf(kind);
  let live: Owned | undefined;
  let second = 0;
  const writer = (manager: string, options: WriteOptions): Writer => ({
    manager,
    apiVersion,
    now: timestamp(Date.UTC(2026, 0, 1) + second * 1000),
    ...options,
  });
  const keep = (object: Owned, managedFields: ManagedFieldsEntry[] | undefined): Owned => {
    if (managedFields === undefined) delete object.metadata.managedFields;
    else object.metadata.managedFields = managedFields;
    live = deepFreeze(object);
    return live;
  };
  return {
    schema,
    get live(): Owned {
      return live as Owned;
    },
    /** Time passes: entries are as old as the second they were written in. */
    wait(seconds: number): void {
      second += seconds;
    },
    create(manager: string, object: object, options: WriteOptions = {}): Owned {
      const draft = decodeOwned(schema, { apiVersion, kind: kind.kind, ...object });
      return keep(draft, trackCreate(schema, draft, writer(manager, options)));
    },
    /** A merge patch. */
    patch(manager: string, patch: object, options: WriteOptions = {}): Owned {
      const draft = decodeOwned(schema, mergePatch(live, patch));
      return keep(draft, trackUpdate(schema, live as Owned, draft, writer(manager, options)));
    },
    apply(manager: string, config: object, options: WriteOptions & { force?: boolean } = {}): Owned {
      const { object, managedFields } = applyConfiguration(
        schema,
        live,
        { apiVersion, kind: kind.kind, ...config },
        { force: false, ...writer(manager, options) },
      );
      return keep(decodeOwned(schema, object), managedFields);
    },
  };
}

function decodeOwned(schema: ObjectSchema, json: unknown): Owned {
  return decode(schema, json).value as Owned;
}

/** Who owns what: `m1` for those who apply, `m1 updates`, `m1 updates status`. */
export function ownersOf(object: Owned): Record<string, string[]> {
  const entries = object.metadata.managedFields ?? [];
  return Object.fromEntries(entries.map((entry) => [nameOf(entry), printSet(entry.fieldsV1 as FieldSet)]));
}

function nameOf({ manager, operation, subresource }: ManagedFieldsEntry): string {
  const verb = operation === 'Update' ? ' updates' : '';
  return `${manager}${verb}${subresource === undefined ? '' : ` ${subresource}`}`;
}

export function printSet(set: FieldSet): string[] {
  return pathsOf(set).map(printPath);
}
