/** Who a token of a service account speaks for, as long as what it is bound to exists. */
import { type JWTPayload, jwtVerify } from 'jose';
import type { Authenticated, TokenAuthenticator } from '../api/authentication.ts';
import type { ApiObject, ObjectKey, ResourceType } from '../api/object.ts';
import { nodes, pods, secrets, serviceAccounts } from '../api/resource-types.gen.ts';
import type { Clock } from '../lib/clock.ts';
import { accountUserName, type PrivateClaims } from './issue-token.ts';
import { ALGORITHM, type SigningKey } from './signing-key.ts';

/** Reads what is in the cluster now. */
export interface ObjectGetter {
  get<T extends ApiObject>(type: ResourceType<T>, key: ObjectKey): T | undefined;
}

export interface AuthenticatorOptions {
  key: SigningKey;
  issuer: string;
  objects: ObjectGetter;
  clock: Clock;
}

export function createServiceAccountAuthenticator(options: AuthenticatorOptions): TokenAuthenticator {
  return async (token, audiences) => {
    const payload = await verifiedPayload(token, options);
    if (!payload) return undefined;
    const wanted = [payload.aud ?? []].flat().filter((audience) => audiences.includes(audience));
    const claims = payload['kubernetes.io'] as PrivateClaims | undefined;
    if (wanted.length === 0 || !claims || !isAlive(claims, options.objects)) return undefined;
    return authenticated(claims, payload, wanted);
  };
}

async function verifiedPayload(
  token: string,
  { issuer, clock, key }: AuthenticatorOptions,
): Promise<JWTPayload | undefined> {
  try {
    const currentDate = new Date(clock.now());
    const { payload } = await jwtVerify(token, key.publicKey, { issuer, algorithms: [ALGORITHM], currentDate });
    return payload;
  } catch {
    return undefined;
  }
}

/** The account and what the token is bound to are still the ones that they were. */
function isAlive(claims: PrivateClaims, objects: ObjectGetter): boolean {
  const { namespace, serviceaccount, pod, secret, node } = claims;
  const is = (type: ResourceType<ApiObject>, named: { name: string; uid: string } | undefined, key?: string) =>
    !named || objects.get(type, { namespace: key, name: named.name })?.metadata?.uid === named.uid;
  return (
    is(serviceAccounts, serviceaccount, namespace) &&
    is(pods, pod, namespace) &&
    is(secrets, secret, namespace) &&
    (pod !== undefined || is(nodes, node))
  );
}

const EXTRA = 'authentication.kubernetes.io/';

function authenticated(claims: PrivateClaims, payload: JWTPayload, audiences: string[]): Authenticated {
  const { namespace, serviceaccount, pod, node } = claims;
  return {
    user: {
      username: accountUserName(namespace, serviceaccount.name),
      uid: serviceaccount.uid,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      extra: {
        [`${EXTRA}credential-id`]: [`JTI=${payload.jti}`],
        ...(node && { [`${EXTRA}node-name`]: [node.name], [`${EXTRA}node-uid`]: [node.uid] }),
        ...(pod && { [`${EXTRA}pod-name`]: [pod.name], [`${EXTRA}pod-uid`]: [pod.uid] }),
      },
    },
    audiences,
  };
}
