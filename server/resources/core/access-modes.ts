import { type FieldError, forbidden, notSupported } from '../../api/field-error.ts';

const SHORT_NAMES = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };
const MODES = Object.keys(SHORT_NAMES).sort();
const ALONE = 'ReadWriteOncePod';

export function validateAccessModes(modes: readonly string[], field: string): FieldError[] {
  const errors = modes.filter((mode) => !MODES.includes(mode)).map((mode) => notSupported(field, mode, MODES));
  if (!modes.includes(ALONE) || modes.every((mode) => mode === ALONE)) return errors;
  return [...errors, forbidden(field, 'may not use ReadWriteOncePod with other access modes')];
}

/** `RWO,ROX`: the cell of a table. */
export function accessModesCell(modes: readonly string[] | undefined): string {
  return Object.entries(SHORT_NAMES)
    .filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(',');
}
