import { type FieldError, forbidden, invalid, tooLong } from '../../api/field-error.ts';
import { configMapKeyErrors } from '../../api/names.ts';
import { validateObjectMeta } from '../../api/object-meta-validation.ts';
import { configMaps } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { ConfigMap } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { invalidFor } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { base64Size, MAX_DATA_SIZE } from './data-size.ts';

export const configMapResource = defineResource<ConfigMap>(configMaps, {
  validate: validateConfigMap,
  validateUpdateAlone: true,
  // Kubernetes judges the metadata of the whole object here once more.
  validateUpdate: (object, old) => [
    ...validateImmutable(object, old),
    ...validateObjectMeta(object.metadata, { namespaced: true }),
    ...validateConfigMap(object),
  ],
  row: (c, context) => [c.metadata.name, count(c.data) + count(c.binaryData), age(c, context)],
});

function validateConfigMap(object: ConfigMap): FieldError[] {
  const { data = {}, binaryData = {} } = object;
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    errors.push(...invalidFor(`data[${key}]`, key, configMapKeyErrors(key)));
    if (Object.hasOwn(binaryData, key))
      errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
    size += Buffer.byteLength(value);
  }
  for (const [key, value] of Object.entries(binaryData)) {
    errors.push(...invalidFor(`binaryData[${key}]`, key, configMapKeyErrors(key)));
    size += base64Size(value);
  }
  // Kubernetes gives this error an empty path, which prints as [].
  if (size > MAX_DATA_SIZE) errors.push(tooLong('[]', MAX_DATA_SIZE));
  return errors;
}

const IMMUTABLE = 'field is immutable when `immutable` is set';

function validateImmutable(object: ConfigMap, old: ConfigMap): FieldError[] {
  if (!old.immutable) return [];
  const errors: FieldError[] = [];
  if (!object.immutable) errors.push(forbidden('immutable', IMMUTABLE));
  if (!semanticEqual(object.data ?? {}, old.data ?? {})) errors.push(forbidden('data', IMMUTABLE));
  if (!semanticEqual(object.binaryData ?? {}, old.binaryData ?? {})) errors.push(forbidden('binaryData', IMMUTABLE));
  return errors;
}

function count(values: Record<string, string> | undefined): number {
  return Object.keys(values ?? {}).length;
}
