/** Everything that is no object: discovery, OpenAPI, health, version. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { methodNotAllowed, unknownResource } from '../../api/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Registry } from '../../registry/registry.ts';
import { AGGREGATED_DISCOVERY_TYPE, discoveryDocuments } from '../discovery.ts';
import { encodeValue } from '../encode-answer.ts';
import { negotiate, wantsPretty } from '../negotiation.ts';
import { splitUrl, text } from '../query.ts';
import { HEALTH_PATHS, type Health } from './health.ts';
import { createOpenApiRoutes } from './openapi.ts';
import { NOT_ALLOWED } from './resource-request.ts';

export interface DocumentOptions {
  registry: Registry;
  clock: Clock;
  gitVersion: string;
  health: Health;
  /** More documents by path, such as those of OpenID. */
  documents?: Readonly<Record<string, () => PlainDocument>>;
  /** What else there is, for the index. */
  paths?: readonly string[];
}

/** JSON of a media type of its own, which is not negotiated. */
export interface PlainDocument {
  contentType: string;
  body: object;
}

export interface DocumentRoutes {
  /** The group and version are served. */
  serves(target: { group: string; version: string }): boolean;
  /** Undefined for a path where nothing is. */
  answer(path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>;
}

export function createDocumentRoutes(options: DocumentOptions): DocumentRoutes {
  const served = options.registry.resources.map(({ type }) => type);
  const groups = new Set(served.map(({ group }) => group));
  const discovery = discoveryDocuments(served);
  const openApi = createOpenApiRoutes(openApiResources(options.registry));
  const version = versionDocument(options.gitVersion, options.clock.now());

  const document = (path: string, request: FastifyRequest): object | undefined => {
    const [, root, group, groupVersion] = path.split('/');
    if (path === '/api') return discovery.versions(serverAddress(request));
    if (path === '/apis') return discovery.groups();
    if (path === '/version') return version;
    if (path === '/') return { paths: indexPaths(options) };
    if (path === CUSTOM_RESOURCES) return noCustomResources(options.registry);
    if (root === 'api' && group !== undefined && groupVersion === undefined) return discovery.resources('', group);
    if (root === 'apis' && group !== undefined) {
      return groupVersion === undefined ? discovery.group(group) : discovery.resources(group, groupVersion);
    }
    return undefined;
  };

  return {
    serves: ({ group }) => groups.has(group),
    async answer(path, request, reply) {
      const answered = replyHealth(options.health, request, reply) ?? openApi.answer(path, request, reply);
      if (answered) return answered;
      const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
      const own = options.documents?.[plain];
      if (own) return sendPlain(own(), request, reply);
      const found = document(plain, request);
      if (!found) {
        const [, root, group = ''] = plain.split('/');
        if (root === 'api' || (root === 'apis' && groups.has(group))) throw unknownResource();
        return undefined;
      }
      if (request.method !== 'GET') throw methodNotAllowed(NOT_ALLOWED);
      const aggregated =
        plain === '/api' || plain === '/apis' ? aggregatedAnswer(discovery, plain, request, reply) : undefined;
      return aggregated ?? sendDocument(found, request, reply);
    },
  };
}

function replyHealth(health: Health, { method, url }: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const answer = health({ method, ...splitUrl(url) });
  return answer && reply.code(answer.code).headers(answer.headers).send(answer.body);
}

/** kubectl asks here whether a kind that it does not know is a custom one; there are none, and discovery names none. */
const CUSTOM_RESOURCES = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function noCustomResources({ revision }: Registry): object {
  return {
    kind: 'CustomResourceDefinitionList',
    apiVersion: 'apiextensions.k8s.io/v1',
    metadata: { resourceVersion: String(revision) },
    items: [],
  };
}

function sendPlain({ contentType, body }: PlainDocument, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method !== 'GET') throw methodNotAllowed(NOT_ALLOWED);
  reply.code(200).header('content-type', contentType).header('cache-control', 'public, max-age=3600');
  // As bytes: Fastify adds a charset to the type of a text.
  return reply.send(Buffer.from(JSON.stringify(body)));
}

function sendDocument(document: object, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { path, query } = splitUrl(request.url);
  const accepted = negotiate(request.headers.accept, 'document');
  // Kubernetes writes these for people, whoever asks.
  const isForPeople = path === '/version' || path === '/';
  const pretty = isForPeople || wantsPretty(accepted, text(query, 'pretty'), request.headers['user-agent'] ?? '');
  const { contentType, body } = encodeValue(document, { accepted, pretty });
  return reply.code(200).header('content-type', contentType).send(body);
}

/** Clients name the aggregated form first and the plain one after it, for servers that do not know the new one. */
function aggregatedAnswer(
  discovery: ReturnType<typeof discoveryDocuments>,
  path: '/api' | '/apis',
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  const wanted = (request.headers.accept ?? '')
    .replaceAll(' ', '')
    .split(',')
    .find((clause) => clause.includes('g=apidiscovery.k8s.io'));
  if (!wanted?.startsWith('application/json') || !wanted.includes('as=APIGroupDiscoveryList')) return undefined;
  if (!wanted.includes('v=v2;') && !wanted.endsWith('v=v2')) return undefined;
  const { document, etag } = discovery.aggregated(path === '/api' ? 'api' : 'apis');
  reply.header('etag', etag).header('vary', 'Accept').header('cache-control', 'public');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return (
    reply
      .code(200)
      .header('content-type', AGGREGATED_DISCOVERY_TYPE)
      // As bytes: Fastify adds a charset to the type of a text.
      .send(Buffer.from(`${JSON.stringify(document)}\n`))
  );
}

function serverAddress(request: FastifyRequest): string {
  return `${request.socket.localAddress}:${request.socket.localPort}`;
}

function versionDocument(gitVersion: string, now: number): object {
  return {
    major: '1',
    minor: '36',
    emulationMajor: '1',
    emulationMinor: '36',
    minCompatibilityMajor: '1',
    minCompatibilityMinor: '35',
    gitVersion,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
    goVersion: '',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

/** What `/` answers: where to look further. */
function indexPaths({ registry, documents = {}, paths = [] }: DocumentOptions): string[] {
  const versions = new Set<string>();
  for (const { type } of registry.resources) {
    if (type.group === '') versions.add(`/api/${type.version}`);
    else versions.add(`/apis/${type.group}`).add(`/apis/${type.group}/${type.version}`);
  }
  const own = ['/api', '/apis', ...HEALTH_PATHS, '/openapi/v2', '/openapi/v3', '/version'];
  return [...own, ...versions, ...Object.keys(documents), ...paths].sort();
}

function openApiResources({ resources }: Registry) {
  return resources.map(({ type, rules }) => ({ ...type, deleteReturnsObject: rules.deleteReturnsObject }));
}
