import { isDeepStrictEqual } from 'node:util';
import { type FieldError, forbidden, goQuote, invalid, required, tooLong } from './field-error.ts';
import { validateManagedFields } from './managed-fields-validation.ts';
import { labelKeyErrors, labelValueErrors } from './names.ts';
import { type NameRule, nameIsDnsLabel, nameIsDnsSubdomain } from './object-names.ts';
import type { ObjectMeta, OwnerReference } from './types.gen.ts';

/** 256 KiB for the keys and values of all annotations of an object. */
const MAX_ANNOTATIONS_BYTES = 256 * 1024;
const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];

interface ObjectMetaRules {
  namespaced: boolean;
  /** A DNS subdomain when left out. */
  validateName?: NameRule;
  /** The path of the metadata: `metadata` when left out. */
  field?: string;
  /** Custom resources may have finalizers such as `hold`, without a domain; built-in kinds may not. */
  bareFinalizers?: boolean;
}

/** What is wrong with the metadata of a new object whose name has been generated already. */
export function validateObjectMeta(meta: Partial<ObjectMeta>, rules: ObjectMetaRules): FieldError[] {
  const field = rules.field ?? 'metadata';
  const finalizers = meta.finalizers ?? [];
  return [
    ...validateNames(meta, rules.validateName ?? nameIsDnsSubdomain, field),
    ...validateNamespace(meta.namespace ?? '', rules.namespaced, `${field}.namespace`),
    ...validateNonNegative(meta.generation ?? 0, `${field}.generation`),
    ...validateLabels(meta.labels, `${field}.labels`),
    ...validateAnnotations(meta.annotations, `${field}.annotations`),
    ...validateOwnerReferences(meta.ownerReferences ?? [], `${field}.ownerReferences`),
    ...validateFinalizers(finalizers, `${field}.finalizers`),
    ...validateManagedFields(meta.managedFields ?? [], `${field}.managedFields`),
    ...(rules.bareFinalizers
      ? []
      : finalizers.flatMap((f, i) => validateQualifiedFinalizer(f, `${field}.finalizers[${i}]`))),
  ];
}

const IMMUTABLE = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const satisfies readonly (keyof ObjectMeta)[];

/**
 * What is wrong with new metadata in place of old. Kubernetes runs this twice for every built-in kind, once in the
 * machinery and once in the kind's own rules, so each error comes twice in the causes of a Status.
 */
export function validateObjectMetaUpdate(
  meta: Partial<ObjectMeta>,
  old: Partial<ObjectMeta>,
  field = 'metadata',
): FieldError[] {
  return [
    ...(old.deletionTimestamp ? validateNoNewFinalizers(meta, old, `${field}.finalizers`) : []),
    ...(meta.resourceVersion ? [] : [invalid(`${field}.resourceVersion`, '', 'must be specified for an update')]),
    ...validateGenerationUpdate(meta.generation ?? 0, old.generation ?? 0, `${field}.generation`),
    ...validateImmutableFields(meta, old, field),
    ...validateLabels(meta.labels, `${field}.labels`),
    ...validateAnnotations(meta.annotations, `${field}.annotations`),
    ...validateOwnerReferences(meta.ownerReferences ?? [], `${field}.ownerReferences`),
    ...validateManagedFields(meta.managedFields ?? [], `${field}.managedFields`),
  ];
}

function validateImmutableFields(meta: Partial<ObjectMeta>, old: Partial<ObjectMeta>, field: string): FieldError[] {
  const changed = IMMUTABLE.filter((name) => meta[name] !== old[name]);
  return changed.flatMap((name) => validateImmutable(meta[name], old[name], `${field}.${name}`));
}

export function validateImmutable(value: unknown, old: unknown, field: string): FieldError[] {
  return isDeepStrictEqual(value, old) ? [] : [invalid(field, value, 'field is immutable')];
}

function validateNonNegative(value: number, field: string): FieldError[] {
  return value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : [];
}

export function validateLabelKey(key: string, field: string): FieldError[] {
  return labelKeyErrors(key).map((text) => invalid(field, key, text));
}

