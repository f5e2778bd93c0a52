import { type ApiList, type ApiObject, apiVersionOf, type ResourceType } from '../api/object.ts';
import type { Status } from '../api/types.gen.ts';
import type { WatchEvent } from '../api/watch-event.ts';
import type { Client, DeleteOptions, ListOptions, WatchOptions, WriteOptions } from './client.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';
import type { Connection } from './kubeconfig.ts';
import { collectionPath, objectPath, queryOf } from './resource-path.ts';

export interface HttpClientOptions {
  /** Who writes, in managedFields too when a write names no field manager. */
  userAgent?: string;
}

/** The Client over the network, to this server or to any Kubernetes API server. */
export function createHttpClient(connection: Connection, options: HttpClientOptions = {}): Client & Disposable {
  const transport = createHttpTransport(connection, options.userAgent ?? 'kubeling');
  // The server answers with the kind that the path names; nothing else is checked here.
  const call = <R>(method: string, path: string, body?: unknown, contentType?: string) =>
    transport.json({ method, path, body, ...(contentType !== undefined && { contentType }) }) as Promise<R>;

  return {
    get: (type, key, { subresource } = {}) => call('GET', objectPath(type, key, subresource)),
    list: async <T extends ApiObject>(type: ResourceType<T>, options: ListOptions = {}) => {
      const list = await call<ApiList<T>>('GET', collectionPath(type, options.namespace) + listQuery(options));
      return { ...list, items: (list.items ?? []).map((item) => withKind(type, item)) };
    },
    watch: (type, options = {}) => watch(transport, type, options),
    create: (type, object, options) => {
      const path = collectionPath(type, object.metadata.namespace);
      return call('POST', path + writeQuery(options), withKind(type, object));
    },
    update: (type, object, options) => {
      const key = { namespace: object.metadata?.namespace, name: object.metadata?.name ?? '' };
      // A subresource may speak of another kind (Scale), which the object then names itself.
      const body = options?.subresource === undefined ? withKind(type, object) : object;
      return call('PUT', objectPath(type, key, options?.subresource) + writeQuery(options), body);
    },
    patch: (type, key, patch, options) => {
      const query = writeQuery(options, { force: options?.force });
      return call('PATCH', objectPath(type, key, options?.subresource) + query, patch.body, patch.type);
    },
    delete: <T extends ApiObject>(
      type: ResourceType<T>,
      key: { namespace?: string | undefined; name: string },
      options?: DeleteOptions,
    ) => call<T | Status>('DELETE', objectPath(type, key), deleteBody(options)),
    deleteCollection: async (type, options = {}) => {
      await call('DELETE', collectionPath(type, options.namespace) + listQuery(options), deleteBody(options));
    },
    createSubresource: (type, key, subresource, body, options) =>
      call('POST', objectPath(type, key, subresource) + writeQuery(options), body),
    [Symbol.dispose]: () => transport[Symbol.dispose](),
  };
}

async function* watch<T extends ApiObject>(
  transport: HttpTransport,
  type: ResourceType<T>,
  options: WatchOptions,
): AsyncIterable<WatchEvent<T>> {
  const { allowWatchBookmarks, sendInitialEvents, timeoutSeconds, signal } = options;
  const query = listQuery(options, { watch: true, allowWatchBookmarks, sendInitialEvents, timeoutSeconds });
  try {
    const path = collectionPath(type, options.namespace) + query;
    const response = await transport.stream({ method: 'GET', path, signal });
    response.socket.setKeepAlive(true, 30_000);
    for await (const line of linesOf(response)) yield JSON.parse(line);
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
}

type Query = Parameters<typeof queryOf>[0];

function listQuery(options: ListOptions, more: Query = {}): string {
  const { labelSelector, fieldSelector, limit, resourceVersion, resourceVersionMatch } = options;
  const page = { limit, continue: options.continue };
  return queryOf({ labelSelector, fieldSelector, resourceVersion, resourceVersionMatch, ...page, ...more });
}

function writeQuery(options: WriteOptions | undefined, more: Query = {}): string {
  const { fieldManager, fieldValidation } = options ?? {};
  return queryOf({ dryRun: options?.dryRun ? 'All' : undefined, fieldManager, fieldValidation, ...more });
}

function deleteBody(options: DeleteOptions = {}): unknown {
  const { gracePeriodSeconds, propagationPolicy, preconditions, dryRun } = options;
  const wishes = { gracePeriodSeconds, propagationPolicy, preconditions, ...(dryRun && { dryRun: ['All'] }) };
  return { kind: 'DeleteOptions', apiVersion: 'v1', ...wishes };
}

/** Items of a list and objects made by hand often lack them. */
function withKind<T extends object>(type: ResourceType, object: T): T {
  return { apiVersion: apiVersionOf(type), kind: type.kind, ...object };
}
