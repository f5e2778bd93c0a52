import type { UserInfo } from './types.gen.ts';

/** What the kinds of authentication.k8s.io ask of whoever makes and checks tokens. */

/** The audience of tokens for this API, and their issuer, unless a cluster says otherwise. */
export const API_AUDIENCE = 'https://kubernetes.default.svc';

export interface Authenticated {
  user: UserInfo;
  /** Those of the wanted audiences that the token is for. */
  audiences: string[];
}

/** Resolves to undefined for a token that it knows nothing of, or that is not (or no longer) valid. */
export type TokenAuthenticator = (token: string, audiences: readonly string[]) => Promise<Authenticated | undefined>;

/** What a token of a service account says. */
export interface ServiceAccountClaims {
  namespace: string;
  serviceAccount: NamedObject;
  /** The token ends with this object. */
  boundTo?: NamedObject & { kind: 'pod' | 'secret' | 'node' };
  /** The node on which the pod runs that the token is bound to. */
  node?: NamedObject;
  audiences: readonly string[];
  /** Seconds since the epoch. */
  issuedAt: number;
  expiresAt: number;
}

export interface NamedObject {
  name: string;
  uid: string;
}

/** Signs a token. */
export type TokenIssuer = (claims: ServiceAccountClaims) => Promise<string>;
