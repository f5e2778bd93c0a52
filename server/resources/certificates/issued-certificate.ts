import { X509Certificate } from 'node:crypto';
import { type FieldError, forbidden, invalid } from '../../api/field-error.ts';
import type { CertificateSigningRequest } from '../../api/types.gen.ts';

const FIELD = 'status.certificate';
const BLOCK = /-----BEGIN ([^-]+)-----\r?\n([\s\S]*?)-----END \1-----/g;

/** What a signer issues is one or more certificates as PEM, and stays. */
export function validateIssued(request: CertificateSigningRequest, old: CertificateSigningRequest): FieldError[] {
  const [now, before] = [request.status?.certificate ?? '', old.status?.certificate ?? ''];
  if (now === before) return [];
  const errors = now === '' ? [] : validatePem(Buffer.from(now, 'base64').toString('latin1'));
  return before === '' ? errors : [...errors, forbidden(FIELD, 'updates may not modify existing certificate content')];
}

function validatePem(text: string): FieldError[] {
  const blocks = [...text.matchAll(BLOCK)];
  const problem = blocks.length === 0 ? 'must contain one or more CERTIFICATE PEM blocks' : firstProblem(blocks);
  return problem === undefined ? [] : [invalid(FIELD, '<certificate data>', problem)];
}

function firstProblem(blocks: readonly RegExpMatchArray[]): string | undefined {
  for (const [block, type, content = ''] of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found "${type}"`;
    if (content.includes(':')) return 'no PEM block headers are permitted';
    if (!isCertificate(block)) return 'x509: malformed certificate';
  }
  return undefined;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
