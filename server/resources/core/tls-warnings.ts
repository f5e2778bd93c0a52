import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { Secret } from '../../api/types.gen.ts';

/** What Go's tls.X509KeyPair would say of the pair in a TLS secret; Kubernetes only warns. */
export function tlsWarnings(secret: Secret): string[] {
  if (secret.type !== 'kubernetes.io/tls') return [];
  const problem = keyPairProblem(textOf(secret, 'tls.crt'), textOf(secret, 'tls.key'));
  return problem === undefined ? [] : [problem];
}

function textOf(secret: Secret, key: string): string {
  return Buffer.from(secret.data?.[key] ?? '', 'base64').toString('latin1');
}

function keyPairProblem(certificate: string, key: string): string | undefined {
  const types = pemTypes(certificate);
  if (types.length === 0) return 'tls: failed to find any PEM data in certificate input';
  if (!types.includes('CERTIFICATE')) {
    return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${types.join(' ')}]`;
  }
  if (pemTypes(key).length === 0) return 'tls: failed to find any PEM data in key input';
  return mismatch(certificate, key);
}

function pemTypes(text: string): string[] {
  return [...text.matchAll(/-----BEGIN ([^-]+)-----/g)].map((match) => match[1] as string);
}

function mismatch(certificate: string, key: string): string | undefined {
  try {
    const fromKey = createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'der' });
    const fromCertificate = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
    return fromKey.equals(fromCertificate) ? undefined : 'tls: private key does not match public key';
  } catch {
    return 'tls: failed to parse private key';
  }
}
