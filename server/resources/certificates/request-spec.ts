import { duplicate, type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import type { CertificateSigningRequest } from '../../api/types.gen.ts';
import { validateEach } from '../validate-each.ts';
import { validateSignerName } from './signer-name.ts';

const USAGES = [
  'signing',
  'digital signature',
  'content commitment',
  'key encipherment',
  'key agreement',
  'data encipherment',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
  'any',
  'server auth',
  'client auth',
  'code signing',
  'email protection',
  's/mime',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'timestamping',
  'ocsp signing',
  'microsoft sgc',
  'netscape sgc',
].sort();

const MIN_SECONDS = 600;

export function validateRequest({ spec }: CertificateSigningRequest): FieldError[] {
  const { request, usages = [], signerName, expirationSeconds } = spec;
  const errors = validatePem(request, 'spec.request');
  if (usages.length === 0) errors.push(required('spec.usages'));
  errors.push(...validateUsages(usages, 'spec.usages'), ...validateSignerName(signerName, 'spec.signerName'));
  if (expirationSeconds !== undefined && expirationSeconds < MIN_SECONDS) {
    const detail = 'may not specify a duration less than 600 seconds (10 minutes)';
    errors.push(invalid('spec.expirationSeconds', expirationSeconds, detail));
  }
  return errors;
}

function validatePem(request: string | null | undefined, field: string): FieldError[] {
  const text = Buffer.from(request ?? '', 'base64').toString('latin1');
  const [, type, body = ''] = /-----BEGIN ([^-]+)-----([\s\S]*?)-----END \1-----/.exec(text) ?? [];
  const shown = request ?? null;
  if (type !== 'CERTIFICATE REQUEST') return [invalid(field, shown, 'PEM block type must be CERTIFICATE REQUEST')];
  const der = Buffer.from(body, 'base64');
  if (der[0] === 0x30) return [];
  const problem =
    der.length === 0 ? 'asn1: syntax error: sequence truncated' : "asn1: structure error: tags don't match";
  return [invalid(field, shown, problem)];
}

function validateUsages(usages: readonly string[], field: string): FieldError[] {
  const unknown = validateEach(usages, field, (usage, at) =>
    USAGES.includes(usage) ? [] : [notSupported(at, usage, USAGES)],
  );
  const repeated = validateEach(usages, field, (usage, at, i) =>
    usages.indexOf(usage) < i ? [duplicate(at, usage)] : [],
  );
  return [...unknown, ...repeated];
}
