import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { services } from '../../../server/api/resource-types.gen.ts';
import type { Service } from '../../../server/api/types.gen.ts';
import { eventually } from '../../support/eventually.ts';
import { type RunningPods, startRunningPods } from '../../support/running-pods.ts';
import { connectSpdy } from '../../support/spdy-client.ts';

let running: RunningPods;
let local: Server;
let web: string;
beforeAll(async () => {
  local = createServer((request, response) => response.end(`local ${request.url}`));
  await new Promise<void>((resolve) => local.listen(0, '127.0.0.1', resolve));
  const { port } = local.address() as AddressInfo;
  running = await startRunningPods();
  await running.runPod('client');
  const pod = await running.runPod('web', {
    image: 'nginx:1.27',
    labels: { app: 'web' },
    container: { ports: [{ name: 'http', containerPort: 80 }] } as never,
  });
  web = pod.status.podIP ?? '';
  await running.runPod('mine', {
    image: 'nginx',
    labels: { app: 'mine' },
    annotations: { 'sim.kubeling.dev/forward': `8080=127.0.0.1:${port}` },
  });
  for (const [name, targetPort] of [
    ['web', 'http'],
    ['mine', 8080],
  ])
    await running.cluster.client.create(services, {
      metadata: { namespace: 'default', name },
      spec: { selector: { app: name }, ports: [{ name: 'main', port: 80, targetPort }] },
    } as unknown as Service);
  await eventually(async () => expect(await running.sh('client', 'wget -qO- web; wget -qO- mine')).toContain('local'));
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  local.close();
});

const page = (path: string) =>
  `pod web in namespace default\n${web}:80 on node-1, container main, image nginx:1.27\nGET ${path}\n`;
const get = async (path: string, init?: RequestInit) => {
  const response = await fetch(running.cluster.url + path, init);
  return { code: response.status, text: await response.text() };
};

describe('proxy', () => {
  test.each([
    ['/api/v1/namespaces/default/pods/web/proxy/', '/'],
    ['/api/v1/namespaces/default/pods/web/proxy/a/b?c=d', '/a/b?c=d'],
    ['/api/v1/namespaces/default/pods/web:80/proxy/x', '/x'],
    ['/api/v1/namespaces/default/services/web:main/proxy/y', '/y'],
    ['/api/v1/namespaces/default/services/http:web:80/proxy/z', '/z'],
  ])('%s', async (path, asked) => {
    expect(await get(path)).toEqual({ code: 200, text: page(asked) });
  });

  test.each([
    ['/api/v1/namespaces/default/pods/nope/proxy/', 404, 'pods "nope" not found'],
    ['/api/v1/namespaces/default/services/nope/proxy/', 404, 'services "nope" not found'],
    // Its port has a name, and none was asked for.
    ['/api/v1/namespaces/default/services/web/proxy/', 503, 'no endpoints available for service "web"'],
    ['/api/v1/namespaces/default/services/web:99/proxy/', 503, 'no service port 99 found for service "web"'],
    ['/api/v1/namespaces/default/pods/web:81/proxy/', 503, 'connect: connection refused'],
  ])('%s is refused', async (path, code, message) => {
    const refused = await get(path);
    expect(refused.code).toBe(code);
    expect(JSON.parse(refused.text).message).toContain(message);
  });

  test('a node answers as its kubelet', async () => {
    expect(await get('/api/v1/nodes/node-1/proxy/healthz')).toEqual({ code: 200, text: 'ok' });
    const { items } = JSON.parse((await get('/api/v1/nodes/node-1/proxy/pods')).text);
    expect(items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toContain('web');
  });

  test('all methods go through, with their bodies', async () => {
    const posted = await get('/api/v1/namespaces/default/pods/mine:8080/proxy/p', { method: 'POST', body: 'x' });
    expect(posted).toEqual({ code: 200, text: 'local /p' });
  });
});

test('an annotation leads a port of the pod to a process of this machine', async () => {
  const { podIP } = (await running.pod('mine')).status;
  expect(await running.sh('client', `wget -qO- http://mine/service; wget -qO- http://${podIP}:8080/pod`)).toBe(
    'local /servicelocal /pod',
  );
});

test('a file that somebody writes is what a web server serves', async () => {
  await running.sh('web', 'mkdir -p /usr/share/nginx/html; echo changed > /usr/share/nginx/html/new.txt');
  expect(await running.sh('client', 'wget -qO- web/new.txt')).toBe('changed\n');
});

describe('port-forward', () => {
  const REQUEST = 'GET /f HTTP/1.0\r\n\r\n';
  const url = () => new URL('/api/v1/namespaces/default/pods/web/portforward', running.cluster.url);

  test('over SPDY carries each connection by itself', async () => {
    const client = await connectSpdy(url(), { 'x-stream-protocol-version': 'portforward.k8s.io' });
    const connect = async (requestid: string, port: string) => {
      const error = await client.open({ streamtype: 'error', port, requestid });
      error.write('', { isLast: true });
      const data = await client.open({ streamtype: 'data', port, requestid });
      data.write(REQUEST);
      return { error: error.received, data: data.received };
    };
    const first = await connect('0', '80');
    const second = await connect('1', '80');
    const refused = await connect('2', '81');
    for (const { error, data } of [first, second]) {
      expect(await data).toContain(page('/f'));
      expect(await error).toBe('');
    }
    expect(await refused.error).toMatch(
      /^error forwarding port 81 to pod \w{64}, uid : failed to execute portforward .*connection refused/,
    );
    client.close();
  });

  test('over a WebSocket carries a pair of channels for each port', async () => {
    const target = url();
    target.protocol = 'ws';
    target.search = '?ports=80';
    const channels = new WebSocket(target, ['v4.channel.k8s.io']);
    const data: Buffer[] = [];
    channels.on('message', (message: Buffer) => void (message.readUInt8(0) === 0 && data.push(message.subarray(1))));
    await new Promise((resolve) => channels.once('open', resolve));
    channels.send(Buffer.concat([Buffer.from([0]), Buffer.from(REQUEST)]));
    await new Promise((resolve) => channels.once('close', resolve));
    const [port, ...rest] = data;
    expect(port?.readUInt16LE()).toBe(80);
    expect(Buffer.concat(rest).toString()).toContain(page('/f'));
  });
});
