import { type FieldError, invalid, required } from '../api/field-error.ts';
import { dns1123SubdomainErrors, httpPathErrors } from '../api/names.ts';
import { invalidFor } from './field-checks.ts';

/** Names such as `example.com/controller`: a domain, a slash and a path. */
export function validateDomainPath(field: string, value: string): FieldError[] {
  if (value === '') return [required(field)];
  const slash = value.indexOf('/');
  const [domain, path] = [value.slice(0, slash), value.slice(slash + 1)];
  if (slash <= 0 || path === '') {
    return [invalid(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  return [
    ...invalidFor(field, domain, dns1123SubdomainErrors(domain)),
    ...invalidFor(field, path, httpPathErrors(path)),
  ];
}
