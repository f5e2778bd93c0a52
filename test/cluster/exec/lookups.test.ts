import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { services } from '../../../server/api/resource-types.gen.ts';
import type { Service, ServiceSpec } from '../../../server/api/types.gen.ts';
import { eventually } from '../../support/eventually.ts';
import { type RunningPods, startRunningPods } from '../../support/running-pods.ts';

let running: RunningPods;
let web: string;
let clusterIP: string;
beforeAll(async () => {
  running = await startRunningPods();
  const create = async (name: string, spec: Partial<ServiceSpec>) => {
    const body = { metadata: { namespace: 'default', name }, spec } as unknown as Service;
    return await running.cluster.client.create(services, body);
  };
  await create('nginx', { clusterIP: 'None', selector: { app: 'web' }, ports: [{ name: 'web', port: 80 }] } as never);
  clusterIP =
    (await create('front', { selector: { app: 'web' }, ports: [{ port: 80 }] } as never)).spec.clusterIP ?? '';
  await create('outside', { type: 'ExternalName', externalName: 'front.default.svc.cluster.local' } as never);
  const pod = await running.runPod('web-0', {
    image: 'nginx',
    labels: { app: 'web' },
    hostname: 'web-0',
    subdomain: 'nginx',
  });
  web = pod.status.podIP ?? '';
  await running.runPod('debian', {
    image: 'registry.k8s.io/e2e-test-images/jessie-dnsutils:1.7',
    command: ['sleep', '9d'],
  });
  await running.runPod('busybox', { image: 'busybox:1.36' });
  await running.runPod('old', { image: 'busybox:1.28' });
  await eventually(async () => expect(await running.sh('debian', 'dig +short +search nginx')).toContain(web));
});
afterAll(() => running[Symbol.asyncDispose]());

const filled = (text: string) =>
  text
    .replaceAll('<web>', web)
    .replaceAll('<front>   ', `${clusterIP.padEnd(15)} `)
    .replaceAll('<front>', clusterIP)
    .replaceAll('<reversed>', clusterIP.split('.').reverse().join('.'));

const SERVER = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n';
const BUSYBOX_SERVER = SERVER.replace('#53', ':53');

describe('lookup tools print what those of their image print', () => {
  test.each<[pod: string, command: string, expected: string]>([
    ['debian', 'nslookup front', `${SERVER}Name:\tfront.default.svc.cluster.local\nAddress: <front>\n\n`],
    ['debian', 'nslookup web-0.nginx', `${SERVER}Name:\tweb-0.nginx.default.svc.cluster.local\nAddress: <web>\n\n`],
    ['debian', 'nslookup nginx.default', `${SERVER}Name:\tnginx.default.svc.cluster.local\nAddress: <web>\n\n`],
    [
      'debian',
      'nslookup kubernetes.default.svc.cluster.local.',
      `${SERVER}Name:\tkubernetes.default.svc.cluster.local\nAddress: 10.96.0.1\n\n`,
    ],
    ['debian', 'nslookup nope', `${SERVER}** server can't find nope: NXDOMAIN\n\nexit 1\n`],
    ['debian', 'nslookup <front>', '<reversed>.in-addr.arpa\tname = front.default.svc.cluster.local.\n\n'],
    [
      'debian',
      'nslookup -type=srv _web._tcp.nginx',
      `${SERVER}_web._tcp.nginx.default.svc.cluster.local\tservice = 0 100 80 web-0.nginx.default.svc.cluster.local.\n\n`,
    ],
    [
      'debian',
      'nslookup outside',
      `${SERVER}outside.default.svc.cluster.local\tcanonical name = front.default.svc.cluster.local.\nName:\tfront.default.svc.cluster.local\nAddress: <front>\n\n`,
    ],
    ['debian', 'nslookup front 10.96.0.10', `${SERVER}Name:\tfront.default.svc.cluster.local\nAddress: <front>\n\n`],
    ['debian', 'host front', 'front.default.svc.cluster.local has address <front>\n'],
    ['debian', 'host nope', 'Host nope not found: 3(NXDOMAIN)\nexit 1\n'],
    ['debian', 'host <front>', '<reversed>.in-addr.arpa domain name pointer front.default.svc.cluster.local.\n'],
    ['debian', 'dig +short front.default.svc.cluster.local', '<front>\n'],
    ['debian', 'dig +short front', ''],
    ['debian', 'dig +search +short front', '<front>\n'],
    ['debian', 'dig +short -x <front>', 'front.default.svc.cluster.local.\n'],
    ['debian', 'dig +noall +answer +search web-0.nginx', 'web-0.nginx.default.svc.cluster.local. 5 IN A\t<web>\n'],
    ['debian', 'getent hosts front', '<front>   front.default.svc.cluster.local\n'],
    ['debian', 'getent hosts nope', 'exit 2\n'],
    [
      'busybox',
      'nslookup web-0.nginx.default.svc.cluster.local',
      `${BUSYBOX_SERVER}Name:\tweb-0.nginx.default.svc.cluster.local\nAddress: <web>\n\n\n`,
    ],
    [
      'busybox',
      'nslookup web-0.nginx',
      `${BUSYBOX_SERVER}** server can't find web-0.nginx: NXDOMAIN\n\n** server can't find web-0.nginx: NXDOMAIN\n\nexit 1\n`,
    ],
    [
      'old',
      'nslookup web-0.nginx',
      'Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\n' +
        'Name:      web-0.nginx\nAddress 1: <web> web-0.nginx.default.svc.cluster.local\n',
    ],
    [
      'old',
      'nslookup nope',
      'Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\n' +
        "nslookup: can't resolve 'nope'\nexit 1\n",
    ],
  ])('%s: %s', async (pod, command, expected) => {
    expect(await running.exec(pod, filled(command).split(' '))).toBe(filled(expected));
  });
});

