import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { services } from '../../../server/api/resource-types.gen.ts';
import type { Service } from '../../../server/api/types.gen.ts';
import { eventually } from '../../support/eventually.ts';
import { type PodWish, type RunningPods, startRunningPods } from '../../support/running-pods.ts';

let running: RunningPods;
beforeAll(async () => {
  running = await startRunningPods();
  await running.runPod('client');
});
afterAll(() => running[Symbol.asyncDispose]());

const image = 'registry.k8s.io/e2e-test-images/agnhost:2.56';

async function logOf(name: string, args: string[], wish: PodWish = {}): Promise<string> {
  await running.createPod(name, { image, restartPolicy: 'Never', ...wish, container: { args, ...wish.container } });
  await eventually(async () => expect((await running.pod(name)).status.phase).toMatch(/Succeeded|Failed/));
  return await running.logs(name);
}

describe('agnhost says', () => {
  test('what is in mounted files, and how they may be used', async () => {
    const create = (kind: string, body: object) =>
      fetch(`${running.cluster.url}/api/v1/namespaces/default/${kind}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await create('secrets', { metadata: { name: 'pass' }, stringData: { 'data-1': 'value-1' } });
    const log = await logOf(
      'mounts',
      ['mounttest', '--file_content=/etc/pass/data-1', '--file_mode=/etc/pass/data-1'],
      {
        volumes: [{ name: 'pass', secret: { secretName: 'pass', defaultMode: 0o400 } }],
        container: { volumeMounts: [{ name: 'pass', mountPath: '/etc/pass' }] },
      },
    );
    expect(log).toBe('mode of file "/etc/pass/data-1": -r--------\ncontent of file "/etc/pass/data-1": value-1\n');
  });

  test('what it has written', async () => {
    const args = ['mounttest', '--fs_type=/v', '--new_file_0666=/v/new', '--file_perm=/v/new'];
    const log = await logOf('writes', args, {
      volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }],
      container: { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
    });
    expect(log).toBe(
      'mount type of "/v": tmpfs\ncontent of file "/v/new": mount-tester new file\n\nperms of file "/v/new": -rw-rw-rw-\n',
    );
  });

  test('with which words it was called', async () => {
    expect(await logOf('called', ['entrypoint-tester', 'override', 'arguments'])).toBe(
      '[/agnhost entrypoint-tester override arguments]\n',
    );
  });

  test('how its pod resolves names', async () => {
    const dns: PodWish = {
      dnsPolicy: 'None',
      dnsConfig: { nameservers: ['1.1.1.1'], searches: ['resolv.conf.local', 'second.local'] },
    };
    expect(await logOf('suffix', ['dns-suffix'], dns)).toBe('resolv.conf.local,second.local\n');
    expect(await logOf('servers', ['dns-server-list'], dns)).toBe('1.1.1.1\n');
  });
});

describe('agnhost serves', () => {
  const fetchIn = (url: string) => running.sh('client', `wget -qO- '${url}'`);

  test('its hostname, the client, an echo, and what a shell says', async () => {
    await running.runPod('netexec', { image, container: { args: ['netexec', '--http-port=8083'] } });
    const { podIP } = (await running.pod('netexec')).status;
    const client = (await running.pod('client')).status.podIP;
    const page = async (path: string) =>
      await eventually(async () => {
        const text = await fetchIn(`http://${podIP}:8083${path}`);
        expect(text).not.toContain('refused');
        return text;
      });
    expect(await page('/hostname')).toBe('netexec');
    expect(await page('/clientip')).toMatch(new RegExp(`^${client}:\\d+$`));
    expect(await page('/echo?msg=hello')).toBe('hello');
    expect(await page('/shell?cmd=echo%20hi')).toBe('{"output":"hi\\n"}');
    expect(await running.sh('client', `nc -zv ${podIP} 80`)).toContain('refused');
    const proxied = await fetch(`${running.cluster.url}/api/v1/namespaces/default/pods/netexec:8083/proxy/echo?msg=x`);
    expect(await proxied.text()).toBe('x');
    expect(await running.logs('netexec')).toMatch(/^\d{4}\/\d\d\/\d\d [\d:]{8} Started HTTP server on port 8083\n/);
  });

  test('what it is asked to ask others', async () => {
    await running.runPod('dials', { image, container: { args: ['netexec'] } });
    await running.runPod('dialled', { image, container: { args: ['netexec', '--http-port', '8080'] } });
    const [from, to] = await Promise.all(
      ['dials', 'dialled'].map(async (name) => (await running.pod(name)).status.podIP),
    );
    const dial = `http://${from}:8080/dial?request=hostname&protocol=http&host=${to}&port=8080&tries=2`;
    await eventually(async () => expect(await fetchIn(dial)).toBe('{"responses":["dialled","dialled"]}'));
    const datagram = `http://${from}:8080/dial?request=hostname&protocol=udp&host=${to}&port=8081`;
    expect(await fetchIn(datagram)).toBe('{"responses":["dialled"]}');
    expect(await running.sh('client', `echo hostName | nc -w 1 -u ${to} 8081`)).toBe('dialled');
  });

  test('until it is told to end', async () => {
    await running.runPod('ends', { image, restartPolicy: 'Never', container: { args: ['netexec'] } });
    const { podIP } = (await running.pod('ends')).status;
    await eventually(async () => {
      await running.sh('client', `wget -qO- 'http://${podIP}:8080/exit?code=5'`);
      const { containerStatuses } = (await running.pod('ends')).status;
      expect(containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(5);
    });
  });

  test('its hostname behind a Service', async () => {
    await running.runPod('named', { image, labels: { app: 'named' }, container: { args: ['serve-hostname'] } });
    await running.cluster.client.create(services, {
      metadata: { namespace: 'default', name: 'names' },
      spec: { selector: { app: 'named' }, ports: [{ port: 80, targetPort: 9376 }] },
    } as unknown as Service);
    await eventually(async () => expect(await fetchIn('http://names')).toBe('named'));
  });
});

