import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadRootCa, loadSigningKey } from '../../../server/authentication/credentials.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the signing key is the same after a restart', () => {
  const before = loadSigningKey(folder);
  expect(loadSigningKey(folder).jwk).toEqual(before.jwk);
});

test('the certificate is the same after a restart', async () => {
  const before = loadRootCa(folder, 0);
  expect(loadRootCa(folder, 1)).toBe(before);
  expect(await readFile(join(folder, 'ca.crt'), 'utf8')).toBe(before);
});

test('nobody else can read a key', async () => {
  loadSigningKey(folder);
  expect((await stat(join(folder, 'service-account.key'))).mode & 0o077).toBe(0);
});

test('a file that holds no key is refused', async () => {
  await writeFile(join(folder, 'service-account.key'), 'nonsense');
  expect(() => loadSigningKey(folder)).toThrow();
});

test('keys without a folder are new each time', () => {
  expect(loadSigningKey(undefined).id).not.toBe(loadSigningKey(undefined).id);
});
