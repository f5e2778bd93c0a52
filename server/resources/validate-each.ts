import type { FieldError } from '../api/field-error.ts';

/** The errors of all items of a list, each under its own path: `spec.ports[1]`. */
export function validateEach<T>(
  items: readonly T[] | undefined,
  field: string,
  validate: (item: T, field: string, index: number) => readonly FieldError[],
): FieldError[] {
  return (items ?? []).flatMap((item, i) => validate(item, `${field}[${i}]`, i));
}
