import { type FieldError, invalid, tooLong } from './field-error.ts';
import type { ManagedFieldsEntry } from './types.gen.ts';

const MAX_MANAGER_BYTES = 128;
const MAX_SUBRESOURCE_BYTES = 256;
const PLAIN = /^[ -~]*$/;

export function validateManagedFields(entries: readonly ManagedFieldsEntry[], field: string): FieldError[] {
  return entries.flatMap((entry, i) => validateEntry(entry, `${field}[${i}]`));
}

/** The name of a field manager, in an entry or as the request's `fieldManager`. */
export function validateFieldManager(manager: string, field: string): FieldError[] {
  if (manager.length <= MAX_MANAGER_BYTES && PLAIN.test(manager)) return [];
  const errors = Buffer.byteLength(manager) > MAX_MANAGER_BYTES ? [tooLong(field, MAX_MANAGER_BYTES)] : [];
  let position = 0;
  for (const ch of manager) {
    if (!isPrintable(ch))
      errors.push(invalid(field, manager, `invalid character ${unicodeName(ch)} (at position ${position})`));
    position += Buffer.byteLength(ch);
  }
  return errors;
}

function validateEntry(entry: ManagedFieldsEntry, field: string): FieldError[] {
  const { operation = '', fieldsType = '', manager = '', subresource = '' } = entry;
  const errors: FieldError[] = [];
  if (operation !== 'Apply' && operation !== 'Update') {
    errors.push(invalid(`${field}.operation`, operation, 'must be `Apply` or `Update`'));
  }
  if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
    errors.push(invalid(`${field}.fieldsType`, fieldsType, 'must be `FieldsV1`'));
  }
  errors.push(...validateFieldManager(manager, `${field}.manager`));
  if (Buffer.byteLength(subresource) > MAX_SUBRESOURCE_BYTES) {
    errors.push(tooLong(`${field}.subresource`, MAX_SUBRESOURCE_BYTES));
  }
  return errors;
}

function isPrintable(ch: string): boolean {
  return ch === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(ch);
}

/** `U+0009`, and the character itself behind it when it can be seen: Go's `%#U`. */
function unicodeName(ch: string): string {
  const code = (ch.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
  return isPrintable(ch) ? `U+${code} '${ch}'` : `U+${code}`;
}
