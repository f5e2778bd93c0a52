/** What may stand in a strategic merge patch besides data. */
import { type ApiError, statusError } from '../../api/errors.ts';
import { printPlain, printType } from '../../api/go-print.ts';
import { isJsonObject, type JsonObject } from './merge-patch.ts';

/** `$patch: replace`, `delete`, or `merge`, in an object or an item of a list. */
export const DIRECTIVE = '$patch';
/** The keys that the merged object may keep. */
export const RETAIN_KEYS = '$retainKeys';
/** `$setElementOrder/LIST`: all items of the patched list, in their order. */
export const SET_ELEMENT_ORDER = '$setElementOrder';
/** `$deleteFromPrimitiveList/LIST`: values to be taken out. */
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList';

export function isDirectiveMap(value: unknown): value is JsonObject {
  return isJsonObject(value) && Object.hasOwn(value, DIRECTIVE);
}

/** A problem that Kubernetes meets while it merges: 500 without a reason. */
export function mergeError(message: string): ApiError {
  return statusError(500, '', message);
}

export function unknownDirective(directive: unknown, patch: JsonObject): ApiError {
  const name = typeof directive === 'string' ? directive : `%!s(${printType(directive)}=${printPlain(directive)})`;
  return mergeError(`unknown patch type: ${name} in map: ${printPlain(patch)}`);
}

export function wrongType(wanted: '[]interface {}' | 'map[string]interface {}', value: unknown): ApiError {
  const type = value === null || value === undefined ? '%!s(<nil>)' : printType(value);
  return mergeError(`expected a ${wanted}, but received a ${type}`);
}
