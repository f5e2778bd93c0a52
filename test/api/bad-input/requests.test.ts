/** What no good client sends: each gets a Status, and the server goes on. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../../server/cluster.ts';
import { rawRequest, sendRaw } from '../../support/raw-http.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const SERVICES = '/api/v1/namespaces/default/services';
const JSON_TYPE = { 'content-type': 'application/json' };
const YAML_TYPE = { 'content-type': 'application/yaml' };
const PROTOBUF_TYPE = { 'content-type': 'application/vnd.kubernetes.protobuf' };
const MEBIBYTE = 1024 * 1024;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
});
afterAll(() => cluster[Symbol.asyncDispose]());

afterEach(async () => {
  expect(await (await fetch(`${cluster.url}/readyz`)).text()).toBe('ok');
  expect(Object.keys(Object.prototype)).toEqual([]);
});

interface Refusal {
  code: number;
  reason: string | undefined;
  message: string;
}

/** What a Status says; anything else is no good answer. */
async function refusalOf(bytes: string | Buffer, options?: { halfClose: boolean }): Promise<Refusal> {
  const { status, text } = await sendRaw(cluster.url, bytes, options);
  const { kind, apiVersion, code, reason, message } = JSON.parse(text);
  expect({ kind, apiVersion, code }).toEqual({ kind: 'Status', apiVersion: 'v1', code: status });
  return { code, reason, message };
}

const post = (path: string, headers: Record<string, string>, body: string) =>
  refusalOf(rawRequest('POST', path, headers, body));

const UNREAD = 'the object provided is unrecognized (must be of type ConfigMap): ';
const NO_JSON = `${UNREAD}couldn't get version/kind; json parse error: `;
const TYPE_META =
  'Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

describe('a body', () => {
  test.each([
    ['that ends early', '{"a":', 'unexpected end of JSON input ({"a":)'],
    ['of nothing', '', 'unexpected end of JSON input (<empty>)'],
    ['with more behind it', '{"a":1} junk', `invalid character 'j' after top-level value ({"a":1} junk)`],
    ['with a NUL', '{"a":"\0"}', `invalid character '\\x00' in string literal ({"a":"\0"})`],
    ['that is a list', '[]', `json: cannot unmarshal array into ${TYPE_META} (5b5d)`],
    ['that is a text', '"x"', `json: cannot unmarshal string into ${TYPE_META} (227822)`],
    [
      'whose kind is a number',
      '{"kind":1}',
      'json: cannot unmarshal number into Go struct field .kind of type string ({"kind":1})',
    ],
    [
      'of deep lists',
      `{"a":${'['.repeat(100_000)}`,
      `invalid character '[' exceeded max depth ({"a":[[[[[[[[[[[[[[[[[[[[[[[[[ ...)`,
    ],
    [
      'of deep objects',
      '{"a":'.repeat(100_000),
      `invalid character '{' exceeded max depth ({"a":{"a":{"a":{"a":{"a":{"a": ...)`,
    ],
  ])('%s is no JSON', async (_, body, message) => {
    expect(await post(MAPS, JSON_TYPE, body)).toEqual({ code: 400, reason: 'BadRequest', message: NO_JSON + message });
  });

  test.each([
    ['a bomb', bomb(), 'yaml: document contains excessive aliasing'],
    ['an anchor in itself', 'a: &a [*a]\n', "yaml: anchor 'a' value contains itself"],
    ['no end of a list', 'a: [\nb', "yaml: line 2: did not find expected ',' or ']'"],
    ['a tab', 'a:\n\tb: 1\n', 'yaml: line 2: found character that cannot start any token'],
    ['deep lists', '['.repeat(20_000), 'yaml: exceeded max depth of 10000'],
  ])('with %s is no YAML', async (_, body, message) => {
    const refusal = await post(MAPS, YAML_TYPE, body);
    expect(refusal).toMatchObject({ code: 400, reason: 'BadRequest' });
    expect(refusal.message.startsWith(`${UNREAD}${message} (`)).toBe(true);
  });

  test.each([
    [
      'a number as name',
      MAPS,
      '{"metadata":{"name":1}}',
      'ConfigMap',
      'number into Go struct field ObjectMeta.metadata.name of type string',
    ],
    [
      'a list as metadata',
      MAPS,
      '{"metadata":[]}',
      'ConfigMap',
      'array into Go struct field ConfigMap.metadata of type v1.ObjectMeta',
    ],
    [
      'half a port',
      SERVICES,
      '{"spec":{"ports":[{"port":1.5}]}}',
      'Service',
      'number 1.5 into Go struct field ServicePort.spec.ports.port of type int32',
    ],
    [
      'an endless port',
      SERVICES,
      '{"spec":{"ports":[{"port":1e99}]}}',
      'Service',
      'number 1e99 into Go struct field ServicePort.spec.ports.port of type int32',
    ],
    [
      'a text as ports',
      SERVICES,
      '{"spec":{"ports":"a"}}',
      'Service',
      'string into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort',
    ],
  ])('with %s does not fit', async (_, path, body, kind, message) => {
    expect(await post(path, JSON_TYPE, body)).toEqual({
      code: 400,
      reason: 'BadRequest',
      message: `${kind} in version "v1" cannot be handled as a ${kind}: json: cannot unmarshal ${message}`,
    });
  });

  test.each([
    ['text/plain', 'x'],
    ['%%%;;;', '{}'],
  ])('of type %s is not read', async (type, body) => {
    const message =
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf';
    expect(await post(MAPS, { 'content-type': type }, body)).toEqual({
      code: 415,
      reason: 'UnsupportedMediaType',
      message,
    });
  });

  test('of protobuf that is none is told so', async () => {
    expect(await post(MAPS, PROTOBUF_TYPE, '')).toMatchObject({ code: 400, message: `${UNREAD}empty data (<empty>)` });
    const truncated = await post(MAPS, PROTOBUF_TYPE, 'k8s\0\x12');
    expect(truncated).toEqual({ code: 400, reason: 'BadRequest', message: `${UNREAD}unexpected EOF (6b38730012)` });
  });

  test.each([
    ['3 MiB', 3],
    ['100 MiB', 100],
  ])('of more than %s is too large', async (_, mebibytes) => {
    const body = `{"metadata":{"name":"a"},"data":{"a":"${'x'.repeat(mebibytes * MEBIBYTE)}"}}`;
    const tooLarge = {
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: 'Request entity too large: limit is 3145728',
    };
    expect(await post(MAPS, JSON_TYPE, body)).toEqual(tooLarge);
  });

  test('of 100 MiB in pieces is too large', async () => {
    const piece = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
    const head = rawRequest('POST', MAPS, { ...JSON_TYPE, 'transfer-encoding': 'chunked' }).replace(
      'content-length: 0\r\n',
      '',
    );
    const { code } = await refusalOf(Buffer.concat([Buffer.from(head), ...Array(1600).fill(piece)]));
    expect(code).toBe(413);
  });

  test('that would be too large an object is refused', async () => {
    const body = `{"metadata":{"name":"a"},"data":{"a":"${'x'.repeat(2 * MEBIBYTE)}"}}`;
    const message = 'ConfigMap "a" is invalid: []: Too long: may not be more than 1048576 bytes';
    expect(await post(MAPS, JSON_TYPE, body)).toEqual({ code: 422, reason: 'Invalid', message });
  });

  test('whose sender has hung up half is answered', async () => {
    const whole = rawRequest('POST', MAPS, JSON_TYPE, '{"metadata":{"name":"A"}}');
    expect(await refusalOf(whole, { halfClose: true })).toMatchObject({ code: 422, reason: 'Invalid' });
  });

  test.each([
    ['its headers', (request: string) => request.slice(0, 60)],
    ['its body', (request: string) => request.slice(0, -5)],
  ])('whose sender hangs up within %s leaves nothing behind', async (_, cut) => {
    const request = rawRequest('POST', MAPS, JSON_TYPE, '{"metadata":{"name":"half"}}');
    await sendRaw(cluster.url, cut(request), { halfClose: true });
    expect((await fetch(`${cluster.url}${MAPS}/half`)).status).toBe(404);
  });
});

