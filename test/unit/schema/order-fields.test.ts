import { describe, expect, it } from 'vitest';
import { deployments, services } from '../../../server/api/resource-types.gen.ts';
import { orderFields } from '../../../server/api/schema/order-fields.ts';
import { schemaOf } from '../../../server/api/schema/schemas.ts';

const ordered = (type: Parameters<typeof schemaOf>[0], object: Record<string, unknown>) => {
  orderFields(schemaOf(type), object);
  return JSON.stringify(object);
};

describe('orderFields', () => {
  it('puts fields into the order of the schema, at every depth', () => {
    const service = {
      metadata: { name: 'web' },
      apiVersion: 'v1',
      spec: {
        type: 'ClusterIP',
        ports: [{ port: 80, targetPort: 80, protocol: 'TCP', name: 'a' }],
        clusterIP: '10.96.0.9',
      },
      kind: 'Service',
    };
    expect(ordered(services, service)).toBe(
      '{"kind":"Service","apiVersion":"v1","metadata":{"name":"web"},"spec":{"ports":[{"name":"a","protocol":"TCP","port":80,"targetPort":80}],"clusterIP":"10.96.0.9","type":"ClusterIP"}}',
    );
  });

  it('leaves the keys of maps alone', () => {
    const deployment = { spec: { selector: { matchLabels: { b: '1', a: '2' } } } };
    expect(ordered(deployments, deployment)).toBe('{"spec":{"selector":{"matchLabels":{"b":"1","a":"2"}}}}');
  });

  it('touches nothing that is in order, so that it may be frozen', () => {
    const spec = Object.freeze({ ports: Object.freeze([Object.freeze({ name: 'a', port: 80 })]), type: 'NodePort' });
    const service = Object.freeze({ metadata: Object.freeze({ name: 'web' }), spec });
    orderFields(schemaOf(services), service);
    expect(service.spec).toBe(spec);
  });

  it('keeps fields that the schema does not know at the end', () => {
    expect(ordered(services, { other: 1, kind: 'Service' })).toBe('{"kind":"Service","other":1}');
  });
});
