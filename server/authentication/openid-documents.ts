/** The documents by which others can verify the tokens of service accounts, without asking this server. */
import type { JWK } from 'jose';
import { ALGORITHM, type SigningKey } from './signing-key.ts';

export interface OpenIdConfiguration {
  issuer: string;
  jwks_uri: string;
  response_types_supported: string[];
  subject_types_supported: string[];
  id_token_signing_alg_values_supported: string[];
}

/** `/.well-known/openid-configuration`; `baseUrl` is the address of this server. */
export function openIdConfiguration(options: { issuer: string; baseUrl: string }): OpenIdConfiguration {
  return {
    issuer: options.issuer,
    jwks_uri: `${options.baseUrl}/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [ALGORITHM],
  };
}

/** `/openid/v1/jwks`, of media type application/jwk-set+json. */
export function jsonWebKeySet(key: SigningKey): { keys: JWK[] } {
  return { keys: [key.jwk] };
}
