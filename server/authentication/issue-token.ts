import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { ServiceAccountClaims, TokenIssuer } from '../api/authentication.ts';
import { ALGORITHM, type SigningKey } from './signing-key.ts';

/** The part of a token that is Kubernetes' own. */
export interface PrivateClaims {
  namespace: string;
  serviceaccount: { name: string; uid: string };
  pod?: { name: string; uid: string };
  secret?: { name: string; uid: string };
  node?: { name: string; uid: string };
}

/** Signs tokens as the API server does: JSON web tokens with the claims that its own authenticator reads. */
export function createTokenIssuer(options: { key: SigningKey; issuer: string }): TokenIssuer {
  const { key, issuer } = options;
  return (claims) =>
    new SignJWT({ 'kubernetes.io': privateClaims(claims) })
      .setProtectedHeader({ alg: ALGORITHM, kid: key.id })
      .setAudience([...claims.audiences])
      .setExpirationTime(claims.expiresAt)
      .setIssuedAt(claims.issuedAt)
      .setNotBefore(claims.issuedAt)
      .setIssuer(issuer)
      .setJti(randomUUID())
      .setSubject(accountUserName(claims.namespace, claims.serviceAccount.name))
      .sign(key.privateKey);
}

export function accountUserName(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

function privateClaims({ namespace, serviceAccount, boundTo, node }: ServiceAccountClaims): PrivateClaims {
  return {
    namespace,
    serviceaccount: { name: serviceAccount.name, uid: serviceAccount.uid },
    ...(boundTo && { [boundTo.kind]: { name: boundTo.name, uid: boundTo.uid } }),
    ...(node && { node: { name: node.name, uid: node.uid } }),
  };
}
