/** Servers that do one thing each. */
import { FileError } from '../../files/file-error.ts';
import type { AnyNode } from '../../files/file-node.ts';
import { contentOf } from '../../files/file-system.ts';
import { type HttpHandler, type HttpReply, logLine, serveHttp } from '../../serve-http.ts';
import { readFlags } from './go-flags.ts';
import type { Subcommand } from './subcommand.ts';

export const serveHostname: Subcommand = async (process, args) => {
  const port = readFlags(args, ['tcp', 'udp', 'http', 'close']).number('port', 9376);
  await logLine(process, `Serving on port ${port}.`);
  const handle: HttpHandler = async ({ from }) => {
    await logLine(process, `HTTP request from ${from}`);
    return { body: process.container.hostname };
  };
  return serveHttp(process, new Map([[port, handle]]));
};

/** Each variable `SERVE_PORT_9001` is a port, and its value what is answered there. */
export const porter: Subcommand = async (process, args) => {
  const asJson = readFlags(args, ['json-response']).flag('json-response');
  const ports = Object.entries(process.env).flatMap(([name, value]): [number, HttpHandler][] => {
    const [, port] = /^SERVE_(?:TCP_|TLS_)?PORT_(\d+)$/.exec(name) ?? [];
    if (port === undefined) return [];
    const handle: HttpHandler = ({ method }) =>
      asJson
        ? { body: JSON.stringify({ Method: method, Body: value }), headers: { 'content-type': 'application/json' } }
        : { body: value };
    return [[Number(port), handle]];
  });
  return serveHttp(process, new Map(ports));
};

const HEALTHY_FOR = 10_000;

/** Healthy for ten seconds, and never again. */
export const liveness: Subcommand = async (process) => {
  const { clock } = process.container;
  const started = clock.now();
  const handle: HttpHandler = ({ url }) => {
    const age = clock.now() - started;
    const [code, way] = [Number(url.searchParams.get('code') ?? 500), url.searchParams.get('loc') ?? ''];
    const pages: Readonly<Record<string, HttpReply>> = {
      '/started': { body: `${age / 1000}s` },
      '/healthz': age > HEALTHY_FOR ? { code: 500, body: `error: ${age / 1000}` } : { body: 'ok' },
      '/redirect': { code: 302, headers: { location: decodeURIComponent(way) }, body: '' },
      '/sleep-headers': { code, body: 'Slept for 0 secs\n' },
      '/sleep-body': { code, body: 'Sleeping for 0 secs\nSlept for 0 secs\n' },
    };
    return pages[url.pathname] ?? NOT_FOUND;
  };
  return serveHttp(process, new Map([[8080, handle]]));
};

const NOT_FOUND: HttpReply = { code: 404, body: '404 page not found\n' };

/** Serves the whole file system. */
export const testWebserver: Subcommand = async (process, args) => {
  const port = readFlags(args).number('port', 80);
  const { files } = process.container;
  const handle: HttpHandler = ({ url }) => {
    const path = decodeURIComponent(url.pathname);
    try {
      const node = files.find(path);
      return node.kind === 'directory' ? directoryPage(node) : { body: contentOf(node) };
    } catch (error) {
      if (error instanceof FileError) return NOT_FOUND;
      throw error;
    }
  };
  return serveHttp(process, new Map([[port, handle]]));
};

function directoryPage(directory: Extract<AnyNode, { kind: 'directory' }>): HttpReply {
  const links = [...directory.names()].sort().map((name) => {
    const shown = directory.get(name)?.kind === 'directory' ? `${name}/` : name;
    return `<a href="${encodeURI(shown)}">${shown}</a>\n`;
  });
  return {
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${links.join('')}</pre>\n`,
  };
}
