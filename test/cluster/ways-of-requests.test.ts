/** Most requests go a short way past the web framework. Sent in pieces of unknown length they go the long one. */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { startCluster } from '../../server/cluster.ts';

const cluster = await startCluster({ dns: false });
afterAll(() => cluster[Symbol.asyncDispose]());

interface Question {
  name: string;
  method: string;
  path: string;
  body: unknown;
  headers?: Record<string, string>;
}

const MERGE = { 'content-type': 'application/merge-patch+json' };
const MAPS = '/api/v1/namespaces/default/configmaps';
const MAP = `${MAPS}/kube-root-ca.crt`;

const QUESTIONS: readonly Question[] = [
  { name: 'a dry run', method: 'POST', path: `${MAPS}?dryRun=All`, body: { metadata: { name: 'a' } } },
  { name: 'a warning', method: 'POST', path: `${MAPS}?dryRun=All`, body: { metadata: { name: 'b' }, 'ü☃': 1 } },
  { name: 'what is invalid', method: 'POST', path: MAPS, body: { metadata: { name: 'A' } } },
  { name: 'what is there', method: 'POST', path: MAPS, body: { metadata: { name: 'kube-root-ca.crt' } } },
  { name: 'no JSON', method: 'POST', path: MAPS, body: 'nothing' },
  { name: 'a strict one', method: 'POST', path: `${MAPS}?fieldValidation=Strict`, body: { a: 1 } },
  { name: 'a patch that changes nothing', method: 'PATCH', path: MAP, body: {}, headers: MERGE },
  { name: 'a patch of nothing', method: 'PATCH', path: `${MAPS}/none`, body: {}, headers: MERGE },
  { name: 'a patch of no form', method: 'PATCH', path: MAP, body: {} },
  {
    name: 'an answer as YAML',
    method: 'PATCH',
    path: MAP,
    body: {},
    headers: { ...MERGE, accept: 'application/yaml' },
  },
  { name: 'an error as YAML', method: 'POST', path: MAPS, body: {}, headers: { accept: 'application/yaml' } },
  { name: 'a form that is not served', method: 'POST', path: MAPS, body: {}, headers: { accept: 'text/plain' } },
  { name: 'people', method: 'POST', path: MAPS, body: {}, headers: { 'user-agent': 'curl/8' } },
  { name: 'a wrong way', method: 'PUT', path: MAPS, body: {} },
  { name: 'a kind without namespaces in one', method: 'POST', path: '/api/v1/namespaces/default/nodes', body: {} },
  { name: 'a kind that is not served', method: 'POST', path: '/api/v1/gadgets', body: {} },
  { name: 'a deletion of nothing', method: 'DELETE', path: `${MAPS}/none`, body: {} },
  { name: 'a review', method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', body: {} },
  {
    name: 'nobody to speak for',
    method: 'POST',
    path: MAPS,
    body: {},
    headers: { 'impersonate-group': 'some' },
  },
];

describe('the short way answers like the long way', () => {
  it.each(QUESTIONS)('to $name', async (question) => {
    expect(await ask(question, 'length')).toEqual(await ask(question, 'chunks'));
  });
});

it('warns in the bytes of UTF-8', async () => {
  const { headers } = await ask(
    { name: '', method: 'POST', path: `${MAPS}?dryRun=All`, body: { metadata: { name: 'b' }, '☃': 1 } },
    'length',
  );
  expect(Buffer.from(String(headers.warning), 'latin1').toString()).toBe('299 - "unknown field \\"☃\\""');
});

it('leaves nothing behind when a client goes away within its body', async () => {
  const call = open({ name: '', method: 'POST', path: MAPS, body: '' }, { 'content-length': '100' });
  call.on('error', () => {});
  await new Promise((resolve) => call.write('{', resolve));
  call.destroy();
  expect((await fetch(`${cluster.url}${MAP}`)).status).toBe(200);
});

function open({ method, path, headers }: Question, length: Record<string, string>) {
  return request(`${cluster.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers, ...length },
  });
}

async function ask(question: Question, framing: 'length' | 'chunks') {
  const body = typeof question.body === 'string' ? question.body : JSON.stringify(question.body);
  const length = String(Buffer.byteLength(body));
  const call = open(question, framing === 'length' ? { 'content-length': length } : { 'transfer-encoding': 'chunked' });
  call.end(body);
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    call.on('response', resolve);
    call.on('error', reject);
  });
  const { 'audit-id': audit, date: _date, ...headers } = response.headers;
  expect(audit).toMatch(/^[0-9a-f-]{36}$/);
  return { code: response.statusCode, headers, body: unique(await text(response)) };
}

/** Without what is new in each answer. */
function unique(body: string): string {
  return body.replace(/"uid": ?"[^"]*"/, '').replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, '');
}
