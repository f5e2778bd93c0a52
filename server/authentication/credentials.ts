/** The keys of a cluster, which outlive the process when there is a folder for them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRootCa } from './root-ca.ts';
import { createSigningKey, exportSigningKey, importSigningKey, type SigningKey } from './signing-key.ts';

const SIGNING_KEY = 'service-account.key';
const CA_CERTIFICATE = 'ca.crt';
const CA_KEY = 'ca.key';

/** The key that signs tokens: the one in the folder, or a new one. Throws for a file that holds no such key. */
export function loadSigningKey(folder: string | undefined): SigningKey {
  const kept = read(folder, SIGNING_KEY);
  if (kept !== undefined) return importSigningKey(kept);
  const key = createSigningKey();
  if (folder !== undefined) keep(folder, SIGNING_KEY, exportSigningKey(key));
  return key;
}

/** The certificate of the cluster's authority as PEM: the one in the folder, or a new one. */
export function loadRootCa(folder: string | undefined, now: number): string {
  const kept = read(folder, CA_CERTIFICATE);
  if (kept !== undefined) return kept;
  const { certificate, privateKey } = createRootCa(now);
  if (folder !== undefined) {
    keep(folder, CA_KEY, privateKey);
    keep(folder, CA_CERTIFICATE, certificate);
  }
  return certificate;
}

function read(folder: string | undefined, name: string): string | undefined {
  if (folder === undefined) return undefined;
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function keep(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
}
