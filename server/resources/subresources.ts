/** Makers for the subresources that many kinds have: `status` and `scale`. */
import type { FieldError } from '../api/field-error.ts';
import type { ApiObject } from '../api/object.ts';
import type { ColumnFacts } from '../api/schema/schema-file.ts';
import type { ObjectMeta, Scale } from '../api/types.gen.ts';
import type { PartSubresource, RowContext, ViewSubresource, WriteContext } from '../registry/define-resource.ts';
import { nonNegative } from './field-checks.ts';
import { age } from './table-cells.ts';

type WithStatus = ApiObject & { status?: unknown };

export interface StatusOptions<T extends ApiObject> {
  validateUpdate?(object: T, old: T, context: WriteContext): FieldError[];
  /** Runs after everything but the status is restored. */
  prepareForUpdate?(draft: T, old: T, context: WriteContext): void;
  /** Metadata that a status writer cannot change; most kinds let it change labels, annotations and finalizers. */
  keeps?: readonly (keyof ObjectMeta)[];
}

/** What `ResetObjectMetaForStatus` of apimachinery keeps. */
export const ALL_METADATA: readonly (keyof ObjectMeta)[] = ['labels', 'annotations', 'finalizers', 'ownerReferences'];

/** PUT and PATCH of `/status`: everything else stays as it was. */
export function statusSubresource<T extends WithStatus>(options: StatusOptions<T> = {}): PartSubresource<T> {
  return {
    kind: 'part',
    resetFields: ['spec', ...(options.keeps ?? []).map((key) => `metadata.${key}`)],
    generation: 'none',
    prepareForUpdate(draft, old, context) {
      keepAllBut('status', draft, old);
      for (const key of options.keeps ?? []) restore(draft.metadata as ObjectMeta, old.metadata as ObjectMeta, key);
      options.prepareForUpdate?.(draft, old, context);
    },
    validateUpdate: (object, old, context) => options.validateUpdate?.(object, old, context) ?? [],
  };
}

function keepAllBut<T extends ApiObject>(part: keyof T, draft: T, old: T): void {
  for (const key in draft) if (key !== part && !IDENTITY.has(key)) restore(draft, old, key);
  for (const key in old) if (key !== part && !IDENTITY.has(key)) restore(draft, old, key);
}

const IDENTITY: ReadonlySet<string> = new Set(['metadata', 'apiVersion', 'kind']);

function restore<O extends object, K extends keyof O>(draft: O, old: O, key: K): void {
  if (draft[key] === old[key]) return;
  if (old[key] === undefined) delete draft[key];
  else draft[key] = old[key];
}

export interface ScaleOptions<T> {
  replicas(object: T): number | undefined;
  setReplicas(draft: T, replicas: number): void;
  currentReplicas(object: T): number | undefined;
  /** The pods' label selector as text. */
  selector(object: T): string;
}

/** The object as an autoscaling/v1 Scale. A number of zero is left out of its spec, as Go's omitempty does. */
export function scaleSubresource<T extends ApiObject>(options: ScaleOptions<T>): ViewSubresource<T> {
  return {
    kind: 'view',
    view: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    replicasPath: 'spec.replicas',
    columns: SCALE_COLUMNS,
    row: (view, context) => scaleRow(view as Scale, context),
    read: (object) => scaleOf(object, options),
    write: (draft, view) => options.setReplicas(draft, (view as Scale).spec?.replicas ?? 0),
    validate: (view) => nonNegative('spec.replicas', (view as Scale).spec?.replicas),
  };
}

const SCALE_COLUMNS: ColumnFacts = [
  ['Name', 'string', '', 0],
  ['Desired', 'integer', '', 0],
  ['Available', 'integer', '', 0],
  ['Age', 'string', '', 0],
];

function scaleRow(scale: Scale, context: RowContext): unknown[] {
  return [scale.metadata?.name, scale.spec?.replicas ?? 0, scale.status?.replicas ?? 0, age(scale, context)];
}

function scaleOf<T extends ApiObject>(object: T, options: ScaleOptions<T>): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata as ObjectMeta;
  const replicas = options.replicas(object) ?? 0;
  const selector = options.selector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: options.currentReplicas(object) ?? 0, ...(selector !== '' && { selector }) },
  };
}
