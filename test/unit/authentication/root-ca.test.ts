import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { integer, objectIdentifier, octetString, time } from '../../../server/authentication/der.ts';
import { createRootCa } from '../../../server/authentication/root-ca.ts';

const NOW = Date.UTC(2026, 0, 1);

test('the root certificate is an authority that has signed itself', () => {
  const { certificate, privateKey } = createRootCa(NOW);
  const parsed = new X509Certificate(certificate);
  expect(parsed).toMatchObject({ ca: true, subject: 'CN=kubernetes', issuer: 'CN=kubernetes' });
  expect(parsed.subjectAltName).toBe('DNS:kubernetes');
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(parsed.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
});

test('the root certificate is good for ten years', () => {
  const { validFrom, validTo } = new X509Certificate(createRootCa(NOW).certificate);
  expect([validFrom, validTo]).toEqual(['Dec 31 23:55:00 2025 GMT', 'Dec 30 00:00:00 2035 GMT']);
});

test.each([
  ['a small number', integer(Buffer.from([0, 0, 5])), '020105'],
  ['a number whose first bit is set', integer(Buffer.from([0x80])), '02020080'],
  ['an object identifier', objectIdentifier('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  ['a time until 2049', time(NOW), '170d3236303130313030303030305a'],
  ['a time from 2050 on', time(Date.UTC(2050, 0, 1)), '180f32303530303130313030303030305a'],
])('%s is written as X.690 says', (_, written, hex) => {
  expect(written.toString('hex')).toBe(hex);
});

test('a long value has its length in bytes of their own', () => {
  expect(octetString(Buffer.alloc(300)).subarray(0, 4).toString('hex')).toBe('0482012c');
});
