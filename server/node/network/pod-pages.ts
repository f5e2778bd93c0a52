/** What simulated servers answer over HTTP, as far as their image tells; all others a page that names the pod. */
import type { Container, Pod } from '../../api/types.gen.ts';
import { hostnameOf } from '../programs/pod-program.ts';

export interface PageRequest {
  readonly pod: Pod;
  readonly container: Container;
  readonly port: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** A file of the container: what web servers serve. */
  readFile(path: string): Buffer | undefined;
}

export interface Page {
  code: number;
  contentType: string;
  body: Buffer | string;
}

interface SimulatedServer {
  /** Whether the container is such a server. */
  when(container: Container): boolean;
  /** Undefined: the page of all others. */
  answer(request: PageRequest): Page | undefined;
}

const imageIs = (pattern: RegExp) => (container: Container) => pattern.test(container.image ?? '');
const wordsOf = ({ command = [], args = [] }: Container) => [...command, ...args];

const SERVERS: readonly SimulatedServer[] = [
  { when: imageIs(/nginx/), answer: (request) => fileOf(request, '/usr/share/nginx/html') },
  { when: imageIs(/httpd|apache/), answer: (request) => fileOf(request, '/usr/local/apache2/htdocs') },
  { when: imageIs(/serve[-_]hostname/), answer: ({ pod }) => text(hostnameOf(pod)) },
  {
    when: (container) => imageIs(/agnhost/)(container) && wordsOf(container).includes('serve-hostname'),
    answer: ({ pod }) => text(hostnameOf(pod)),
  },
  {
    when: imageIs(/agnhost/),
    answer: ({ pod, path }) => (/^\/host-?name/i.test(path) ? text(hostnameOf(pod)) : undefined),
  },
  {
    when: imageIs(/http-echo/),
    answer: ({ container }) => {
      const said = wordsOf(container).flatMap((word) => /^-{1,2}text=(.*)$/s.exec(word)?.[1] ?? []);
      return said[0] === undefined ? undefined : text(`${said[0]}\n`);
    },
  },
];

export function pageOf(request: PageRequest): Page {
  const server = SERVERS.find(({ when }) => when(request.container));
  return server?.answer(request) ?? defaultPage(request);
}

function text(body: string): Page {
  return { code: 200, contentType: 'text/plain; charset=utf-8', body };
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  json: 'application/json',
  css: 'text/css',
  js: 'text/javascript',
};

/** A file that somebody has put there; the page of all others stands for the one that the image has. */
function fileOf({ path, readFile }: PageRequest, root: string): Page | undefined {
  const [asked = '/'] = path.split('?');
  const name = asked.endsWith('/') ? `${asked}index.html` : asked;
  const body = readFile(`${root}${decoded(name)}`);
  const [, extension = ''] = /\.(\w+)$/.exec(name) ?? [];
  return body && { code: 200, contentType: TYPES[extension] ?? 'application/octet-stream', body };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function defaultPage({ pod, container, port, method, path, headers }: PageRequest): Page {
  const { name, namespace } = pod.metadata;
  const lines = [
    `pod ${name} in namespace ${namespace}`,
    `${pod.status.podIP}:${port} on ${pod.spec.nodeName}, container ${container.name}, image ${container.image}`,
    `${method} ${path}`,
  ];
  const body = `${lines.join('\n')}\n`;
  if (!String(headers.accept ?? '').includes('text/html')) return text(body);
  const escaped = body.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  const html = `<!doctype html>\n<title>${name}</title>\n<pre>\n${escaped}</pre>\n`;
  return { code: 200, contentType: 'text/html; charset=utf-8', body: html };
}
