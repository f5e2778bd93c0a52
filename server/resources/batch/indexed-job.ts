/** Jobs whose pods each have an index: how many there may be, and how many of them may fail. */
import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import type { JobSpec } from '../../api/types.gen.ts';

const MANY = 100_000;
const HIGH = 10_000;
const HIGH_TEXT = `must be less than or equal to ${HIGH} when completions are above ${MANY} and used with backoff limit per index`;

export function validateIndexedJob(spec: JobSpec, field: string): FieldError[] {
  const mode = spec.completionMode;
  const errors: FieldError[] = [];
  if (mode !== undefined && mode !== 'NonIndexed' && mode !== 'Indexed') {
    errors.push(notSupported(`${field}.completionMode`, mode, ['NonIndexed', 'Indexed']));
  }
  if (mode === 'Indexed') errors.push(...validateIndexed(spec, field));
  if (mode === undefined || mode === 'NonIndexed') errors.push(...validateNotIndexed(spec, field));
  return errors;
}

function validateNotIndexed(spec: JobSpec, field: string): FieldError[] {
  return (['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
    .filter((name) => spec[name] !== undefined)
    .map((name) => invalid(`${field}.${name}`, spec[name], 'requires indexed completion mode'));
}

function validateIndexed(spec: JobSpec, field: string): FieldError[] {
  const { completions, parallelism, maxFailedIndexes } = spec;
  const errors: FieldError[] = [];
  if (completions === undefined) errors.push(required(`${field}.completions`, 'when completion mode is Indexed'));
  if (parallelism !== undefined && parallelism > MANY) {
    const detail = `must be less than or equal to ${MANY} when completion mode is Indexed`;
    errors.push(invalid(`${field}.parallelism`, parallelism, detail));
  }
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions) {
    const detail = 'must be less than or equal to completions';
    errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, detail));
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MANY) {
    errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, `must be less than or equal to ${MANY}`));
  }
  return [...errors, ...validateHighCompletions(spec, field)];
}

function validateHighCompletions(spec: JobSpec, field: string): FieldError[] {
  const { completions = 0, parallelism = 0, maxFailedIndexes } = spec;
  if (completions <= MANY || spec.backoffLimitPerIndex === undefined) return [];
  const errors: FieldError[] = [];
  if (maxFailedIndexes === undefined) {
    errors.push(required(`${field}.maxFailedIndexes`, `must be specified when completions is above ${MANY}`));
  }
  if (parallelism > HIGH) errors.push(invalid(`${field}.parallelism`, parallelism, HIGH_TEXT));
  if ((maxFailedIndexes ?? 0) > HIGH) errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, HIGH_TEXT));
  return errors;
}
