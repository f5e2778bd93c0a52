/** Whatever a client sends, it gets an answer that it can read, and the server goes on. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeProtobuf } from '../../server/api/protobuf/encode.ts';
import { configMaps, deployments, pods, services } from '../../server/api/resource-types.gen.ts';
import { schemaOf } from '../../server/api/schema/schemas.ts';
import { writeYaml } from '../../server/api/yaml/write-yaml.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';
import { objectArbitrary } from '../support/schema-arbitrary.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const FORMS = {
  'application/json': (value: object) => Buffer.from(JSON.stringify(value)),
  'application/yaml': (value: object) => Buffer.from(writeYaml(value)),
  'application/vnd.kubernetes.protobuf': (value: object) => encodeProtobuf(value as never),
};
const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const TYPES = [configMaps, services, pods, deployments];
type Type = (typeof TYPES)[number];

const pathOf = ({ group, version, plural }: Type) =>
  `${group === '' ? '/api' : `/apis/${group}`}/${version}/namespaces/kube-public/${plural}`;
const versionOf = ({ group, version }: Type) => (group === '' ? version : `${group}/${version}`);

async function answered(path: string, init: RequestInit & { type: string; body: Buffer }): Promise<void> {
  const headers = { 'content-type': init.type, 'user-agent': 'anybody' };
  const query = '?dryRun=All&fieldManager=anybody';
  const answer = await fetch(cluster.url + path + query, { ...init, body: new Uint8Array(init.body), headers });
  const said = (await answer.json()) as { kind: string; message?: string; status: unknown };
  if (answer.status < 400) return;
  expect([said.kind, said.status]).toEqual(['Status', 'Failure']);
  // What nobody has thought of.
  expect(said.message).not.toContain('Internal error occurred');
}

const typeArbitrary = fc.constantFrom(...TYPES);
const objects = typeArbitrary.chain((type) =>
  fc.record({ type: fc.constant(type), drawn: objectArbitrary(schemaOf(type)) }).map(({ drawn }) => ({
    type,
    object: { ...drawn, metadata: { name: 'any' }, apiVersion: versionOf(type), kind: type.kind },
  })),
);
const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { maxLength: 4 });

function damaged(bytes: Buffer, changes: readonly { at: number; byte: number }[]): Buffer {
  for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
  return bytes;
}

const formArbitrary = fc.constantFrom(...(Object.keys(FORMS) as (keyof typeof FORMS)[]));

test('an object of any content, whole or damaged, is taken or refused in each form', async () => {
  const write = fc.constantFrom('POST', 'PUT');
  await fc.assert(
    fc.asyncProperty(objects, formArbitrary, damage, write, async ({ type, object }, form, changes, method) => {
      const path = pathOf(type) + (method === 'PUT' ? '/any' : '');
      await answered(path, { method, type: form, body: damaged(FORMS[form](object), changes) });
    }),
    { numRuns: 150 },
  );
});

test('any bytes are refused in each form', async () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.string(),
    fc.json(),
    fc.stringMatching(/^[-{}[\]:,&*!|>'"%@`#? \n\ta-c0-9]*$/),
  );
  const forms = fc.constantFrom(...Object.keys(FORMS), ...PATCHES);
  await fc.assert(
    fc.asyncProperty(typeArbitrary, forms, bytes, async (type, form, drawn) => {
      const method = PATCHES.includes(form) ? 'PATCH' : 'POST';
      const path = pathOf(type) + (method === 'PATCH' ? '/any' : '');
      await answered(path, { method, type: form, body: Buffer.from(drawn as string) });
    }),
    { numRuns: 200 },
  );
});

test('any patch of an object is taken or refused', async () => {
  const made = JSON.stringify({ metadata: { name: 'any' }, data: { a: 'b' } });
  const headers = { 'content-type': 'application/json' };
  await fetch(cluster.url + pathOf(configMaps), { method: 'POST', headers, body: made });
  const path = fc.constantFrom('', '/', '/data', '/data/a', '/data/-', '/metadata/labels/x', '/kind', '/metadata/name');
  const operation = fc.record({
    op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'none'),
    path,
    from: path,
    value: fc.jsonValue(),
  });
  const patch = fc.oneof(
    fc.array(operation, { maxLength: 3 }),
    objects.map(({ object }) => object),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PATCHES), patch, async (type, drawn) => {
      const body = Buffer.from(JSON.stringify(drawn));
      await answered(`${pathOf(configMaps)}/any`, { method: 'PATCH', type, body });
    }),
    { numRuns: 200 },
  );
});
