/** The OpenAPI documents of the served kinds: one of version 2, and one of version 3 for each group and version. */
import { createHash } from 'node:crypto';
import { constants, gzipSync } from 'node:zlib';
import { schemaIndex } from '../../api/schema/schema-files.ts';
import { resourceFacts, servedGroups } from '../../api/schema/schemas.ts';
import { encodeMessage } from './gnostic-encoder.ts';
import { OPENAPI_2, OPENAPI_3 } from './gnostic-tables.ts';
import { META, type Operation, type ServedVersion } from './operation.ts';
import { documentPath, groupTitle, operationsOf } from './operations.ts';
import { namedTypes, pathsDocument } from './paths.ts';
import { schemaDocuments, VERSION_2, VERSION_3 } from './property-schemas.ts';

export interface OpenApiResource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** DELETE answers with the object. */
  readonly deleteReturnsObject?: boolean | undefined;
}

export interface OpenApiDocument {
  body: Buffer;
  /** With its quotes. */
  etag: string;
  /** The body, packed by gzip. */
  readonly packed: Buffer;
}

export interface OpenApiDocuments {
  /** `/openapi/v2`, as JSON or as a gnostic message. */
  v2Json(): OpenApiDocument;
  v2Protobuf(): OpenApiDocument;
  /** `/openapi/v3` */
  v3Index(): OpenApiDocument;
  /** `/openapi/v3/PATH`, such as `apis/apps/v1`; undefined where there is no such document. */
  v3Json(path: string): OpenApiDocument | undefined;
  v3Protobuf(path: string): OpenApiDocument | undefined;
  /** The address of the document that may be cached for good: with a hash of its content. */
  v3Url(path: string): string | undefined;
}

/** Nothing is built before it is asked for; what is built is kept as bytes. */
export function openApiDocuments(resources: readonly OpenApiResource[]): OpenApiDocuments {
  const versions = servedVersions(resources);
  let made: ReadonlyMap<string, readonly Operation[]> | undefined;
  const operations = () => {
    made ??= documentOperations(versions);
    return made;
  };
  const all = () => [...operations().values()].flat();
  const kept = new Map<string, OpenApiDocument>();
  const keep = (key: string, make: () => Buffer): OpenApiDocument => {
    const found = kept.get(key) ?? documentOf(make());
    kept.set(key, found);
    return found;
  };
  const json = (path: string, made: readonly Operation[]) => keep(path, () => jsonBytes(document3(made)));
  const urlOf = (path: string, made: readonly Operation[]) => {
    return `/openapi/v3/${path}?hash=${json(path, made).etag.slice(1, -1)}`;
  };
  const ifFound = <T>(path: string, make: (found: readonly Operation[]) => T): T | undefined => {
    const found = operations().get(path);
    return found === undefined ? undefined : make(found);
  };
  return {
    v2Json: () => keep('v2', () => jsonBytes(document2(all()))),
    v2Protobuf: () => keep('v2 protobuf', () => encodeMessage(OPENAPI_2, 'Document', document2(all()))),
    v3Index: () => keep('v3', () => jsonBytes(indexDocument(operations(), urlOf))),
    v3Json: (path) => ifFound(path, (found) => json(path, found)),
    v3Protobuf: (path) =>
      ifFound(path, (found) => keep(`${path} protobuf`, () => encodeMessage(OPENAPI_3, 'Document', document3(found)))),
    v3Url: (path) => ifFound(path, (found) => urlOf(path, found)),
  };
}

function documentOf(body: Buffer): OpenApiDocument {
  let packed: Buffer | undefined;
  return {
    body,
    etag: `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`,
    get packed() {
      packed ??= gzipSync(body, { level: constants.Z_BEST_SPEED });
      return packed;
    },
  };
}

function jsonBytes(document: object): Buffer {
  return Buffer.from(JSON.stringify(document));
}

function servedVersions(resources: readonly OpenApiResource[]): ServedVersion[] {
  const served = servedGroups().flatMap(({ name: group, versions }) =>
    versions.map((version) => {
      const own = resources.filter((resource) => resource.group === group && resource.version === version);
      const plurals = new Set(own.map((resource) => resource.plural));
      const returned = own.filter((resource) => resource.deleteReturnsObject).map((resource) => resource.plural);
      const entries = (resourceFacts(group, version) ?? []).filter((entry) => plurals.has(entry.name));
      return { group, version, resources: entries, returnedWhenDeleted: new Set(returned) };
    }),
  );
  return served.filter((version) => version.resources.length > 0);
}

/** By the path of the document. */
function documentOperations(versions: readonly ServedVersion[]): Map<string, Operation[]> {
  const groups = [...new Set(versions.map(({ group }) => group))].filter((group) => group !== '');
  const entries: [string, Operation[]][] = [
    ['api', [information('/api/', 'getCoreAPIVersions', 'core', 'APIVersions')]],
    ['apis', [information('/apis/', 'getAPIVersions', 'apis', 'APIGroupList')]],
    ...groups.map((group): [string, Operation[]] => {
      const title = groupTitle(group);
      const tag = title.charAt(0).toLowerCase() + title.slice(1);
      return [`apis/${group}`, [information(`/apis/${group}/`, `get${title}APIGroup`, tag, 'APIGroup')]];
    }),
    ...versions.map((version): [string, Operation[]] => [documentPath(version), operationsOf(version)]),
    ['version', [{ ...information('/version/', 'getCodeVersion', 'version', ''), answer: VERSION_INFO }]],
  ];
  return new Map(entries);
}

const VERSION_INFO = 'io.k8s.apimachinery.pkg.version.Info';

function information(path: string, id: string, tag: string, kind: string): Operation {
  const description = kind === '' ? 'get the version of the server' : 'get what the server offers';
  return { path, method: 'get', id, tag, description, query: [], answer: `${META}.${kind}`, codes: [200] };
}

const SECURITY = {
  BearerToken: { type: 'apiKey', description: 'A bearer token', name: 'authorization', in: 'header' },
};

function info(): object {
  return { title: 'Kubernetes', version: `v${schemaIndex().kubernetes}` };
}

function document3(operations: readonly Operation[]): object {
  return {
    openapi: '3.0.0',
    info: info(),
    paths: pathsDocument(operations, VERSION_3),
    components: { schemas: schemaDocuments(namedTypes(operations), VERSION_3), securitySchemes: SECURITY },
  };
}

function document2(operations: readonly Operation[]): object {
  return {
    swagger: '2.0',
    info: info(),
    paths: pathsDocument(operations, VERSION_2),
    definitions: schemaDocuments(namedTypes(operations), VERSION_2),
    securityDefinitions: SECURITY,
    security: [{ BearerToken: [] }],
  };
}

function indexDocument(
  operations: ReadonlyMap<string, readonly Operation[]>,
  urlOf: (path: string, operations: readonly Operation[]) => string,
): object {
  const entries = [...operations].map(([path, made]) => [path, { serverRelativeURL: urlOf(path, made) }] as const);
  return { paths: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
