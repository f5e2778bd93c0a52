import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import type { ApiObject, ObjectKey, ResourceType } from '../../../server/api/object.ts';
import { nodes, pods, serviceAccounts } from '../../../server/api/resource-types.gen.ts';
import type { ServiceAccount, AuthenticationV1TokenRequest as TokenRequest } from '../../../server/api/types.gen.ts';
import { authenticateWith } from '../../../server/authentication/authenticate-with.ts';
import { createTokenIssuer } from '../../../server/authentication/issue-token.ts';
import { jsonWebKeySet, openIdConfiguration } from '../../../server/authentication/openid-documents.ts';
import { createServiceAccountAuthenticator } from '../../../server/authentication/service-account-authenticator.ts';
import { createSigningKey, exportSigningKey, importSigningKey } from '../../../server/authentication/signing-key.ts';
import { manualClock } from '../../../server/lib/clock.ts';
import type { ActionTarget } from '../../../server/registry/define-resource.ts';
import { tokenSubresource } from '../../../server/resources/authentication/token-request.ts';
import { tokenReviewResource } from '../../../server/resources/authentication/token-review.ts';
import { writeContext } from '../../support/write-rules.ts';

const ISSUER = 'https://kubernetes.default.svc';
const metadata = (name: string) => ({ name, namespace: 'ns', uid: `uid-${name}` });

async function setUp() {
  const key = createSigningKey();
  const clock = manualClock();
  const cluster = new Map<ResourceType, object>([
    [serviceAccounts, { metadata: metadata('robot') }],
    [pods, { metadata: metadata('p'), spec: { serviceAccountName: 'robot', nodeName: 'n' } }],
    [nodes, { metadata: { name: 'n', uid: 'uid-n' } }],
  ]);
  const objects = {
    get: <T extends ApiObject>(type: ResourceType<T>, { name }: ObjectKey) => {
      const object = cluster.get(type) as T | undefined;
      return object?.metadata?.name === name ? object : undefined;
    },
    list: () => [],
  };
  const issue = createTokenIssuer({ key, issuer: ISSUER });
  const authenticate = createServiceAccountAuthenticator({ key, issuer: ISSUER, objects, clock });
  const { act } = tokenSubresource({ issue, audiences: [ISSUER] });
  const request = async (spec: object, name = 'robot') => {
    const target = {
      key: { namespace: 'ns', name },
      object: objects.get(serviceAccounts, { name }),
      context: { ...writeContext, now: clock.now(), objects },
    } as unknown as ActionTarget<ServiceAccount>;
    return (await act(target, { spec } as unknown as ApiObject)) as TokenRequest;
  };
  const tokenFor = async (spec: object) => (await request(spec)).status.token ?? '';
  return { key, clock, cluster, authenticate, request, tokenFor };
}

describe('a TokenRequest', () => {
  test('is answered with a token for this server and an hour, unless it says otherwise', async () => {
    const { request } = await setUp();
    const { spec, status, metadata } = await request({});
    expect(metadata).toMatchObject({ name: 'robot', namespace: 'ns' });
    expect(spec).toEqual({ audiences: [ISSUER], expirationSeconds: 3600, boundObjectRef: null });
    expect(status.expirationTimestamp).toBe('2026-01-01T01:00:00Z');
    expect((await request({ audiences: ['vault'], expirationSeconds: 600 })).spec).toMatchObject({
      audiences: ['vault'],
      expirationSeconds: 600,
    });
  });

  const bound = (ref: object) => ({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'p', ...ref } });
  test.each<[spec: object, name: string, message: string]>([
    [{}, 'none', 'serviceaccounts "none" not found'],
    [
      { expirationSeconds: 5 },
      'robot',
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes',
    ],
    [bound({ name: 'none' }), 'robot', 'pods "none" not found'],
    [bound({ kind: 'toString' }), 'robot', 'cannot bind token to object of type /v1, Kind=toString'],
    [
      bound({ uid: 'other' }),
      'robot',
      'Operation cannot be fulfilled on Pod "p": the UID in the bound object reference (other) does not match the UID in record. The object might have been deleted and then recreated',
    ],
  ])('for %j of %s is refused', async (spec, name, message) => {
    const { request } = await setUp();
    await expect(request(spec, name)).rejects.toThrow(message);
  });
});

