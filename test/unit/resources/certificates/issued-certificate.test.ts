import { expect, test } from 'vitest';
import type { CertificateSigningRequest } from '../../../../server/api/types.gen.ts';
import { createRootCa } from '../../../../server/authentication/root-ca.ts';
import { validateIssued } from '../../../../server/resources/certificates/issued-certificate.ts';

const { certificate, privateKey } = createRootCa(Date.UTC(2026, 0, 1));
const request = (pem?: string) =>
  ({
    status: pem === undefined ? {} : { certificate: Buffer.from(pem).toString('base64') },
  }) as CertificateSigningRequest;
const errors = (now?: string, before?: string) =>
  validateIssued(request(now), request(before)).map(({ field, message }) => `${field}: ${message}`);
const invalid = (detail: string) => [`status.certificate: Invalid value: "<certificate data>": ${detail}`];

test('one or more certificates may be issued', () => {
  expect(errors(certificate)).toEqual([]);
  expect(errors(certificate + certificate)).toEqual([]);
});

test.each([
  ['nothing', 'must contain one or more CERTIFICATE PEM blocks'],
  [privateKey, 'only CERTIFICATE PEM blocks are allowed, found "PRIVATE KEY"'],
  ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'x509: malformed certificate'],
])('anything else is refused: %j', (pem, detail) => {
  expect(errors(pem)).toEqual(invalid(detail));
});

test('what is issued stays', () => {
  expect(errors(certificate, certificate)).toEqual([]);
  const stays = ['status.certificate: Forbidden: updates may not modify existing certificate content'];
  expect(errors(certificate + certificate, certificate)).toEqual(stays);
  expect(errors(undefined, certificate)).toEqual(stays);
});
