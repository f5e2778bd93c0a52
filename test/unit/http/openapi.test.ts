import { describe, expect, it } from 'vitest';
import * as resourceTypes from '../../../server/api/resource-types.gen.ts';
import { openApiDocuments } from '../../../server/http/openapi/openapi-documents.ts';
import { messagesAt, textAt } from '../../support/read-protobuf.ts';

const documents = openApiDocuments(Object.values(resourceTypes));
const { deployments, services } = resourceTypes;

interface Json {
  [key: string]: Json;
}

function parsed(document: { body: Buffer } | undefined): Json {
  return JSON.parse(document?.body.toString() ?? 'null') as Json;
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

const GROUP_VERSION_KIND = 'x-kubernetes-group-version-kind';
const index = parsed(documents.v3Index());
const paths = Object.keys(index.paths as object);

describe('OpenAPI 3', () => {
  it('has an index of documents, each with the hash of its content', () => {
    expect(paths).toEqual(expect.arrayContaining(['api', 'api/v1', 'apis', 'apis/apps', 'apis/apps/v1', 'version']));
    const { etag } = documents.v3Json('apis/apps/v1') as { etag: string };
    expect(etag).toMatch(/^"[0-9A-F]{128}"$/);
    const url = `/openapi/v3/apis/apps/v1?hash=${etag.slice(1, -1)}`;
    expect(index.paths?.['apis/apps/v1']).toEqual({ serverRelativeURL: url });
    expect(documents.v3Url('apis/apps/v1')).toBe(url);
    expect(documents.v3Json('apis/frob/v1')).toBeUndefined();
  });

  it.each(paths)('refers in %s to nothing that is missing', (path) => {
    const document = parsed(documents.v3Json(path));
    const names = new Set(Object.keys(document.components?.schemas as object));
    const missing = references(document).filter((ref) => !names.has(ref.replace('#/components/schemas/', '')));
    expect(missing).toEqual([]);
    expect(document).toMatchObject({ openapi: '3.0.0', info: { title: 'Kubernetes' } });
  });

  it('tells kubectl which kind is at a path, and that its fields are validated', () => {
    const document = parsed(documents.v3Json('api/v1'));
    const item = document.paths?.['/api/v1/namespaces/{namespace}/services/{name}'];
    const kind = { group: '', version: 'v1', kind: 'Service' };
    expect(item?.get).toMatchObject({ 'x-kubernetes-action': 'get', [GROUP_VERSION_KIND]: kind });
    expect(item?.patch).toMatchObject({ operationId: 'patchCoreV1NamespacedService', [GROUP_VERSION_KIND]: kind });
    const parameters = (item?.patch?.parameters ?? []) as unknown as { name: string }[];
    const names = parameters.map((parameter) => parameter.name);
    expect(names).toEqual(['dryRun', 'fieldManager', 'fieldValidation', 'force']);
    expect(document.components?.schemas?.['io.k8s.api.core.v1.Service']?.[GROUP_VERSION_KIND]).toEqual([kind]);
  });

  it('has what patches are merged by', () => {
    const spec = parsed(documents.v3Json('api/v1')).components?.schemas?.['io.k8s.api.core.v1.ServiceSpec'];
    expect(spec?.properties?.ports).toEqual({
      description: expect.any(String) as string,
      type: 'array',
      items: { $ref: '#/components/schemas/io.k8s.api.core.v1.ServicePort' },
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-patch-merge-key': 'port',
      'x-kubernetes-patch-strategy': 'merge',
    });
  });

  it('tells of nothing that is not served', () => {
    const few = openApiDocuments([services, deployments]);
    expect(Object.keys(parsed(few.v3Index()).paths as object)).toEqual([
      'api',
      'api/v1',
      'apis',
      'apis/apps',
      'apis/apps/v1',
      'version',
    ]);
    const document = parsed(few.v3Json('apis/apps/v1'));
    expect(Object.keys(document.paths as object).filter((path) => !path.includes('deployments'))).toEqual([
      '/apis/apps/v1/',
    ]);
    expect(document.components?.schemas).not.toHaveProperty(['io.k8s.api.apps.v1.DaemonSet']);
    expect(few.v3Json('apis/batch/v1')).toBeUndefined();
  });

  it('says that DELETE answers with the object where it does', () => {
    const returning = openApiDocuments([{ ...services, deleteReturnsObject: true }, deployments]);
    const answers = (path: string, item: string) =>
      references(parsed(returning.v3Json(path)).paths?.[item]?.delete?.responses);
    expect(answers('api/v1', '/api/v1/namespaces/{namespace}/services/{name}')[0]).toMatch(/core\.v1\.Service$/);
    expect(answers('apis/apps/v1', '/apis/apps/v1/namespaces/{namespace}/deployments/{name}')[0]).toMatch(
      /meta\.v1\.Status$/,
    );
  });

  it('comes as protobuf, too', () => {
    const { body } = documents.v3Protobuf('apis/apps/v1') as { body: Buffer };
    expect(textAt(body, 1)).toBe('3.0.0');
    const names = messagesAt(body, 5, 1, 1).map((schema) => textAt(schema, 1));
    const schemas = parsed(documents.v3Json('apis/apps/v1')).components?.schemas as object;
    expect(names).toEqual(Object.keys(schemas));
    expect(messagesAt(body, 4, 1).map((path) => textAt(path, 1))).toContain('/apis/apps/v1/deployments');
  });
});

describe('OpenAPI 2', () => {
  const document = parsed(documents.v2Json());

  it('is one document of everything', () => {
    expect(document).toMatchObject({ swagger: '2.0', info: { title: 'Kubernetes' } });
    const names = new Set(Object.keys(document.definitions as object));
    expect(references(document).filter((ref) => !names.has(ref.replace('#/definitions/', '')))).toEqual([]);
    expect(names).toContain('io.k8s.api.discovery.v1.EndpointSlice');
  });

  it('says what lists and watches are for in the words that kubectl looks for in its own tests', () => {
    const text = documents.v2Json().body.toString();
    for (const words of ['list of returned', 'List of services', 'Watch for changes to the described resources']) {
      expect(text).toContain(words);
    }
  });

  it('comes as protobuf for kubectl, with the extensions as YAML', () => {
    const { body, etag } = documents.v2Protobuf();
    expect(etag).not.toBe(documents.v2Json().etag);
    expect(textAt(body, 1)).toBe('2.0');
    const definitions = messagesAt(body, 9, 1);
    expect(definitions.map((definition) => textAt(definition, 1))).toEqual(Object.keys(document.definitions as object));
    const spec = definitions.find((definition) => textAt(definition, 1) === 'io.k8s.api.core.v1.ServiceSpec') as Buffer;
    const ports = messagesAt(spec, 2, 25, 1).find((property) => textAt(property, 1) === 'ports') as Buffer;
    expect(textAt(ports, 2, 22, 1)).toBe('array');
    expect(textAt(ports, 2, 23, 1, 1)).toBe('#/definitions/io.k8s.api.core.v1.ServicePort');
    const extensions = messagesAt(ports, 2, 31).map((extension) => [textAt(extension, 1), textAt(extension, 2, 2)]);
    expect(extensions).toContainEqual(['x-kubernetes-patch-merge-key', '"port"\n']);
  });

  it('tells kubectl that a patch can be a dry run', () => {
    const path = messagesAt(documents.v2Protobuf().body, 8, 2).find(
      (entry) => textAt(entry, 1) === '/apis/apps/v1/namespaces/{namespace}/deployments/{name}',
    ) as Buffer;
    const query = messagesAt(path, 2, 8, 8, 1, 2, 3).map((parameter) => textAt(parameter, 4));
    expect(query).toContain('dryRun');
    expect(messagesAt(path, 2, 8, 13).map((extension) => textAt(extension, 1))).toContain(GROUP_VERSION_KIND);
  });
});
