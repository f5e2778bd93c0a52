import { type FieldError, required } from '../../api/field-error.ts';
import type { ConfigMapVolumeSource, KeyToPath, SecretVolumeSource } from '../../api/types.gen.ts';
import { validateEach } from '../validate-each.ts';
import { validateFileMode, validateLocalPath } from './paths.ts';

export function validateSecretVolume(source: SecretVolumeSource, field: string): FieldError[] {
  return [...(source.secretName ? [] : [required(`${field}.secretName`)]), ...validateKeyFiles(source, field)];
}

export function validateConfigMapVolume(source: ConfigMapVolumeSource, field: string): FieldError[] {
  return [...(source.name ? [] : [required(`${field}.name`)]), ...validateKeyFiles(source, field)];
}

function validateKeyFiles(
  source: { defaultMode?: number | undefined; items?: readonly KeyToPath[] | undefined },
  field: string,
): FieldError[] {
  return [
    ...validateFileMode(source.defaultMode, `${field}.defaultMode`),
    ...validateEach(source.items, `${field}.items`, validateKeyToPath),
  ];
}

export function validateKeyToPath({ key, path, mode }: KeyToPath, field: string): FieldError[] {
  return [
    ...(key ? [] : [required(`${field}.key`)]),
    ...(path ? [] : [required(`${field}.path`)]),
    ...validateLocalPath(path ?? '', `${field}.path`),
    ...validateFileMode(mode, `${field}.mode`),
  ];
}
