import { type FieldError, goQuote, invalid, required, tooLong } from '../../api/field-error.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../api/names.ts';

const MAX_DOMAIN = 253;
const MAX_NAME = 571;

/** `example.com/signer-name` */
export function validateSignerName(name: string, field: string): FieldError[] {
  if (!name) return [required(field)];
  const [domain = '', path, ...more] = name.split('/');
  if (path === undefined || more.length > 0) {
    return [invalid(field, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
  }
  return [
    ...validateDomain(domain, field),
    ...labelErrors(field, path, dns1123SubdomainErrors),
    ...(name.length > MAX_NAME ? [tooLong(field, MAX_NAME)] : []),
  ];
}

function validateDomain(domain: string, field: string): FieldError[] {
  const errors = domain.length > MAX_DOMAIN ? [tooLong(field, MAX_DOMAIN)] : [];
  errors.push(...labelErrors(field, domain, dns1123LabelErrors));
  if (domain.includes('.')) return errors;
  return [...errors, invalid(field, domain, 'should be a domain with at least two segments separated by dots')];
}

function labelErrors(field: string, text: string, errorsOf: (label: string) => string[]): FieldError[] {
  return text
    .split('.')
    .flatMap((label) =>
      errorsOf(label).map((problem) => invalid(field, text, `validating label ${goQuote(label)}: ${problem}`)),
    );
}
