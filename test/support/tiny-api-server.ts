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

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://tiny');
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    if (down) return void response.writeHead(503).end('down');
    const [, , namespace, collection = '', name] = PATH.exec(url.pathname) ?? [];
    const key = namespace ? `${namespace}/${name}` : (name ?? '');
    const resource = { group: '', plural: collection };
    const fail = (error: ApiError) => reply(response, error.code, error.status);
    const known = of(collection).get(key);
    const body = await bodyOf(request);
    if (name === undefined && request.method === 'GET') {
      if (url.searchParams.has('watch'))
        return startWatch(collection, Number(url.searchParams.get('resourceVersion')), response);
      const items = [...of(collection).values()];
      return reply(response, 200, {
        apiVersion: 'v1',
        kind: 'List',
        metadata: { resourceVersion: String(revision) },
        items,
      });
    }
    if (request.method === 'POST') {
      const own = body?.metadata?.name ?? `${body?.metadata?.generateName}${revision}`;
      if (of(collection).has(namespace ? `${namespace}/${own}` : own)) return fail(alreadyExists(resource, own));
      return reply(
        response,
        201,
        commit('ADDED', collection, { ...body, metadata: { ...body?.metadata, name: own } as never }),
      );
    }
    if (!known) return fail(notFound(resource, name ?? ''));
    if (request.method === 'GET') return reply(response, 200, known);
    if (request.method === 'DELETE') return reply(response, 200, commit('DELETED', collection, known));
    const wanted = body?.metadata?.resourceVersion;
    if (wanted !== undefined && wanted !== known.metadata?.resourceVersion)
      return fail(conflict(resource, name ?? '', MODIFIED_MEANWHILE));
    return reply(
      response,
      200,
      commit('MODIFIED', collection, {
        ...known,
        ...body,
        metadata: { ...known.metadata, ...body?.metadata } as never,
      }),
    );
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

function reply(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<ApiObject | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}
