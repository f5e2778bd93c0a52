import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ApiError,
  alreadyExists,
  conflict,
  expired,
  MODIFIED_MEANWHILE,
  notFound,
} from '../../server/api/errors.ts';
import type { ApiObject } from '../../server/api/object.ts';

/**
 * The smallest server that speaks list, watch, create, update, merge-less patch and delete of the API in JSON, with
 * faults on demand: what a client must live with, apart from the server of this project.
 */
export interface TinyApiServer extends AsyncDisposable {
  url: string;
  /** `METHOD path?query` of each request. */
  requests: string[];
  /** Puts an object as if another client had written it. */
  put(collection: string, object: ApiObject): ApiObject;
  remove(collection: string, key: string): void;
  /** Cuts all open connections; with `forget`, the history is lost too, so that watches from before get 410. */
  dropConnections(options?: { forget?: boolean }): void;
  /** Answers all requests with 503 until called with false. */
  setDown(down: boolean): void;
  sendBookmark(collection: string): void;
}

interface Change {
  revision: number;
  collection: string;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: ApiObject;
}

interface Watcher {
  collection: string;
  response: ServerResponse;
}

const PATH = /^\/apis?\/((?:[^/]+\/)?v[^/]+)(?:\/namespaces\/([^/]+))?\/([^/?]+)(?:\/([^/?]+))?(?:\/(status))?$/;

export async function startTinyApiServer(): Promise<TinyApiServer> {
  const objects = new Map<string, Map<string, ApiObject>>();
  const watchers = new Set<Watcher>();
  const requests: string[] = [];
  let history: Change[] = [];
  let forgotten = 0;
  let revision = 0;
  let down = false;

  const of = (collection: string) => {
    const found = objects.get(collection) ?? new Map<string, ApiObject>();
    objects.set(collection, found);
    return found;
  };
  const commit = (type: Change['type'], collection: string, object: ApiObject): ApiObject => {
    const meta = { name: '', uid: `uid-${revision + 1}`, ...object.metadata, resourceVersion: String(++revision) };
    const stored = { ...object, metadata: meta };
    const key = meta.namespace ? `${meta.namespace}/${meta.name}` : meta.name;
    if (type === 'DELETED') of(collection).delete(key);
    else of(collection).set(key, stored);
    const change = { revision, collection, type, object: stored };
    history.push(change);
    for (const watcher of watchers) if (watcher.collection === collection) send(watcher.response, change);
    return stored;
  };
  const send = (response: ServerResponse, { type, object }: { type: string; object: unknown }) =>
    response.write(`${JSON.stringify({ type, object })}\n`);

  const startWatch = (collection: string, after: number, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (after < forgotten) {
      send(response, { type: 'ERROR', object: expired(`too old resource version: ${after} (${revision})`).status });
      return response.end();
    }
    for (const change of history)
      if (change.collection === collection && change.revision > after) send(response, change);
    const watcher = { collection, response };
    watchers.add(watcher);
    return response.on('close', () => watchers.delete(watcher));
  };

  const list = (collection: string) => {
    const metadata = { resourceVersion: String(revision) };
    return { apiVersion: 'v1', kind: 'List', metadata, items: [...of(collection).values()] };
  };
  const create = ({ collection, namespace }: Target, body: ApiObject | undefined): Answer => {
    const name = body?.metadata?.name ?? `${body?.metadata?.generateName}${revision}`;
    const resource = { group: '', plural: collection };
    if (of(collection).has(keyIn(namespace, name))) return failure(alreadyExists(resource, name));
    return [201, commit('ADDED', collection, { ...body, metadata: { ...body?.metadata, name } as never })];
  };
  const change = (
    method: string,
    { collection, namespace, name = '' }: Target,
    body: ApiObject | undefined,
  ): Answer => {
    const known = of(collection).get(keyIn(namespace, name));
    const resource = { group: '', plural: collection };
    if (!known) return failure(notFound(resource, name));
    if (method === 'GET') return [200, known];
    if (method === 'DELETE') return [200, commit('DELETED', collection, known)];
    const wanted = body?.metadata?.resourceVersion;
    const isStale = wanted !== undefined && wanted !== known.metadata?.resourceVersion;
    if (isStale) return failure(conflict(resource, name, MODIFIED_MEANWHILE));
    const metadata = { ...known.metadata, ...body?.metadata } as never;
    return [200, commit('MODIFIED', collection, { ...known, ...body, metadata })];
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '' } = request;
    const url = new URL(request.url ?? '/', 'http://tiny');
    requests.push(`${method} ${url.pathname}${url.search}`);
    if (down) return void response.writeHead(503).end('down');
    const [, , namespace, collection = '', name] = PATH.exec(url.pathname) ?? [];
    const target: Target = { collection, namespace, name };
    const body = await bodyOf(request);
    if (url.searchParams.has('watch')) {
      return startWatch(collection, Number(url.searchParams.get('resourceVersion')), response);
    }
    if (name !== undefined) return reply(response, change(method, target, body));
    return reply(response, method === 'POST' ? create(target, body) : [200, list(collection)]);
  };

  const server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    put: (collection, object) => {
      const key = object.metadata?.namespace
        ? `${object.metadata.namespace}/${object.metadata.name}`
        : (object.metadata?.name ?? '');
      const known = of(collection).get(key);
      const uid = known?.metadata?.uid;
      const metadata = { ...object.metadata, ...(uid && { uid }) } as never;
      return commit(known ? 'MODIFIED' : 'ADDED', collection, { ...object, metadata });
    },
    remove: (collection, key) => {
      const known = of(collection).get(key);
      if (known) commit('DELETED', collection, known);
    },
    dropConnections({ forget = false } = {}) {
      if (forget) {
        history = [];
        forgotten = revision + 1;
        revision++;
      }
      server.closeAllConnections();
    },
    setDown: (value) => {
      down = value;
    },
    sendBookmark(collection) {
      const object = { metadata: { resourceVersion: String(revision) } };
      for (const watcher of watchers)
        if (watcher.collection === collection) send(watcher.response, { type: 'BOOKMARK', object });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Target {
  collection: string;
  namespace: string | undefined;
  name: string | undefined;
}

type Answer = [code: number, body: unknown];

const failure = (error: ApiError): Answer => [error.code, error.status];

const keyIn = (namespace: string | undefined, name: string): string => (namespace ? `${namespace}/${name}` : name);

function reply(response: ServerResponse, [code, body]: Answer): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<ApiObject | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}
