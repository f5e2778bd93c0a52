import { describe, expect, it } from 'vitest';
import { decode } from '../../../server/api/schema/decode.ts';
import { schemaOf } from '../../../server/api/schema/schemas.ts';

const service = schemaOf({ group: '', version: 'v1', kind: 'Service' });
const pod = schemaOf({ group: '', version: 'v1', kind: 'Pod' });
const deployment = schemaOf({ group: 'apps', version: 'v1', kind: 'Deployment' });
const slice = schemaOf({ group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice' });
const secret = schemaOf({ group: '', version: 'v1', kind: 'Secret' });
const lease = schemaOf({ group: 'coordination.k8s.io', version: 'v1', kind: 'Lease' });
const configMap = schemaOf({ group: '', version: 'v1', kind: 'ConfigMap' });

function decoded(schema: typeof service, json: unknown): unknown {
  return decode(schema, json).value;
}

describe('a decoded object', () => {
  it('has its fields in the order in which Kubernetes writes them', () => {
    const text = JSON.stringify(
      decoded(service, {
        status: { loadBalancer: {} },
        spec: { type: 'ClusterIP', selector: { app: 'web' }, ports: [{ targetPort: 'http', port: 80, name: 'web' }] },
        metadata: { uid: 'u', namespace: 'default', name: 'web' },
        apiVersion: 'v1',
        kind: 'Service',
      }),
    );
    expect(text).toBe(
      '{"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"default","uid":"u"},' +
        '"spec":{"ports":[{"name":"web","protocol":"TCP","port":80,"targetPort":"http"}],"selector":{"app":"web"},' +
        '"type":"ClusterIP"},"status":{"loadBalancer":{}}}',
    );
  });

  it('has the structs that Go always writes, and the numbers and texts without omitempty', () => {
    expect(decoded(pod, { spec: { containers: [{}] } })).toEqual({
      metadata: {},
      spec: { containers: [{ name: '', resources: {} }] },
      status: {},
    });
    expect(decoded(deployment, {})).toEqual({
      metadata: {},
      spec: { template: { metadata: {}, spec: { containers: [] } }, strategy: {} },
      status: {},
    });
  });

  it('keeps zero values behind pointers and drops the others', () => {
    expect(
      decoded(deployment, {
        spec: { replicas: 0, minReadySeconds: 0, paused: false, selector: {}, revisionHistoryLimit: 0 },
        status: { observedGeneration: 0, collisionCount: 0 },
      }),
    ).toMatchObject({ spec: { replicas: 0, selector: {}, revisionHistoryLimit: 0 }, status: { collisionCount: 0 } });
    expect(
      decoded(pod, {
        metadata: { name: '', labels: {}, finalizers: [] },
        spec: {
          hostNetwork: false,
          automountServiceAccountToken: false,
          nodeName: '',
          securityContext: {},
          volumes: [],
        },
      }),
    ).toEqual({
      metadata: {},
      spec: { containers: [], automountServiceAccountToken: false, securityContext: {} },
      status: {},
    });
  });

  it('has null for empty lists without omitempty, and for times that are no pointers', () => {
    expect(decoded(slice, { addressType: 'IPv4', endpoints: [] })).toEqual({
      metadata: {},
      addressType: 'IPv4',
      endpoints: null,
      ports: null,
    });
    expect(decoded(pod, { status: { conditions: [{ type: 'Ready', status: 'True' }] } })).toMatchObject({
      status: { conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: null }] },
    });
  });

  it('takes null for absent, but for an empty value in lists and maps', () => {
    expect(
      decoded(service, {
        metadata: { name: 'a', labels: { x: null }, creationTimestamp: null },
        spec: { ports: [null], selector: null, clusterIP: null },
        status: null,
      }),
    ).toEqual({
      metadata: { name: 'a', labels: { x: '' } },
      spec: { ports: [{ protocol: 'TCP', port: 0, targetPort: 0 }] },
      status: { loadBalancer: {} },
    });
    expect(decoded(service, null)).toEqual({ metadata: {}, spec: {}, status: { loadBalancer: {} } });
  });

  it('has the defaults of the schema', () => {
    expect(
      decoded(pod, { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, protocol: '' }] }] } }),
    ).toMatchObject({ spec: { containers: [{ ports: [{ containerPort: 80, protocol: 'TCP' }] }] } });
    const volumes = [{ name: 'v', azureDisk: { diskName: 'd', diskURI: 'u' } }];
    expect(decoded(pod, { spec: { volumes } })).toMatchObject({
      spec: { volumes: [{ azureDisk: { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' } }] },
    });
  });

  it('has times in UTC without fractions, micro times with six digits', () => {
    expect(decoded(pod, { metadata: { creationTimestamp: '2026-01-01T01:30:00.5+01:00' } })).toMatchObject({
      metadata: { creationTimestamp: '2026-01-01T00:30:00Z' },
    });
    expect(decoded(pod, { metadata: { creationTimestamp: '0001-01-01T00:00:00Z' } })).toMatchObject({ metadata: {} });
    expect(decoded(lease, { spec: { renewTime: '2026-01-01T01:30:00.123456+02:00' } })).toMatchObject({
      spec: { renewTime: '2025-12-31T23:30:00.123456Z' },
    });
  });

  it('has quantities in canonical form', () => {
    const resources = { limits: { memory: '1024Ki', cpu: 0.5 } };
    expect(decoded(pod, { spec: { containers: [{ name: 'a', resources }] } })).toMatchObject({
      spec: { containers: [{ resources: { limits: { cpu: '500m', memory: '1Mi' } } }] },
    });
  });

  it('has the keys of maps sorted, and __proto__ among them', () => {
    const labels = JSON.parse('{"b":"1","__proto__":"2","a":"3"}') as unknown;
    const value = decoded(configMap, { metadata: { labels } }) as { metadata: { labels: object } };
    expect(Object.keys(value.metadata.labels)).toEqual(['__proto__', 'a', 'b']);
    expect(JSON.stringify(value.metadata.labels)).toBe('{"__proto__":"2","a":"3","b":"1"}');
    expect(({} as Record<string, unknown>).b).toBeUndefined();
  });

  it('is itself after another decoding', () => {
    const once = decoded(pod, {
      spec: {
        containers: [{ name: 'a', env: [{ name: 'x', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }] }],
      },
    });
    expect(decoded(pod, JSON.parse(JSON.stringify(once)))).toEqual(once);
  });
});

