/** Bodies by chance, of every form: each is an object or a Status, and the server goes on. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../../server/cluster.ts';

const SERVICES = '/api/v1/namespaces/default/services';
const RUNS = 150;
const UNFORESEEN = 'Internal error occurred: the server could not complete the request';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function expectAnswer(method: string, path: string, type: string, body: string | Uint8Array<ArrayBuffer>) {
  const answer = await fetch(`${cluster.url}${path}?dryRun=All&fieldManager=m`, {
    method,
    headers: { 'content-type': type },
    body,
  });
  const { kind, apiVersion, code = answer.status, message } = (await answer.json()) as Record<string, unknown>;
  if (answer.ok) expect(kind).toBe('Service');
  else
    expect({ kind, apiVersion, code, message }).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      code: answer.status,
      message: expect.stringMatching(/./),
    });
  // Kubernetes says 500 to some patches, and why; this is what the server says when it does not know why.
  expect(message).not.toBe(UNFORESEEN);
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => new Uint8Array(array));
const text = fc.oneof(fc.string({ maxLength: 200 }), fc.json(), fc.string({ unit: 'binary', maxLength: 50 }));
/** Nearly a Service: any value where a field should be. */
const nearly = fc
  .record(
    {
      apiVersion: fc.oneof(fc.constant('v1'), fc.jsonValue()),
      kind: fc.oneof(fc.constant('Service'), fc.jsonValue()),
      metadata: fc.oneof(
        fc.record({ name: fc.oneof(fc.constant('a'), fc.jsonValue()), labels: fc.jsonValue() }),
        fc.jsonValue(),
      ),
      spec: fc.oneof(
        fc.record(
          { ports: fc.jsonValue(), type: fc.jsonValue(), selector: fc.jsonValue(), clusterIPs: fc.jsonValue() },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value));

test.each([
  ['application/json', fc.oneof(text, nearly)],
  ['application/yaml', fc.oneof(text, nearly)],
])('%s', async (type, bodies) => {
  await fc.assert(
    fc.asyncProperty(bodies, (body) => expectAnswer('POST', SERVICES, type, body)),
    { numRuns: RUNS },
  );
});

test('application/vnd.kubernetes.protobuf', async () => {
  const type = 'application/vnd.kubernetes.protobuf';
  const magic = bytes.map((array) => new Uint8Array([0x6b, 0x38, 0x73, 0, ...array]));
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, magic), (body) => expectAnswer('POST', SERVICES, type, body)),
    { numRuns: RUNS },
  );
});

test.each(['json-patch', 'merge-patch', 'strategic-merge-patch', 'apply-patch'])('application/%s', async (form) => {
  const type = form === 'apply-patch' ? `application/${form}+yaml` : `application/${form}+json`;
  const operation = fc.record({
    op: fc.oneof(fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'), fc.jsonValue()),
    path: fc.oneof(fc.constantFrom('', '/', '/spec', '/spec/ports/0', '/metadata/name', '/spec/ports/-'), fc.string()),
    value: fc.jsonValue(),
    from: fc.string(),
  });
  const operations = fc.array(operation, { maxLength: 4 }).map((list) => JSON.stringify(list));
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, nearly, operations), (body) =>
      expectAnswer('PATCH', `${SERVICES}/kubernetes`, type, body),
    ),
    { numRuns: RUNS },
  );
});
