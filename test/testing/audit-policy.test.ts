import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeProtobuf } from '../../server/api/protobuf/encode.ts';
import { startCluster, type TestCluster } from '../../server/testing/index.ts';
import { eventually } from '../support/eventually.ts';
import { runOverWebSocket } from '../support/websocket-command.ts';

const POLICY = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  nonResourceURLs: [/version]
- level: Metadata
  resources: [{ group: "", resources: [secrets, pods/exec] }]
- level: Request
  verbs: [patch]
  resources: [{ resources: [configmaps] }]
- level: RequestResponse
  omitManagedFields: true
  resources: [{ resources: [configmaps, services] }]
- level: RequestResponse
`;
const MAPS = '/api/v1/namespaces/default/configmaps';

let folder: string;
let auditLog: string;
let cluster: TestCluster;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeling-audit-'));
  auditLog = join(folder, 'audit.log');
  const auditPolicyFile = join(folder, 'policy.yaml');
  await writeFile(auditPolicyFile, POLICY);
  cluster = await startCluster({ nodes: 1, dns: false, auditLog, auditPolicyFile });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const JSON_TYPE = 'application/json';

async function ask(
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const response = await fetch(cluster.url + path, {
    method,
    ...(body !== undefined && { body }),
    headers: { 'content-type': JSON_TYPE, ...headers },
  });
  await response.text();
}

type AuditEvent = Record<string, unknown> & { auditID: string; stage: string };

function eventsOf(isMeant: (event: AuditEvent) => boolean): AuditEvent[] {
  const lines = readFileSync(auditLog, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as AuditEvent).filter(isMeant);
}

/** The one event of a request; the file is written behind the answer. */
async function audited(
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const id = `${method}-${Math.floor(performance.now() * 1000)}`;
  await ask(method, path, body, { ...headers, 'audit-id': id });
  return eventually(() => {
    const [event, ...others] = eventsOf(({ auditID }) => auditID === id);
    expect(others).toEqual([]);
    return event ?? expect.unreachable('nothing was written');
  });
}

test('a created object is written as it was sent, with defaults, and as it was answered', async () => {
  const event = await audited('POST', MAPS, JSON.stringify({ metadata: { name: 'a' }, data: { k: 'v' } }));
  expect(Object.keys(event)).toEqual([
    ...['kind', 'apiVersion', 'level', 'auditID', 'stage', 'requestURI', 'verb', 'user', 'sourceIPs', 'userAgent'],
    ...['objectRef', 'responseStatus', 'requestObject', 'responseObject', 'requestReceivedTimestamp', 'stageTimestamp'],
    'annotations',
  ]);
  expect(event).toMatchObject({
    level: 'RequestResponse',
    stage: 'ResponseComplete',
    verb: 'create',
    objectRef: { resource: 'configmaps', namespace: 'default', name: 'a', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a' }, data: { k: 'v' } },
    responseObject: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'a', namespace: 'default' } },
  });
  expect(event.responseObject).not.toHaveProperty('metadata.managedFields');
});

test('what comes in another form is written in JSON', async () => {
  const yaml = await audited('POST', MAPS, 'metadata: { name: yaml }\ndata: { k: v }\n', {
    'content-type': 'application/yaml',
    accept: 'application/yaml',
  });
  expect(yaml).toMatchObject({
    objectRef: { name: 'yaml' },
    requestObject: { kind: 'ConfigMap', data: { k: 'v' } },
    responseObject: { kind: 'ConfigMap', data: { k: 'v' } },
  });
  const object = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'protobuf' }, data: { k: 'v' } };
  const protobuf = await audited('POST', MAPS, new Uint8Array(encodeProtobuf(object)), {
    'content-type': 'application/vnd.kubernetes.protobuf',
    accept: 'application/vnd.kubernetes.protobuf',
  });
  expect(protobuf).toMatchObject({
    objectRef: { name: 'protobuf' },
    requestObject: { kind: 'ConfigMap', data: { k: 'v' } },
    responseObject: { kind: 'ConfigMap', data: { k: 'v' } },
  });
  const list = await audited('GET', '/api/v1/namespaces/default/configmaps', undefined, { 'accept-encoding': 'gzip' });
  expect(list).toMatchObject({ responseObject: { kind: 'ConfigMapList' } });
});

test('a patch is written as it is, and no answer at the level Request', async () => {
  const event = await audited('PATCH', `${MAPS}/a`, '{"data":{"k":"w"}}', {
    'content-type': 'application/merge-patch+json',
  });
  expect(event).toMatchObject({ level: 'Request', requestObject: { data: { k: 'w' } }, responseStatus: { code: 200 } });
  expect(event).not.toHaveProperty('responseObject');
});

test('an update is written with the version that it is for', async () => {
  const body = { metadata: { name: 'a', uid: 'wrong', resourceVersion: '1' } };
  expect(await audited('PUT', `${MAPS}/a`, JSON.stringify(body))).toMatchObject({
    objectRef: { resource: 'configmaps', namespace: 'default', name: 'a', uid: 'wrong', resourceVersion: '1' },
    responseStatus: { status: 'Failure', reason: 'Conflict', code: 409 },
    responseObject: { kind: 'Status', reason: 'Conflict', code: 409 },
  });
});

test('a deletion says of what', async () => {
  const event = await audited('DELETE', `${MAPS}/a`, '{"gracePeriodSeconds":0}');
  expect(event).toMatchObject({
    requestObject: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 },
    responseStatus: { metadata: {}, status: 'Success', details: { name: 'a', kind: 'configmaps' }, code: 200 },
    responseObject: { kind: 'Status', status: 'Success' },
  });
});

test('secrets are kept out by the level Metadata', async () => {
  const body = JSON.stringify({ metadata: { name: 's' }, stringData: { password: 'hidden' } });
  const event = await audited('POST', '/api/v1/namespaces/default/secrets', body);
  expect(event).toMatchObject({ level: 'Metadata', objectRef: { name: 's' }, responseStatus: { code: 201 } });
  expect(readFileSync(auditLog, 'utf8')).not.toContain('hidden');
});

test('what is not to be written is not', async () => {
  await ask('GET', '/version', undefined, { 'audit-id': 'version' });
  await audited('GET', '/readyz');
  expect(eventsOf(({ auditID }) => auditID === 'version')).toEqual([]);
  expect(eventsOf(({ stage }) => stage === 'RequestReceived')).toEqual([]);
});

test('a command is written when it begins and when it has ended', async () => {
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'box' },
    spec: { containers: [{ name: 'main', image: 'busybox', command: ['sleep', 'infinity'] }] },
  });
  await cluster.settled();
  await runOverWebSocket(cluster, { pod: 'box', command: ['true'] });
  const commands = () => eventsOf(({ objectRef }) => (objectRef as { subresource?: string })?.subresource === 'exec');
  await eventually(() =>
    expect(commands()).toMatchObject([
      { level: 'Metadata', stage: 'ResponseStarted', verb: 'get', responseStatus: { code: 101 } },
      { level: 'Metadata', stage: 'ResponseComplete', verb: 'get', responseStatus: { code: 101 } },
    ]),
  );
});

test('a cluster does not start with a policy that is none', async () => {
  const wrong = join(folder, 'wrong.yaml');
  await writeFile(wrong, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: All }]\n');
  await expect(startCluster({ nodes: 0, auditLog, auditPolicyFile: wrong })).rejects.toThrow(
    `rules[0].level: Unsupported value: "All": supported values: "None", "Metadata", "Request", "RequestResponse": from file ${wrong}`,
  );
});
