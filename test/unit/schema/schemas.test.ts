import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../../../server/api/schema/schema-errors.ts';
import { findSchema, resourceFacts, schemaNamed, schemaOf, servedGroups } from '../../../server/api/schema/schemas.ts';

const service = schemaOf({ group: '', version: 'v1', kind: 'Service' });
const pod = schemaOf({ group: '', version: 'v1', kind: 'Pod' });

describe('a schema', () => {
  it('is compiled once, whoever refers to it', () => {
    const metadata = (schema: typeof service) => schema.fields.get('metadata')?.schema;
    expect(metadata(service)).toBe(schemaNamed('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'));
    expect(metadata(pod)).toBe(metadata(service));
  });

  it('has the fields in the order of Kubernetes, embedded structs in their place', () => {
    expect([...service.fields.keys()]).toEqual(['kind', 'apiVersion', 'metadata', 'spec', 'status']);
    const volume = schemaNamed('io.k8s.api.core.v1.Volume');
    expect([...volume.fields.keys()].slice(0, 3)).toEqual(['name', 'hostPath', 'emptyDir']);
    expect(volume.fields.get('emptyDir')?.protobuf).toEqual({
      number: 2,
      type: 'k8s.io.api.core.v1.EmptyDirVolumeSource',
      within: 2,
    });
  });

  it('knows merge keys, list types, defaults and protobuf numbers', () => {
    const ports = schemaNamed('io.k8s.api.core.v1.ServiceSpec').fields.get('ports');
    expect(ports).toMatchObject({
      patchStrategy: ['merge'],
      patchMergeKey: 'port',
      schema: { type: 'list', listType: 'map', keys: ['port', 'protocol'] },
      protobuf: { number: 1, type: 'repeated k8s.io.api.core.v1.ServicePort' },
    });
    expect(schemaNamed('io.k8s.api.core.v1.ServicePort').fields.get('protocol')).toMatchObject({ default: 'TCP' });
  });

  it('knows what is atomic, by its type or where it is used', () => {
    const references = schemaNamed('io.k8s.api.core.v1.EndpointAddress').fields.get('targetRef');
    const claims = schemaNamed('io.k8s.api.core.v1.PersistentVolumeSpec').fields.get('claimRef');
    expect(references?.schema).toMatchObject({ atomic: true });
    expect(claims?.schema).toMatchObject({ atomic: false });
  });

  it.each([
    [{ group: 'apps', version: 'v1', kind: 'DeploymentList' }, 'io.k8s.api.apps.v1.DeploymentList'],
    [{ group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role' }, 'io.k8s.api.rbac.v1.Role'],
    [{ group: 'apps', version: 'v1', kind: 'DeleteOptions' }, 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'],
  ])('is found by kind: %j', (type, name) => {
    expect(findSchema(type)?.name).toBe(name);
  });

  it.each([
    { group: '', version: 'v1', kind: 'Deployment' },
    { group: '', version: 'v1', kind: 'PodSpec' },
    { group: '', version: 'v1', kind: '__proto__' },
    { group: '', version: 'v1', kind: 'constructor' },
    { group: 'rbac', version: 'v1', kind: 'Role' },
    { group: '..', version: 'package', kind: 'x' },
    { group: 'apps', version: '../index', kind: 'x' },
    { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' },
  ])('is not there for %j', (type) => {
    expect(findSchema(type)).toBeUndefined();
  });
});

describe('what discovery says', () => {
  it('is there for each group and version', () => {
    expect(servedGroups()[0]).toEqual({ name: '', versions: ['v1'] });
    const services = resourceFacts('', 'v1')?.find((resource) => resource.name === 'services');
    expect(services).toMatchObject({ kind: 'Service', singular: 'service', namespaced: true, shortNames: ['svc'] });
    expect(services?.columns?.map(([name]) => name)).toContain('Cluster-IP');
    expect(resourceFacts('frob', 'v1')).toBeUndefined();
  });
});

describe('what a schema has against an object', () => {
  it('is what is missing, and what is no member of an enum', () => {
    const rule = { operator: 'Like', key: '' };
    const spec = {
      type: 'Frob',
      ports: [
        { port: 0, protocol: 'TCP' },
        { port: 1, protocol: 'tcp' },
      ],
    };
    expect(schemaErrors(schemaNamed('io.k8s.api.core.v1.ServiceSpec'), spec)).toEqual([
      {
        reason: 'FieldValueNotSupported',
        field: 'ports[1].protocol',
        message: 'Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"',
      },
      {
        reason: 'FieldValueNotSupported',
        field: 'type',
        message: 'Unsupported value: "Frob": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      },
    ]);
    expect(schemaErrors(schemaNamed('io.k8s.api.core.v1.NodeSelectorRequirement'), rule)).toMatchObject([
      { field: 'key', message: 'Required value' },
      { field: 'operator', reason: 'FieldValueNotSupported' },
    ]);
    expect(schemaErrors(pod, { metadata: {}, spec: { containers: [] }, status: {} })).toMatchObject([
      { field: 'spec.containers', message: 'Required value' },
    ]);
  });
});
