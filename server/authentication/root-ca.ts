/** The certificate authority of a cluster, by which its pods know the API server: RFC 5280. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts';

export interface RootCa {
  /** PEM. */
  certificate: string;
  /** PKCS #8 as PEM, to be kept where nobody else can read it. */
  privateKey: string;
}

const NAME = 'kubernetes';
/** As kubeadm gives it. */
const YEARS_10 = 10 * 365 * 24 * 3_600_000;
/** Clocks of others may be behind. */
const SLACK = 5 * 60_000;
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

/** `now` in milliseconds since the epoch. */
export function createRootCa(now: number): RootCa {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(objectIdentifier(ECDSA_WITH_SHA256));
  const content = certificateContent(publicKey, { now, algorithm });
  const signature = sign('sha256', content, privateKey);
  return {
    certificate: pem('CERTIFICATE', sequence(content, algorithm, bitString(signature))),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function certificateContent(publicKey: KeyObject, { now, algorithm }: { now: number; algorithm: Buffer }): Buffer {
  const name = sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(NAME))));
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  return sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(now - SLACK), time(now + YEARS_10)),
    name,
    keyInfo,
    explicit(3, sequence(...extensions(keyInfo))),
  );
}

function extensions(keyInfo: Uint8Array): Buffer[] {
  const keyId = createHash('sha1').update(keyInfo).digest();
  return [
    // Digital signature, key encipherment, certificate signing.
    extension('2.5.29.15', bitString(Buffer.from([0xa4]), 2), { isCritical: true }),
    extension('2.5.29.19', sequence(boolean(true)), { isCritical: true }),
    extension('2.5.29.14', octetString(keyId)),
    extension('2.5.29.17', sequence(implicit(2, Buffer.from(NAME)))),
  ];
}

function extension(id: string, value: Buffer, { isCritical = false }: { isCritical?: boolean } = {}): Buffer {
  return sequence(objectIdentifier(id), ...(isCritical ? [boolean(true)] : []), octetString(value));
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