/** Each line nine times the one before it. */
function bomb(): string {
  const letters = [...'abcdefghi'];
  return letters
    .map(
      (letter, i) =>
        `${letter}: &${letter} [${Array(9)
          .fill(i ? `*${letters[i - 1]}` : 'lol')
          .join()}]\n`,
    )
    .join('');
}

describe('keys of JavaScript', () => {
  const create = (body: string) => fetch(`${cluster.url}${MAPS}`, { method: 'POST', headers: JSON_TYPE, body });
  const patch = (type: string, body: string) =>
    fetch(`${cluster.url}${MAPS}/keys`, { method: 'PATCH', headers: { 'content-type': type }, body });

  test('are keys like others', async () => {
    const created = await create(
      '{"metadata":{"name":"keys"},"data":{"__proto__":"1","constructor":"2"},"__proto__":{"bad":true}}',
    );
    expect(created.status).toBe(201);
    expect(created.headers.get('warning')).toBe('299 - "unknown field \\"__proto__\\""');
    expect(await created.text()).toContain('"data":{"__proto__":"1","constructor":"2"}');

    // Patches leave it as it is.
    for (const type of ['merge-patch', 'strategic-merge-patch']) {
      const patched = await patch(`application/${type}+json`, '{"data":{"__proto__":{"bad":"3"},"toString":"4"}}');
      expect(await patched.text()).toContain('"data":{"__proto__":"1","constructor":"2","toString":"4"}');
    }
    const deep = await patch('application/json-patch+json', '[{"op":"add","path":"/__proto__/bad","value":"5"}]');
    expect(deep.status).toBe(422);
  });

  test('are refused where names have rules', async () => {
    const refusal = await post(MAPS, JSON_TYPE, '{"metadata":{"name":"__proto__","labels":{"__proto__":"x"}}}');
    expect(refusal).toMatchObject({ code: 422, reason: 'Invalid' });
    expect((await fetch(`${cluster.url}/api/v1/__proto__`)).status).toBe(404);
    expect((await fetch(`${cluster.url}/apis/constructor/v1/x`)).status).toBe(404);
    expect((await fetch(`${cluster.url}${MAPS}?labelSelector=constructor`)).status).toBe(200);
    expect((await fetch(`${cluster.url}${MAPS}?fieldSelector=__proto__=x`)).status).toBe(400);
  });
});

