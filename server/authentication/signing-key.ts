/** The key that signs the tokens of service accounts. */
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  type JWK,
} from 'jose';

/** Elliptic curves are made in a moment; an RSA key would take longer than the server takes to start. */
export const ALGORITHM = 'ES256';

export interface SigningKey {
  /** What tokens name the key by: derived from it, so the same after a restart. */
  readonly id: string;
  readonly privateKey: CryptoKey;
  /** The public half, for whoever verifies. */
  readonly jwk: JWK;
}

export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return signingKey(privateKey);
}

/** As PEM, to be kept where nobody else can read it. */
export function exportSigningKey(key: SigningKey): Promise<string> {
  return exportPKCS8(key.privateKey);
}

/** Rejects for what is not the PEM of an ES256 key. */
export async function importSigningKey(pem: string): Promise<SigningKey> {
  return signingKey(await importPKCS8(pem, ALGORITHM, { extractable: true }));
}

async function signingKey(privateKey: CryptoKey): Promise<SigningKey> {
  const { d: _, ...publicKey } = await exportJWK(privateKey);
  const id = await calculateJwkThumbprint(publicKey);
  return { id, privateKey, jwk: { use: 'sig', kid: id, alg: ALGORITHM, ...publicKey } };
}