export function validateLabels(labels: Readonly<Record<string, string>> | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const key in labels) {
    const value = labels[key] as string;
    for (const text of labelKeyErrors(key)) errors.push(invalid(field, key, text));
    for (const text of labelValueErrors(value)) errors.push(invalid(field, value, text));
  }
  return errors;
}

export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const key in annotations) {
    size += Buffer.byteLength(key) + Buffer.byteLength(annotations[key] as string);
    // Keys of annotations may have upper case letters in their prefix.
    for (const text of labelKeyErrors(key.toLowerCase())) errors.push(invalid(field, key, text));
  }
  return size > MAX_ANNOTATIONS_BYTES ? [...errors, tooLong(field, MAX_ANNOTATIONS_BYTES)] : errors;
}

function validateOwnerReferences(references: readonly OwnerReference[], field: string): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const reference of references) {
    errors.push(...validateOwnerReference(reference, field));
    if (!reference.controller) continue;
    const name = `${reference.kind}/${reference.name}`;
    if (controller !== undefined) errors.push(invalid(field, references, twoControllers(controller, name)));
    controller ??= name;
  }
  return errors;
}

function twoControllers(first: string, second: string): string {
  return `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`;
}

function validateOwnerReference(reference: OwnerReference, field: string): FieldError[] {
  const version = versionOf(reference.apiVersion ?? '');
  const errors =
    version === '' ? [invalid(`${field}.apiVersion`, reference.apiVersion ?? '', 'version must not be empty')] : [];
  for (const name of ['kind', 'name', 'uid'] as const) {
    if (!reference[name]) errors.push(invalid(`${field}.${name}`, '', 'must not be empty'));
  }
  if (reference.apiVersion === 'v1' && reference.kind === 'Event') {
    errors.push(invalid(field, reference, '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}

function versionOf(apiVersion: string): string {
  const parts = apiVersion.split('/');
  return parts.length > 2 ? '' : (parts.at(-1) as string);
}

export function validateFinalizers(finalizers: readonly string[], field: string): FieldError[] {
  const errors = finalizers.flatMap((finalizer) => validateLabelKey(finalizer, field));
  if (!finalizers.includes('orphan') || !finalizers.includes('foregroundDeletion')) return errors;
  return [...errors, invalid(field, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set')];
}

/** Built-in kinds want finalizers with a domain, but for the few that Kubernetes itself knows. */
export function validateQualifiedFinalizer(finalizer: string, field: string): FieldError[] {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)) return [];
  return [invalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

function validateNames(meta: Partial<ObjectMeta>, rule: NameRule, field: string): FieldError[] {
  const { name = '', generateName = '' } = meta;
  const errors: FieldError[] = [];
  if (generateName !== '') {
    for (const text of rule(generateName, { prefix: true }))
      errors.push(invalid(`${field}.generateName`, generateName, text));
  }
  if (name === '') return [...errors, required(`${field}.name`, 'name or generateName is required')];
  for (const text of rule(name, { prefix: false })) errors.push(invalid(`${field}.name`, name, text));
  return errors;
}

function validateNamespace(namespace: string, namespaced: boolean, field: string): FieldError[] {
  if (!namespaced) return namespace === '' ? [] : [forbidden(field, 'not allowed on this type')];
  if (namespace === '') return [required(field)];
  return nameIsDnsLabel(namespace, { prefix: false }).map((text) => invalid(field, namespace, text));
}

function validateNoNewFinalizers(meta: Partial<ObjectMeta>, old: Partial<ObjectMeta>, field: string): FieldError[] {
  const added = [...new Set(meta.finalizers)].filter((f) => !old.finalizers?.includes(f)).sort();
  if (added.length === 0) return [];
  const list = added.map((f) => goQuote(f)).join(', ');
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [forbidden(field, detail)];
}

function validateGenerationUpdate(generation: number, old: number, field: string): FieldError[] {
  return generation < old ? [invalid(field, generation, 'must not be decremented')] : [];
}
