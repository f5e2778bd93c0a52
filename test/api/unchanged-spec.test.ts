/** A write that leaves the spec of a Service alone: nothing is given, taken, or defaulted again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { services } from '../../server/api/resource-types.gen.ts';
import type { Service } from '../../server/api/types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false, nodes: 0 });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const ports = [{ port: 80 }];
const SPECS: Record<string, object> = {
  cluster: { ports, sessionAffinity: 'ClientIP' },
  headless: { ports, clusterIP: 'None' },
  node: { ports, type: 'NodePort' },
  balanced: { ports, type: 'LoadBalancer', externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.0.0.0/8'] },
  external: { type: 'ExternalName', externalName: 'example.com' },
};

function created(name: string): Promise<Service> {
  const metadata = { name, namespace: 'default' };
  return cluster.client.create(services, { metadata, spec: SPECS[name] } as Service);
}

async function patched(
  name: string,
  patch: unknown,
): Promise<{ status: number; body: Service & { message?: string } }> {
  const answer = await fetch(`${cluster.url}/api/v1/namespaces/default/services/${name}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify(patch),
  });
  return { status: answer.status, body: (await answer.json()) as Service };
}

describe.each(Object.keys(SPECS))('a Service of the sort %s', (name) => {
  it('keeps its spec and status when its labels change, and when an update says the same', async () => {
    const { spec, status } = await created(name);
    const { status: code, body } = await patched(name, { metadata: { labels: { a: 'b' } } });
    expect(code).toBe(200);
    expect(body).toMatchObject({ metadata: { labels: { a: 'b' } }, spec, status });
    const known = await cluster.client.get(services, { namespace: 'default', name });
    const metadata = { ...known.metadata, annotations: { c: 'd' } };
    const updated = await cluster.client.update(services, { ...known, metadata });
    expect(updated).toMatchObject({ metadata: { annotations: { c: 'd' } }, spec, status });
  });
});

it('annotations are judged all the same', async () => {
  const annotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';
  const { status, body } = await patched('cluster', { metadata: { annotations: { [annotation]: '10.0.0.0/8' } } });
  expect(status).toBe(422);
  expect(body.message).toContain("may only be used when `type` is 'LoadBalancer'");
});
