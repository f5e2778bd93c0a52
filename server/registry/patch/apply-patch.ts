/**
 * Patches of an object that is there: read once, applied as often as the object changes meanwhile. What comes out is JSON,
 * to be decoded by the kind's schema. Server-side apply is in managed-fields/apply.ts.
 */
import { type ApiError, badRequest, statusError } from '../../api/errors.ts';
import { goQuote, invalid } from '../../api/field-error.ts';
import { goJsonWith, printPlain } from '../../api/go-print.ts';
import { JsonSyntaxError, parseJsonStrict } from '../../api/schema/parse-json.ts';
import type { ObjectSchema } from '../../api/schema/schema.ts';
import { applyJsonPatch, UnpatchableError } from './json-patch.ts';
import { checkOperations, MAX_OPERATIONS } from './json-patch-form.ts';
import { isJsonObject, type JsonObject, mergePatch } from './merge-patch.ts';
import { restoreError } from './restore-error.ts';
import { RETAIN_KEYS, SET_ELEMENT_ORDER } from './strategic-directives.ts';
import { strategicMerge } from './strategic-merge.ts';

export type PatchFormat = 'json' | 'merge' | 'strategic';

/** By media type, as in Content-Type without parameters; `apply` is server-side apply. */
export const PATCH_FORMATS: Readonly<Record<string, PatchFormat | 'apply'>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

export interface Patch {
  readonly format: PatchFormat;
  readonly document: unknown;
  /** What is wrong with the text of the patch, for Warn and Strict: `duplicate field "metadata.labels.a"`. */
  readonly faults: readonly string[];
}

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** Throws 400 for a text that is no such patch, 413 for one of too many operations. */
export function readPatch(format: PatchFormat, text: string, validation: FieldValidation): Patch {
  return patchOf(format, parsed(format, text, validation), validation);
}

/** The same for a document that is parsed already. */
export function patchOf(
  format: PatchFormat,
  { value, duplicates }: { value: unknown; duplicates: readonly string[] },
  validation: FieldValidation,
): Patch {
  const faults = duplicates.map((path) => `duplicate field ${goQuote(path)}`);
  if (format === 'json') return jsonPatchOf(value, faults, validation);
  if (!isJsonObject(value) && value !== null) checkDocument(format, value, validation);
  if (value === null && format === 'merge') throw badRequest('Invalid JSON Patch');
  return { format, document: value ?? {}, faults };
}

function parsed(format: PatchFormat, text: string, validation: FieldValidation) {
  try {
    return parseJsonStrict(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    if (format === 'merge' && validation === 'Ignore') throw badRequest('Invalid JSON Patch');
    throw badRequest(decodingPrefix(format, validation) + error.message);
  }
}

/** Without validation Kubernetes reads JSON patches by another way. */
function decodingPrefix(format: PatchFormat, validation: FieldValidation): string {
  return format === 'strategic' || validation === 'Ignore' ? '' : 'error decoding patch: ';
}

function checkDocument(format: PatchFormat, value: unknown, validation: FieldValidation): void {
  if (format === 'merge' && validation === 'Ignore') {
    if (Array.isArray(value)) return;
    throw badRequest('Invalid JSON Patch');
  }
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const type = found === 'object' ? 'number' : found;
  throw badRequest(
    `${decodingPrefix(format, validation)}json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
  );
}

function jsonPatchOf(value: unknown, duplicates: readonly string[], validation: FieldValidation): Patch {
  const { problem, unknownFields } = checkOperations(value, { typed: validation !== 'Ignore' });
  if (problem !== undefined) throw badRequest(decodingPrefix('json', validation) + problem);
  const operations = (value ?? []) as unknown[];
  if (operations.length > MAX_OPERATIONS) {
    const detail = `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`;
    throw statusError(413, 'RequestEntityTooLarge', `Request entity too large: ${detail}`);
  }
  const unknown = unknownFields.map((path) => `unknown field ${goQuote(path)}`);
  return {
    format: 'json',
    document: operations,
    faults: [...duplicates, ...unknown].map((text) => `json patch ${text}`),
  };
}

/** `current` is not changed, and shared where the patch leaves it alone. Throws 422, 400 or 500 as Kubernetes does. */
export function applyPatch(schema: ObjectSchema, current: object, patch: Patch): unknown {
  try {
    return patchedBy(schema, current, patch);
  } catch (error) {
    // Thousands of levels: JavaScript's stack is shorter than Go's.
    if (error instanceof RangeError) throw badRequest('error decoding patch: exceeded max depth');
    throw error;
  }
}

function patchedBy(schema: ObjectSchema, current: object, { format, document }: Patch): unknown {
  switch (format) {
    case 'json':
      return patchedByOperations(current, document as readonly unknown[]);
    case 'merge':
      return mergePatch(current, document);
    case 'strategic':
      return strategicMerge(schema, current as JsonObject, document as JsonObject);
  }
}

function patchedByOperations(current: object, operations: readonly unknown[]): unknown {
  try {
    return applyJsonPatch(current, operations);
  } catch (error) {
    if (!(error instanceof UnpatchableError)) throw error;
    throw statusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
}

/** What a refusal of a patched object says. */
export interface PatchOutcome {
  readonly patch: Patch;
  readonly current: object;
  readonly patched: unknown;
}

/** 422 for a patched object that is refused: it quotes the object, or the patch if that is a strategic one. */
export function refusedPatch({ patch, current, patched }: PatchOutcome, detail: string): ApiError {
  const quoted = patch.format === 'strategic' ? printPlain(shownPatch(patch.document)) : printPatched(patched, current);
  const { reason, field, message } = invalid('patch', quoted, detail);
  // Kubernetes names neither kind nor object here.
  return statusError(422, 'Invalid', ` "" is invalid: ${field}: ${message}`, { causes: [{ reason, message, field }] });
}

/** The text for a patched object that does not fit the schema; `message` is the decoder's. */
export function misfitText(schema: ObjectSchema, { patch, patched }: PatchOutcome, message: string): string {
  return patch.format === 'strategic' ? (restoreError(schema, patched) ?? message) : message;
}

/** What is wrong with the patch and the patched object together, in Kubernetes' order. */
export function patchFaults(patch: Patch, unknownFields: readonly string[]): string[] {
  const unknown = unknownFields.map((path) => `unknown field ${goQuote(path)}`);
  return [...patch.faults, ...(patch.format === 'strategic' ? unknown.sort() : unknown)];
}

/** Kubernetes has taken these directives out of the patch by the time it prints it. */
function shownPatch(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownPatch);
  if (!isJsonObject(value)) return value;
  const shown = Object.entries(value).filter(([key]) => key !== RETAIN_KEYS && !isOrdered(value, key));
  return Object.fromEntries(shown.map(([key, item]) => [key, shownPatch(item)]));
}

function isOrdered(value: JsonObject, key: string): boolean {
  return key.startsWith(SET_ELEMENT_ORDER) || Object.hasOwn(value, `${SET_ELEMENT_ORDER}/${key}`);
}

/** Go sorts the members of objects that a patch has touched; the others are as they were. */
function printPatched(patched: unknown, current: object): string {
  const untouched = new Set<unknown>();
  collectObjects(current, untouched);
  untouched.delete(current);
  return goJsonWith(patched, (object) => (untouched.has(object) ? Object.keys(object) : Object.keys(object).sort()));
}

function collectObjects(value: unknown, objects: Set<unknown>): void {
  if (typeof value !== 'object' || value === null) return;
  objects.add(value);
  for (const item of Object.values(value)) collectObjects(item, objects);
}
