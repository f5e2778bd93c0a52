/** The key that signs the tokens of service accounts. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';

/** Elliptic curves are made in a moment; an RSA key would take longer than the server takes to start. */
export const ALGORITHM = 'ES256';
const CURVE = 'prime256v1';

export interface SigningKey {
  /** What tokens name the key by: derived from it, so the same after a restart. */
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The public half, for whoever verifies. */
  readonly jwk: JWK;
}

/** Node's own keys: those of Web Crypto are made in other threads, with code that a start would wait for. */
export function createSigningKey(): SigningKey {
  return signingKey(generateKeyPairSync('ec', { namedCurve: CURVE }).privateKey);
}

/** As PEM, to be kept where nobody else can read it. */
export function exportSigningKey({ privateKey }: SigningKey): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Throws for what is not the PEM of an ES256 key. */
export function importSigningKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyDetails?.namedCurve !== CURVE) throw new TypeError(`the key is none for ${ALGORITHM}`);
  return signingKey(privateKey);
}

function signingKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const { crv = '', kty = '', x = '', y = '' } = publicKey.export({ format: 'jwk' }) as JWK;
  const id = thumbprint({ crv, kty, x, y });
  return { id, privateKey, publicKey, jwk: { use: 'sig', kid: id, alg: ALGORITHM, kty, x, y, crv } };
}

/** RFC 7638; the members are to be in the order of their names. */
function thumbprint(key: { crv: string; kty: string; x: string; y: string }): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('base64url');
}