describe('names are looked up as the pod says', () => {
  test.each([
    [
      'ClusterFirst',
      {},
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    ],
    ['Default', { dnsPolicy: 'Default' }, 'nameserver 172.18.0.1\noptions ndots:0\n'],
    ['the node for a pod in its network', { hostNetwork: true }, 'nameserver 172.18.0.1\noptions ndots:0\n'],
    [
      'the cluster also there',
      { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    ],
    [
      'None',
      {
        dnsPolicy: 'None',
        dnsConfig: {
          nameservers: ['192.0.2.1'],
          searches: ['my.test'],
          options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
        },
      },
      'search my.test\nnameserver 192.0.2.1\noptions ndots:2 edns0\n',
    ],
  ])('%s', async (name, spec, expected) => {
    const pod = name.toLowerCase().replace(/\W/g, '-');
    await running.runPod(pod, spec as never);
    expect(await running.sh(pod, 'cat /etc/resolv.conf')).toBe(expected);
  });

  test('with few dots asked for, a name with one is looked up as it stands first', async () => {
    const dnsConfig = { options: [{ name: 'ndots', value: '1' }] };
    await running.runPod('few-dots', { image: 'debian', command: ['sleep', '9d'], dnsConfig } as never);
    expect(await running.sh('few-dots', 'getent hosts front.default')).toContain(clusterIP);
    expect(await running.sh('few-dots', 'getent hosts front')).toContain(clusterIP);
  });

  test('the hosts file comes before DNS', async () => {
    await running.runPod('aliased', {
      hostAliases: [{ ip: '10.1.2.3', hostnames: ['foo.local', 'bar.local'] }],
    } as never);
    expect(await running.sh('aliased', 'tail -n 2 /etc/hosts; getent hosts foo.local')).toBe(
      '# Entries added by HostAliases.\n10.1.2.3\tfoo.local\tbar.local\n10.1.2.3        foo.local\n',
    );
  });

  test('a pod with a hostname and a subdomain has its full name', async () => {
    expect(await running.sh('web-0', 'tail -n 1 /etc/hosts; hostname; hostname -f')).toBe(
      `${web}\tweb-0.nginx.default.svc.cluster.local\tweb-0\nweb-0\nweb-0.nginx.default.svc.cluster.local\n`,
    );
  });
});

describe('what listens is reached', () => {
  const page = () => `pod web-0 in namespace default\n${web}:80 on node-1, container main, image nginx\nGET /\n`;
  test.each([
    ['debian', 'curl -s http://front'],
    ['debian', 'curl -s web-0.nginx:80/'],
    ['busybox', 'wget -qO- front'],
    ['busybox', 'wget -q -O - http://nginx.default.svc.cluster.local'],
    ['busybox', 'printf "GET / HTTP/1.0\\r\\n\\r\\n" | nc nginx 80 | tail -n 3'],
  ])('%s: %s', async (pod, command) => {
    expect(await running.sh(pod, command)).toBe(page());
  });

  test.each<[string, string, string]>([
    ['debian', 'curl -s -o /dev/null -w "%{http_code}" front', '200'],
    ['debian', 'curl nope', 'curl: (6) Could not resolve host: nope\nexit 6\n'],
    ['busybox', 'wget nope', "wget: bad address 'nope'\nexit 1\n"],
    ['busybox', 'nc -zv front 80', 'front (<front>:80) open\n'],
    ['busybox', 'nc -w 1 nginx 81', 'exit 1\n'],
    ['busybox', 'wget -qO- nginx:81', "wget: can't connect to remote host (<web>): Connection refused\nexit 1\n"],
    ['busybox', 'wget -T 1 -qO- front:81', 'wget: download timed out\nexit 1\n'],
    [
      'busybox',
      'ping -c 1 web-0.nginx | tail -n 2 | head -n 1',
      '1 packets transmitted, 1 packets received, 0% packet loss\n',
    ],
    ['debian', 'echo > /dev/tcp/front/80 && echo open', 'open\n'],
  ])('%s: %s', async (pod, command, expected) => {
    const shell = command.includes('/dev/tcp') ? 'bash' : 'sh';
    expect(filled(await running.exec(pod, [shell, '-c', command]))).toBe(filled(expected));
  });
});
