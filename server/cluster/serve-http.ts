import { API_AUDIENCE } from '../api/authentication.ts';
import type { PodRuntime } from '../api/pod-runtime.ts';
import { jsonWebKeySet, openIdConfiguration } from '../authentication/openid-documents.ts';
import type { SigningKey } from '../authentication/signing-key.ts';
import { adminToken } from '../authentication/token-file.ts';
import { createControlApi } from '../control/control-api.ts';
import { createHttpServer, type HttpServerOptions, type Mount } from '../http/http-server.ts';
import { reviewAccess } from '../resources/authorization/access.ts';
import { GIT_VERSION, VERSION } from '../version.ts';
import type { Parts } from './parts.ts';
import type { Cluster } from './running-cluster.ts';

/** What the server is asked for and is known only after it listens. */
export interface Later {
  ready: boolean;
  /** Where the server is. */
  url: string;
  runtime: PodRuntime | undefined;
  /** Resolves when everything runs. */
  readonly cluster: Promise<Cluster>;
  /** Says that it does. */
  complete(cluster: Cluster): void;
}

export function createLater(): Later {
  let complete: Later['complete'] = () => {};
  const cluster = new Promise<Cluster>((resolve) => {
    complete = resolve;
  });
  return { ready: false, url: '', runtime: undefined, cluster, complete };
}

/** Resolves with the port when it listens; `later.url` is known then. */
export async function serveHttp(parts: Parts, later: Later): Promise<number> {
  const { lifetime, settings, watched } = parts;
  const { host } = settings;
  const server = lifetime.add(createHttpServer(serverOptions(parts, later)));
  lifetime.onEnd(watched.journal.end);
  const port = await server.listen({ host, port: settings.port });
  later.url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return port;
}

function serverOptions(parts: Parts, later: Later): HttpServerOptions {
  const { registry, key, settings, turns, writeTurns } = parts;
  const { clock, log, random } = settings;
  return {
    ...{ registry, clock, log, random },
    gitVersion: GIT_VERSION,
    isReady: () => later.ready,
    complete: later.cluster,
    onRequest: () => {
      turns.giveWay();
      writeTurns.giveWay();
    },
    runtime: () => later.runtime,
    documents: openIdDocuments(key, () => later.url),
    paths: ['/metrics', ...(settings.control === false ? [] : ['/kubeling/v1', '/kubeling/v1/openapi.json'])],
    mounts: mountsOf(parts, later.cluster),
    ...doorkeeping(parts),
    ...observation(parts),
  };
}

function doorkeeping({ registry, authenticate, tokens, settings: { authorizationMode } }: Parts) {
  return {
    authorizer: (user, question) => reviewAccess(user, question, registry.objects),
    ...(authorizationMode && { authorizationMode }),
    ...(tokens && { authenticator: (token) => authenticate(token, [API_AUDIENCE]) }),
  } satisfies Partial<HttpServerOptions>;
}

function observation({ watched, settings: { auditLog } }: Parts) {
  return {
    faults: watched.faults.wire,
    listeners: watched.listeners,
    plainReads: watched.plainReads,
    keepsBodies: auditLog !== undefined,
    inflight: watched.metrics.inflight,
  } satisfies Partial<HttpServerOptions>;
}

/** What is served beside the API. */
function mountsOf(
  { settings: { control, log }, watched, tokens, lifetime }: Parts,
  cluster: Promise<Cluster>,
): ReadonlyMap<string, Mount> {
  const mounts = new Map([['metrics', { listener: watched.metrics.listener, isOpen: false }]]);
  if (control === false) return mounts;
  const accepted = [control?.token, tokens && adminToken(tokens)].filter((token) => token !== undefined);
  const api = lifetime.add(createControlApi({ cluster, tokens: accepted, version: VERSION, log }));
  return mounts.set('kubeling', { listener: api.listener, isOpen: true });
}

/** By these others can check the tokens of service accounts. */
function openIdDocuments(key: SigningKey, url: () => string): NonNullable<HttpServerOptions['documents']> {
  return {
    '/.well-known/openid-configuration': () => ({
      contentType: 'application/json',
      body: openIdConfiguration({ issuer: API_AUDIENCE, baseUrl: url() }),
    }),
    '/openid/v1/jwks': () => ({ contentType: 'application/jwk-set+json', body: jsonWebKeySet(key) }),
  };
}