describe('unknown fields', () => {
  it('are dropped and told with their paths, in the order of the document', () => {
    const { value, unknownFields } = decode(service, {
      metadata: { name: 'a', frob: 1 },
      spec: { ports: [{ port: 80 }, { port: 81, prt: 81, x: {} }], Selector: { a: 'b' } },
      data: {},
    });
    expect(unknownFields).toEqual(['metadata.frob', 'spec.ports[1].prt', 'spec.ports[1].x', 'spec.Selector', 'data']);
    expect(value).toMatchObject({ spec: { ports: [{ port: 80 }, { port: 81 }] } });
    expect(JSON.stringify(value)).not.toMatch(/frob|prt|Selector|"data"/);
  });

  it('are told a hundred times at most', () => {
    const json = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, i]));
    expect(decode(service, json).unknownFields).toHaveLength(100);
  });

  it('may have the names that JavaScript objects have', () => {
    const json = JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":2}') as unknown;
    expect(decode(service, json).unknownFields).toEqual(['__proto__', 'constructor', 'toString']);
  });
});

const FIELD = 'json: cannot unmarshal';

describe('a value of a wrong type', () => {
  it.each([
    [service, { spec: 'x' }, `${FIELD} string into Go struct field Service.spec of type v1.ServiceSpec`],
    [
      service,
      { spec: { ports: { port: 80 } } },
      `${FIELD} object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort`,
    ],
    [
      service,
      { spec: { ports: [80] } },
      `${FIELD} number into Go struct field ServiceSpec.spec.ports of type v1.ServicePort`,
    ],
    [
      service,
      { spec: { ports: [{ port: '80' }] } },
      `${FIELD} string into Go struct field ServicePort.spec.ports.port of type int32`,
    ],
    [
      service,
      { spec: { ports: [{ port: 80.5 }] } },
      `${FIELD} number 80.5 into Go struct field ServicePort.spec.ports.port of type int32`,
    ],
    [
      service,
      { spec: { ports: [{ port: 99999999999 }] } },
      `${FIELD} number 99999999999 into Go struct field ServicePort.spec.ports.port of type int32`,
    ],
    [
      service,
      { spec: { ports: [{ targetPort: true }] } },
      `${FIELD} bool into Go struct field ServicePort.spec.ports.targetPort of type int32`,
    ],
    [
      service,
      { spec: { ports: [{ protocol: 6 }] } },
      `${FIELD} number into Go struct field ServicePort.spec.ports.protocol of type v1.Protocol`,
    ],
    [
      service,
      { spec: { ipFamilies: [4] } },
      `${FIELD} number into Go struct field ServiceSpec.spec.ipFamilies of type v1.IPFamily`,
    ],
    [
      service,
      { spec: { ipFamilies: 'IPv4' } },
      `${FIELD} string into Go struct field ServiceSpec.spec.ipFamilies of type []v1.IPFamily`,
    ],
    [
      service,
      { metadata: { name: 5 } },
      `${FIELD} number into Go struct field ObjectMeta.metadata.name of type string`,
    ],
    [
      service,
      { metadata: { uid: [] } },
      `${FIELD} array into Go struct field ObjectMeta.metadata.uid of type types.UID`,
    ],
    [
      service,
      { metadata: { labels: ['x'] } },
      `${FIELD} array into Go struct field ObjectMeta.metadata.labels of type map[string]string`,
    ],
    [
      service,
      { metadata: { labels: { x: 1 } } },
      `${FIELD} number into Go struct field ObjectMeta.metadata.labels of type string`,
    ],
    [
      service,
      { spec: { publishNotReadyAddresses: 'yes' } },
      `${FIELD} string into Go struct field ServiceSpec.spec.publishNotReadyAddresses of type bool`,
    ],
    [
      service,
      { metadata: { creationTimestamp: 5 } },
      `${FIELD} number into Go struct field ObjectMeta.metadata.creationTimestamp of type string`,
    ],
    [service, [], `${FIELD} array into Go value of type v1.Service`],
    [
      pod,
      { spec: { containers: [{ resources: { limits: 'x' } }] } },
      `${FIELD} string into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList`,
    ],
    [
      pod,
      { spec: { terminationGracePeriodSeconds: 1e30 } },
      `${FIELD} number 1e+30 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64`,
    ],
    [secret, { data: { a: 5 } }, `${FIELD} number into Go struct field Secret.data of type []uint8`],
  ])('is told in the words of Go: %#', (schema, json, message) => {
    expect(() => decode(schema, json)).toThrow(message);
    expect(() => decode(schema, json)).toThrow(expect.objectContaining({ message }) as Error);
  });

  it.each([
    [
      service,
      { metadata: { creationTimestamp: 'yesterday' } },
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    ],
    [
      lease,
      { spec: { renewTime: '2026-01-01T00:00:00Z' } },
      'parsing time "2026-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    ],
    [secret, { data: { a: 'not base64!' } }, 'illegal base64 data at input byte 3'],
    [
      pod,
      { spec: { containers: [{ resources: { limits: { cpu: '1x' } } }] } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [pod, { spec: { containers: [{ resources: { limits: { cpu: '1mm' } } }] } }, "unable to parse quantity's suffix"],
  ])('and so is a text that is not what it should be: %#', (schema, json, message) => {
    expect(() => decode(schema, json)).toThrow(expect.objectContaining({ message }) as Error);
  });

  it('is the first one told, unless a text is wrong in itself: that stops Go', () => {
    const two = { metadata: { name: 5, labels: [] } };
    expect(() => decode(service, two)).toThrow('ObjectMeta.metadata.name');
    const later = { metadata: { name: 5, creationTimestamp: 'x' } };
    expect(() => decode(service, later)).toThrow('parsing time "x"');
  });
});
