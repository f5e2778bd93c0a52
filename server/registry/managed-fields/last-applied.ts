/** The way from `kubectl apply` to `kubectl apply --server-side`: what the annotation of the former says. */
import { goJson } from '../../api/go-print.ts';
import type { ObjectSchema } from '../../api/schema/schema.ts';
import { checkConfiguration } from './check-configuration.ts';
import { compare } from './compare.ts';
import { difference, type FieldSet, hasPath, NO_FIELDS } from './field-set.ts';
import type { OwnershipConflict } from './ownership.ts';
import { isJsonMap, type JsonMap, toFieldSet } from './to-field-set.ts';
import type { TrackedObject } from './track-changes.ts';

/** Only for the manager that kubectl has by default; another name opts out. */
export const LAST_APPLIED_MANAGER = 'kubectl';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_ANNOTATIONS_BYTES = 256 * 1024;

/** The conflicts that remain when what client-side apply wrote, and nobody changed since, is free to take. */
export function withoutLastApplied(
  conflicts: readonly OwnershipConflict[],
  schema: ObjectSchema,
  { live, apiVersion }: { live: TrackedObject; apiVersion: string },
): readonly OwnershipConflict[] {
  const free = lastAppliedFields(schema, live, apiVersion);
  return conflicts.filter(({ path }) => !hasPath(free, path));
}

function lastAppliedFields(schema: ObjectSchema, live: TrackedObject, apiVersion: string): FieldSet {
  const config = parsed(annotationsOf(live)?.[ANNOTATION]);
  if (config?.apiVersion !== apiVersion || checkConfiguration(schema, config).length > 0) return NO_FIELDS;
  const { written, removed } = compare(schema, config, live);
  return difference(difference(toFieldSet(schema, config), written), removed);
}

function parsed(text: unknown): JsonMap | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function annotationsOf(object: TrackedObject): JsonMap | undefined {
  const annotations = (object.metadata as JsonMap | undefined)?.annotations;
  return isJsonMap(annotations) ? annotations : undefined;
}

/** An object that has the annotation keeps it up to date, for those who still use client-side apply. */
export function keepLastApplied(object: JsonMap, config: JsonMap): JsonMap {
  const annotations = annotationsOf(object as TrackedObject);
  if (!annotations?.[ANNOTATION]) return object;
  const text = `${goJson(withoutAnnotation(config))}\n`;
  if (annotations[ANNOTATION] === text) return object;
  const { [ANNOTATION]: _, ...others } = annotations;
  const size = sizeOf(others) + Buffer.byteLength(ANNOTATION) + Buffer.byteLength(text);
  const kept = size <= MAX_ANNOTATIONS_BYTES ? { ...annotations, [ANNOTATION]: text } : others;
  return { ...object, metadata: { ...(object.metadata as JsonMap), annotations: kept } };
}

function sizeOf(annotations: JsonMap): number {
  return Object.entries(annotations).reduce(
    (size, [name, value]) => size + Buffer.byteLength(name) + Buffer.byteLength(String(value)),
    0,
  );
}

function withoutAnnotation(config: JsonMap): JsonMap {
  const annotations = annotationsOf(config as TrackedObject);
  if (annotations?.[ANNOTATION] === undefined) return config;
  const { [ANNOTATION]: _, ...others } = annotations;
  return { ...config, metadata: { ...(config.metadata as JsonMap), annotations: others } };
}