test('Kubernetes own DNS test finds its names, and leaves its results in a volume', async () => {
  const names = ['kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];
  const lookups = names.map(
    (name) =>
      `check="$(dig +notcp +noall +answer +search ${name} A)" && test -n "$check" && echo OK > /results/udp@${name};`,
  );
  const script = `for i in 1 2 3; do ${lookups.join('')} sleep 0.01; done`;
  await running.createPod('dns-test', {
    image: 'registry.k8s.io/e2e-test-images/jessie-dnsutils:1.7',
    command: ['sh', '-c', script],
    restartPolicy: 'Never',
    volumes: [{ name: 'results', emptyDir: {} }],
    container: { volumeMounts: [{ name: 'results', mountPath: '/results' }] },
  });
  await eventually(async () => expect((await running.pod('dns-test')).status.phase).toBe('Succeeded'));
});

test('what one container finds out, another one of its pod serves', async () => {
  const volumeMounts = [{ name: 'results', mountPath: '/results' }];
  const script =
    'for i in 1 2 3; do check="$$(dig +tcp +noall +answer +search kubernetes.default.svc.cluster.local A)" && ' +
    'test -n "$$check" && echo OK > /results/wheezy_tcp; ' +
    'pod=$$(hostname -i | awk -F. \'{print $$1"-"$$2"-"$$3"-"$$4".default.pod.cluster.local"}\'); ' +
    'check="$$(dig +noall +answer +search $$pod A)" && test -n "$$check" && echo OK > /results/pod; sleep 0.1; done; sleep 9d';
  const containers = [
    { name: 'webserver', image, args: ['test-webserver'], volumeMounts },
    { name: 'querier', image, command: ['sh', '-c', script], volumeMounts },
  ];
  await fetch(`${running.cluster.url}/api/v1/namespaces/default/pods`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      metadata: { name: 'dns-served' },
      spec: { volumes: [{ name: 'results', emptyDir: {} }], containers },
    }),
  });
  for (const file of ['wheezy_tcp', 'pod'])
    await eventually(async () => {
      const response = await fetch(
        `${running.cluster.url}/api/v1/namespaces/default/pods/dns-served/proxy/results/${file}`,
      );
      expect(await response.text()).toBe('OK\n');
    }, 10_000);
});
