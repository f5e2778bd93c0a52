import { type FieldError, forbidden, tooLong } from '../../api/field-error.ts';
import { configMapKeyErrors } from '../../api/names.ts';
import { validateObjectMeta } from '../../api/object-meta-validation.ts';
import { secrets } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Secret } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, invalidFor } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { base64Size, MAX_DATA_SIZE } from './data-size.ts';
import { validateSecretType } from './secret-types.ts';
import { tlsWarnings } from './tls-warnings.ts';

export const secretResource = defineResource<Secret>(secrets, {
  default: defaultSecret,
  prepareForUpdate: keepType,
  validate: validateSecret,
  validateUpdateAlone: true,
  // Kubernetes judges the metadata of the whole object here once more.
  validateUpdate: (object, old) => [
    ...validateChange(object, old),
    ...validateObjectMeta(object.metadata, { namespaced: true }),
    ...validateSecret(object),
  ],
  warnings: tlsWarnings,
  selectableFields: { type: (s) => s.type ?? '' },
  row: (s, context) => [s.metadata.name, s.type, Object.keys(s.data ?? {}).length, age(s, context)],
});

/** `stringData` is for writers only: it is merged into `data` and never read back. */
function defaultSecret(draft: Secret): void {
  draft.type ||= 'Opaque';
  if (!draft.stringData) return;
  const data = { ...draft.data };
  for (const [key, value] of Object.entries(draft.stringData)) data[key] = Buffer.from(value).toString('base64');
  if (Object.keys(data).length > 0) draft.data = data;
  delete draft.stringData;
}

/** Old clients leave the type out when they update. */
function keepType(draft: Secret, old: Secret): void {
  if (!draft.type && old.type) draft.type = old.type;
}

function validateSecret(object: Secret): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(object.data ?? {})) {
    errors.push(...invalidFor(`data[${key}]`, key, configMapKeyErrors(key)));
    size += base64Size(value);
  }
  if (size > MAX_DATA_SIZE) errors.push(tooLong('data', MAX_DATA_SIZE));
  return [...errors, ...validateSecretType(object)];
}

const IMMUTABLE = 'field is immutable when `immutable` is set';

function validateChange(object: Secret, old: Secret): FieldError[] {
  const errors = immutable('type', object.type, old.type);
  if (!old.immutable) return errors;
  if (!object.immutable) errors.push(forbidden('immutable', IMMUTABLE));
  if (!semanticEqual(object.data ?? {}, old.data ?? {})) errors.push(forbidden('data', IMMUTABLE));
  return errors;
}
