/** Objects as rows of a table, as kubectl shows them. The columns come from schemas/, the cells from the kind. */
import { humanDuration } from '../api/human-duration.ts';
import type { ColumnFacts } from '../api/schema/schema-file.ts';
import type { ResourceRules } from './define-resource.ts';
import type { AnyObject, StoredObject } from './stored-object.ts';

/** What stands in a row beside its cells. */
export type RowObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  includeObject: RowObject;
  /** Without column definitions: they stand in the first table of a watch only. */
  noHeaders: boolean;
  /** Milliseconds since the epoch, for ages. */
  now: number;
}

/** What is asked of a kind, or of a subresource that shows objects as another kind. */
export interface ShownKind {
  readonly type: { readonly group: string; readonly kind: string };
  readonly facts: { readonly columns?: ColumnFacts };
  readonly rules: Pick<ResourceRules<AnyObject>, 'row' | 'rowConditions' | 'hiddenAnnotations'>;
}

const NAME_AND_AGE: ColumnFacts = [
  ['Name', 'string', 'name', 0],
  ['Created At', 'date', '', 0],
];

export interface ListMetadata {
  resourceVersion?: string;
  continue?: string;
  remainingItemCount?: number;
}

export function tableOf(
  resource: ShownKind,
  items: readonly StoredObject[],
  options: TableOptions & { metadata: ListMetadata },
): Record<string, unknown> {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: options.noHeaders ? null : columnDefinitions(resource),
    rows: items.map((stored) => rowOf(resource, stored, options)),
  };
}

export function columnDefinitions(resource: ShownKind): unknown[] {
  const columns = resource.facts.columns ?? NAME_AND_AGE;
  return columns.map(([name, type, format, priority]) => ({
    name,
    type,
    format,
    description: COLUMN_DESCRIPTIONS[name] ?? `${name} of the ${resource.type.kind}`,
    priority,
  }));
}

const COLUMN_DESCRIPTIONS: Readonly<Record<string, string>> = {
  Name: 'The name, unique within a namespace for its kind.',
  Age: 'The time since it was created.',
};

function rowOf(resource: ShownKind, { object }: StoredObject, options: TableOptions): Record<string, unknown> {
  const { rules } = resource;
  const row = rules.row?.(object, { now: options.now }) ?? plainCells(resource, object, options.now);
  const conditions = rules.rowConditions?.(object) ?? [];
  return {
    cells: row.map((cell) => (cell === undefined ? '' : cell)),
    ...(conditions.length > 0 && { conditions }),
    object: rowObject(resource, object, options.includeObject),
  };
}

function plainCells(resource: ShownKind, { metadata }: AnyObject, now: number): unknown[] {
  const columns = resource.facts.columns ?? NAME_AND_AGE;
  return columns.map(([name, type]) => {
    if (name === 'Name') return metadata.name ?? '';
    if (type === 'date') return metadata.creationTimestamp;
    if (name === 'Age') return humanDuration(now - Date.parse(metadata.creationTimestamp ?? ''));
    return '';
  });
}

function rowObject(resource: ShownKind, object: AnyObject, include: RowObject): unknown {
  if (include === 'None') return null;
  return include === 'Object' ? object : partialObject(resource, object);
}

export function partialObject({ rules }: ShownKind, { metadata }: AnyObject): Record<string, unknown> {
  const shown = rules.hiddenAnnotations ? withoutAnnotations(metadata, rules.hiddenAnnotations) : metadata;
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: shown };
}

function withoutAnnotations(
  { annotations, ...metadata }: AnyObject['metadata'],
  hidden: readonly string[],
): AnyObject['metadata'] {
  const left = Object.entries(annotations ?? {}).filter(([name]) => !hidden.includes(name));
  return left.length > 0 ? { ...metadata, annotations: Object.fromEntries(left) } : metadata;
}
