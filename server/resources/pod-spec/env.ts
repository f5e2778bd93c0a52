import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { configMapKeyErrors, envVarNameErrors } from '../../api/names.ts';
import { nameIsDnsSubdomain } from '../../api/object-names.ts';
import type {
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  FileKeySelector,
  LocalObjectReference,
} from '../../api/types.gen.ts';
import { invalidFor, requiredText } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { ENV_FIELDS, validateFieldRef, validateResourceFieldRef } from './downward-api.ts';
import { validateLocalPath } from './paths.ts';

const ONLY_ONE = 'may not have more than one field specified at a time';

export function validateEnv(env: readonly EnvVar[] | undefined, field: string): FieldError[] {
  return validateEach(env, field, (variable, at) => [
    ...(variable.name
      ? invalidFor(`${at}.name`, variable.name, envVarNameErrors(variable.name))
      : [required(`${at}.name`)]),
    ...(variable.valueFrom ? validateValueFrom(variable.valueFrom, variable.value ?? '', `${at}.valueFrom`) : []),
  ]);
}

function validateValueFrom(source: EnvVarSource, value: string, field: string): FieldError[] {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter((s) => s).length;
  return [
    ...(fieldRef ? validateFieldRef(fieldRef, ENV_FIELDS, `${field}.fieldRef`) : []),
    ...(resourceFieldRef
      ? validateResourceFieldRef(resourceFieldRef, `${field}.resourceFieldRef`, { inVolume: false })
      : []),
    ...(configMapKeyRef ? validateKeyRef(configMapKeyRef, `${field}.configMapKeyRef`) : []),
    ...(secretKeyRef ? validateKeyRef(secretKeyRef, `${field}.secretKeyRef`) : []),
    ...(fileKeyRef ? validateFileKeyRef(fileKeyRef, `${field}.fileKeyRef`) : []),
    ...validateOneSource(sources, value, field),
  ];
}

function validateOneSource(sources: number, value: string, field: string): FieldError[] {
  if (sources === 0) {
    const names = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
    return [invalid(field, '', `must specify one of: ${names}`)];
  }
  if (value !== '') return [invalid(field, '', 'may not be specified when `value` is not empty')];
  return sources > 1 ? [invalid(field, '', ONLY_ONE)] : [];
}

function validateKeyRef({ name = '', key }: { name?: string | undefined; key: string }, field: string): FieldError[] {
  return [
    ...invalidFor(`${field}.name`, name, nameIsDnsSubdomain(name, { prefix: false })),
    ...(key ? invalidFor(`${field}.key`, key, configMapKeyErrors(key)) : [required(`${field}.key`)]),
  ];
}

function validateFileKeyRef({ volumeName, path, key }: FileKeySelector, field: string): FieldError[] {
  return [
    ...requiredText(`${field}.volumeName`, volumeName),
    ...(path ? validateLocalPath(path, `${field}.path`) : [required(`${field}.path`)]),
    ...(key ? invalidFor(`${field}.key`, key, envVarNameErrors(key)) : [required(`${field}.key`)]),
  ];
}

export function validateEnvFrom(sources: readonly EnvFromSource[] | undefined, field: string): FieldError[] {
  return validateEach(sources, field, ({ prefix, configMapRef, secretRef }, at) => [
    ...(prefix ? invalidFor(`${at}.prefix`, prefix, envVarNameErrors(prefix)) : []),
    ...(configMapRef ? validateWholeRef(configMapRef, `${at}.configMapRef`) : []),
    ...(secretRef ? validateWholeRef(secretRef, `${at}.secretRef`) : []),
    // NOTE: Kubernetes names the list here, not the item.
    ...(configMapRef || secretRef ? [] : [invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`')]),
    ...(configMapRef && secretRef ? [invalid(field, '', ONLY_ONE)] : []),
  ]);
}

function validateWholeRef({ name }: LocalObjectReference, field: string): FieldError[] {
  // A name that ends in a dash passes here, though no object can have it.
  return name
    ? invalidFor(`${field}.name`, name, nameIsDnsSubdomain(name, { prefix: true }))
    : [required(`${field}.name`)];
}
