/** The form of JSON Patch documents, as Go reads them into its structs. */
import { isJsonObject } from './merge-patch.ts';

export const MAX_OPERATIONS = 10_000;

const TEXT_MEMBERS = ['op', 'path', 'from'];

/**
 * `problem` is Go's text for a document that is no list of operations. With `typed` the members of operations have types,
 * and others are told, such as `[0].frob`.
 */
export function checkOperations(
  document: unknown,
  { typed }: { typed: boolean },
): { problem?: string; unknownFields: readonly string[] } {
  const unknownFields: string[] = [];
  if (document === null) return { unknownFields };
  const listType = typed ? '[]handlers.jsonPatchOp' : 'jsonpatch.Patch';
  const itemType = typed ? 'handlers.jsonPatchOp' : 'jsonpatch.Operation';
  if (!Array.isArray(document)) return { problem: misfit(document, `Go value of type ${listType}`), unknownFields };
  for (const [i, operation] of document.entries()) {
    if (operation === null) continue;
    if (!isJsonObject(operation)) return { problem: misfit(operation, `Go value of type ${itemType}`), unknownFields };
    if (!typed) continue;
    for (const [name, value] of Object.entries(operation)) {
      const isText = TEXT_MEMBERS.includes(name);
      if (!isText && name !== 'value') unknownFields.push(`[${i}].${name}`);
      if (isText && typeof value !== 'string' && value !== null) {
        return { problem: misfit(value, `Go struct field jsonPatchOp.${name} of type string`), unknownFields };
      }
    }
  }
  return { unknownFields };
}

function misfit(value: unknown, place: string): string {
  return `json: cannot unmarshal ${jsonType(value)} into ${place}`;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (isJsonObject(value)) return 'object';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}