describe('a name', () => {
  test.each([
    ['..', 'Name parameter invalid: "..": may not be \'..\''],
    ['%2e%2e', 'Name parameter invalid: "..": may not be \'..\''],
    ['%zz', 'invalid URL escape'],
    ['%ff', 'invalid URL escape'],
  ])('in a URL may not be %s', async (name, message) => {
    expect(await refusalOf(rawRequest('GET', `${MAPS}/${name}`))).toEqual({ code: 400, reason: 'BadRequest', message });
  });

  test.each([
    ['a%2Fb', 'the server could not find the requested resource'],
    ['a%00b', 'configmaps "a\0b" not found'],
    ['%C3%BC', 'configmaps "ü" not found'],
  ])('in a URL finds nothing when it is %s', async (name, message) => {
    expect(await refusalOf(rawRequest('GET', `${MAPS}/${name}`))).toEqual({ code: 404, reason: 'NotFound', message });
  });

  test.each(['a/b', '..', '.', 'ü', 'a b', 'A', 'a\0b', 'a\ud800', '-a', '\u202ea', 'a'.repeat(254)])(
    'of an object may not be %j',
    async (name) => {
      const refusal = await post(MAPS, JSON_TYPE, JSON.stringify({ metadata: { name } }));
      expect(refusal).toMatchObject({ code: 422, reason: 'Invalid' });
      expect(refusal.message).toMatch(
        name.length > 253 ? /must be no more than 253 (bytes|characters)$/ : /metadata\.name: Invalid value: /,
      );
      if (name.length < 254) expect(refusal.message).toContain(SUBDOMAIN);
    },
  );
});

describe('a request', () => {
  test('may have headers and a query of 64 KiB', async () => {
    const long = 'a'.repeat(64 * 1024);
    expect((await sendRaw(cluster.url, rawRequest('GET', MAPS, { 'x-long': long }))).status).toBe(200);
    expect((await sendRaw(cluster.url, rawRequest('GET', `${MAPS}?unknown=${long}`))).status).toBe(200);
    const many = Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`x-${i}`, 'a']));
    expect((await sendRaw(cluster.url, rawRequest('GET', MAPS, many))).status).toBe(200);
    expect(await refusalOf(rawRequest('GET', `${MAPS}?labelSelector=${long}`))).toMatchObject({ code: 400 });
  });

  test.each([
    ['headers', () => rawRequest('GET', MAPS, { 'x-long': 'a'.repeat(2 * MEBIBYTE) })],
    ['a query', () => rawRequest('GET', `${MAPS}?unknown=${'a'.repeat(2 * MEBIBYTE)}`)],
  ])('may not have %s of 2 MiB', async (_, request) => {
    const message = 'Request Header Fields Too Large';
    expect(await refusalOf(request())).toEqual({ code: 431, reason: undefined, message });
  });

  test.each(['FOO', 'get', 'PROPFIND', 'TRACE', 'OPTIONS', 'CONNECT', 'LINK', 'POST'])(
    'cannot %s an object',
    async (verb) => {
      const message = 'the server does not allow this method on the requested resource';
      expect(await refusalOf(rawRequest(verb, `${MAPS}/a`))).toEqual({
        code: 405,
        reason: 'MethodNotAllowed',
        message,
      });
    },
  );

  test.each([
    ['a path of bytes', `GET ${MAPS}/ü HTTP/1.1\r\nhost: a\r\n\r\n`],
    ['no HTTP', 'hello there\r\n\r\n'],
    ['another HTTP', 'GET / HTTP/9.9\r\n\r\n'],
    ['a TLS greeting', Buffer.from('16030100f8010000f40303', 'hex')],
    ['two lengths', `GET ${MAPS} HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n`],
    ['a length of letters', `POST ${MAPS} HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n`],
    ['no host', `GET ${MAPS} HTTP/1.1\r\n\r\n`],
  ])('with %s is not understood', async (_, bytes) => {
    expect((await sendRaw(cluster.url, bytes)).status).toBeGreaterThanOrEqual(400);
  });

  test.each([
    ['limit=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['continue=x', 'invalid continue token: continue key is not valid: illegal base64 data at input byte 0'],
    [
      'resourceVersion=x',
      'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ],
    ['labelSelector=a=b=c', `unable to parse requirement: found '=', expected: ',' or 'end of string'`],
  ])('may not ask for ?%s', async (query, message) => {
    expect(await refusalOf(rawRequest('GET', `${MAPS}?${query}`))).toMatchObject({
      code: 400,
      message: expect.stringContaining(message.slice(-30)),
    });
  });
});
