/** The HTTP server of a simulated kubelet, as `nodes/NAME/proxy` reaches it: the documents that people look at. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from '../../api/errors.ts';
import type { LogOptions, PodRuntime } from '../../api/pod-runtime.ts';
import { POD_NODE_INDEX, podNodeIndex } from '../../api/pods.ts';
import { pods } from '../../api/resource-types.gen.ts';
import type { Informers } from '../../client/informer.ts';
import { createHttpResponder } from './http-responder.ts';

export interface KubeletServer {
  open(node: string): Duplex;
  close(): void;
}

interface KubeletParts {
  informers: Informers;
  logs: PodRuntime['logs'];
}

export function createKubeletServer(parts: KubeletParts): KubeletServer {
  parts.informers.for(pods).addIndex(POD_NODE_INDEX, podNodeIndex);
  const responder = createHttpResponder<string>((node, request, response) => {
    request.resume();
    void answer(node, { request, response, parts }).catch(() => response.destroy());
  });
  return { open: (node) => responder.open(node), close: () => responder.close() };
}

async function answer(
  node: string,
  { request, response, parts }: { request: IncomingMessage; response: ServerResponse; parts: KubeletParts },
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://kubelet');
  const path = pathname.replace(/\/$/, '') || '/';
  if (path === '/healthz') return send(response, 200, 'ok');
  if (path === '/pods') return sendJson(response, podList(node, parts.informers));
  if (path === '/metrics' || path === '/metrics/resource') return send(response, 200, '');
  const [, place, namespace, name, container] = path.split('/');
  if (place !== 'containerLogs' || !namespace || !name || !container)
    return send(response, 404, '404 page not found\n');
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  try {
    const lines = parts.logs({ namespace, name, container }, logOptions(searchParams), abort.signal);
    response.writeHead(200, { 'content-type': 'text/plain' });
    for await (const line of lines) response.write(line);
    response.end();
  } catch (error) {
    if (!(error instanceof ApiError) || response.headersSent) throw error;
    send(response, error.code, `${error.message}\n`);
  }
}

function logOptions(query: URLSearchParams): LogOptions {
  const tailLines = query.get('tailLines');
  return {
    follow: query.get('follow') === 'true',
    previous: query.get('previous') === 'true',
    timestamps: query.get('timestamps') === 'true',
    ...(tailLines && { tailLines: Number(tailLines) }),
  };
}

function podList(node: string, informers: Informers): object {
  const items = [...informers.for(pods).byIndex(POD_NODE_INDEX, node)];
  return { kind: 'PodList', apiVersion: 'v1', metadata: {}, items };
}

function send(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
