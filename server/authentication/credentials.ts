/** The keys of a cluster, which outlive the process when there is a folder for them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRootCa } from './root-ca.ts';
import { createSigningKey, exportSigningKey, importSigningKey, type SigningKey } from './signing-key.ts';

const SIGNING_KEY = 'service-account.key';
const CA_CERTIFICATE = 'ca.crt';
const CA_KEY = 'ca.key';

/** The key that signs tokens: the one in the folder, or a new one. Rejects for a file that holds no such key. */
export async function loadSigningKey(folder: string | undefined): Promise<SigningKey> {
  const kept = await read(folder, SIGNING_KEY);
  if (kept !== undefined) return importSigningKey(kept);
  const key = await createSigningKey();
  if (folder !== undefined) await keep(folder, SIGNING_KEY, await exportSigningKey(key));
  return key;
}

/** The certificate of the cluster's authority as PEM: the one in the folder, or a new one. */
export async function loadRootCa(folder: string | undefined, now: number): Promise<string> {
  const kept = await read(folder, CA_CERTIFICATE);
  if (kept !== undefined) return kept;
  const { certificate, privateKey } = createRootCa(now);
  if (folder !== undefined) {
    await keep(folder, CA_KEY, privateKey);
    await keep(folder, CA_CERTIFICATE, certificate);
  }
  return certificate;
}

async function read(folder: string | undefined, name: string): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function keep(folder: string, name: string, text: string): Promise<void> {
  return writeFile(join(folder, name), text, { mode: 0o600 });
}