describe('a token', () => {
  test('is verified by anyone with the published keys', async () => {
    const { key, clock, tokenFor } = await setUp();
    const token = await tokenFor({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'p' } });
    const keys = createLocalJWKSet(jsonWebKeySet(key));
    const { payload } = await jwtVerify(token, keys, {
      issuer: ISSUER,
      audience: ISSUER,
      currentDate: new Date(clock.now()),
    });
    expect(payload).toMatchObject({
      sub: 'system:serviceaccount:ns:robot',
      'kubernetes.io': {
        namespace: 'ns',
        serviceaccount: { name: 'robot', uid: 'uid-robot' },
        pod: { name: 'p', uid: 'uid-p' },
        node: { name: 'n', uid: 'uid-n' },
      },
    });
    expect(jsonWebKeySet(key).keys[0]).not.toHaveProperty('d');
  });

  test('speaks for its service account', async () => {
    const { authenticate, tokenFor } = await setUp();
    expect(await authenticate(await tokenFor({}), [ISSUER])).toMatchObject({
      user: {
        username: 'system:serviceaccount:ns:robot',
        uid: 'uid-robot',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:ns', 'system:authenticated'],
      },
      audiences: [ISSUER],
    });
  });

  test('is worth nothing to others, after its time, or when its pod is gone', async () => {
    const { authenticate, tokenFor, clock, cluster } = await setUp();
    const token = await tokenFor({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'p' } });
    expect(await authenticate(token, ['vault'])).toBeUndefined();
    expect(await authenticate(`${token}x`, [ISSUER])).toBeUndefined();
    expect(await authenticate('golden', [ISSUER])).toBeUndefined();
    cluster.set(pods, { metadata: { ...metadata('p'), uid: 'another' } });
    expect(await authenticate(token, [ISSUER])).toBeUndefined();
    const unbound = await tokenFor({});
    await clock.advance('61m');
    expect(await authenticate(unbound, [ISSUER])).toBeUndefined();
  });

  test('is still good after the key was kept in a file', async () => {
    const { key, clock, cluster, tokenFor } = await setUp();
    const again = importSigningKey(exportSigningKey(key));
    expect(again.id).toBe(key.id);
    const objects = { get: <T extends ApiObject>(type: ResourceType<T>) => cluster.get(type) as T | undefined };
    const authenticate = createServiceAccountAuthenticator({ key: again, issuer: ISSUER, objects, clock });
    expect(await authenticate(await tokenFor({}), [ISSUER])).toBeDefined();
  });
});

describe('a TokenReview', () => {
  const review = async (token: string) => {
    const { authenticate, tokenFor } = await setUp();
    const { create } = tokenReviewResource(authenticateWith([async () => undefined, authenticate])).rules.virtual ?? {};
    const spec = { token: token === 'good' ? await tokenFor({}) : token };
    return create?.({ metadata: {}, spec } as never, writeContext);
  };

  test('tells whose token it is', async () => {
    expect(await review('good')).toMatchObject({
      status: { authenticated: true, audiences: [ISSUER], user: { username: 'system:serviceaccount:ns:robot' } },
    });
  });

  test('does not know a wrong token', async () => {
    expect((await review('wrong'))?.status).toEqual({ user: {}, error: 'invalid bearer token' });
  });

  test('wants a token', async () => {
    await expect(review('')).rejects.toThrow('token is required for TokenReview in authentication');
  });
});

test('the OpenID configuration leads to the keys', () => {
  expect(openIdConfiguration({ issuer: ISSUER, baseUrl: 'http://127.0.0.1:8080' })).toEqual({
    issuer: ISSUER,
    jwks_uri: 'http://127.0.0.1:8080/openid/v1/jwks',
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  });
});
