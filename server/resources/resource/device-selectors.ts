import { type FieldError, required, tooLong, tooMany } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import type { DeviceSelector, OpaqueDeviceConfiguration } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';

const MAX_SELECTORS = 32;
const MAX_EXPRESSION = 10 * 1024;
const MAX_DRIVER = 63;

export function validateSelectors(selectors: DeviceSelector[] | undefined, field: string): FieldError[] {
  const count = selectors?.length ?? 0;
  return [
    ...(count > MAX_SELECTORS ? [tooMany(field, count, MAX_SELECTORS)] : []),
    ...validateEach(selectors, field, ({ cel }, at) => {
      if (!cel) return [required(`${at}.cel`)];
      if (!cel.expression) return [required(`${at}.cel.expression`)];
      return cel.expression.length > MAX_EXPRESSION ? [tooLong(`${at}.cel.expression`, MAX_EXPRESSION)] : [];
    }),
  ];
}

export function validateOpaqueConfig(opaque: OpaqueDeviceConfiguration | undefined, field: string): FieldError[] {
  if (!opaque) return [required(`${field}.opaque`)];
  return [
    ...validateDriverName(opaque.driver, `${field}.opaque.driver`),
    ...(opaque.parameters ? [] : [required(`${field}.opaque.parameters`)]),
  ];
}

export function validateDriverName(name: string | undefined, field: string): FieldError[] {
  if (!name) return [required(field)];
  const errors = invalidFor(field, name, dns1123SubdomainErrors(name));
  return name.length > MAX_DRIVER ? [...errors, tooLong(field, MAX_DRIVER)] : errors;
}
