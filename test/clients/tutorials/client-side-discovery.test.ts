import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';
import {
  A_NODE,
  A_POD_IP,
  AN_AGE,
  readDescription,
  readLabels,
  readLookup,
  startProxy,
  typeInPod,
  typeUntilRunning,
} from '../forms.ts';

const ZONE = 'web-headless.awx.svc.cluster.local';
const NAMES = ['web-0', 'web-1', 'web-2'];

describeEachKubectl('the pods of a headless Service', (kubectl) => {
  const open = () => openKubectlTerminal(kubectl, { files: new URL('client-side-discovery', import.meta.url) });

  test('are found from outside', async () => {
    await using terminal = await open();
    await enterNamespace(terminal);
    await expectApplied(terminal);
    const addresses = await createSet(terminal);

    const { lines: headless } = await terminal.type('kubectl get svc -A | grep None');
    expect(headless.map((line) => line.split(/\s+/))).toEqual([
      ['awx', 'web-headless', 'ClusterIP', 'None', '<none>', '30088/TCP', AN_AGE],
    ]);
    const { lines: sets } = await terminal.type('kubectl get statefulsets.apps web -o wide');
    expect(readTable(sets)).toEqual([
      { NAME: 'web', READY: '3/3', AGE: AN_AGE, CONTAINERS: 'nginx-web', IMAGES: 'nginx' },
    ]);
    await expectDescribedService(terminal, addresses);
    await expectDescribedEndpoints(terminal, addresses);

    const proxy = await startProxy(terminal);
    const versions = JSON.parse((await terminal.type(`curl -s http://localhost:${proxy.port}/api/`)).text);
    expect(versions).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: new URL(terminal.cluster.url).host }],
    });
    await expectEndpointsOfApi(terminal, proxy.port, addresses);
    // This kubectl asks for a version of slices that Kubernetes ended in 1.25.
    if (kubectl.minor >= 21) await expectDescribedSlices(terminal, addresses);
    await expectSlicesOfApi(terminal, proxy.port, addresses);
    await proxy.end();
  });

  test('are found from inside', async () => {
    await using terminal = await open();
    await enterNamespace(terminal);
    await terminal.type('kubectl apply -f headless.yaml');
    const addresses = await createSet(terminal);
    await runShell(terminal, 'awx');
    const short = ['web-headless', 'web-headless.awx', `${ZONE}.`];
    for (const name of short) await expectLookup(terminal, name, addresses);
    await terminal.type('exit');

    await runShell(terminal, 'default');
    await expectLookup(terminal, 'web-headless.awx', addresses);
    await terminal.type('exit');

    await terminal.type('kubectl apply -f deployment.yaml');
    const all = await typeUntilRunning(terminal, 'kubectl get pods -o wide -l app=web-headless', 6);
    await terminal.cluster.settled();
    await openShell(terminal, 'default');
    await expectLookup(
      terminal,
      'web-headless.awx',
      all.map(({ IP }) => `${IP}`),
    );
    await terminal.type('exit');
  });
});

async function enterNamespace(terminal: KubectlTerminal): Promise<void> {
  expect((await terminal.type('kubectl create namespace awx')).lines).toEqual(['namespace/awx created']);
  const { lines } = await terminal.type('kubectl config set-context --current --namespace=awx');
  expect(lines).toEqual(['Context "kubeling" modified.']);
}

async function expectApplied(terminal: KubectlTerminal): Promise<void> {
  const apply = async () => (await terminal.type('kubectl apply -f headless.yaml')).lines;
  expect(await apply()).toEqual(['service/web-headless created']);
  expect(await apply()).toEqual(['service/web-headless unchanged']);
  await terminal.type("sed -i 's/port: 30088/port: 30089/' headless.yaml");
  expect(await apply()).toEqual(['service/web-headless configured']);
  await terminal.type("sed -i 's/port: 30089/port: 30088/' headless.yaml");
  expect(await apply()).toEqual(['service/web-headless configured']);
}

/** The addresses of the pods, in the order of their names. */
async function createSet(terminal: KubectlTerminal): Promise<string[]> {
  expect((await terminal.type('kubectl apply -f stateful-set.yaml')).lines).toEqual(['statefulset.apps/web created']);
  const pods = await typeUntilRunning(terminal, 'kubectl get pods -o wide -l app=web-headless', 3);
  expect(pods.map(({ NAME }) => NAME)).toEqual(NAMES);
  await terminal.cluster.settled();
  return pods.map(({ IP }) => `${IP}`);
}

async function expectDescribedService(terminal: KubectlTerminal, addresses: string[]): Promise<void> {
  const described = readDescription((await terminal.type('kubectl describe svc web-headless')).lines);
  expect(described).toMatchObject({
    Namespace: 'awx',
    Labels: 'app=nginx_headless',
    Selector: 'app=web-headless',
    Type: 'ClusterIP',
    'IP Family Policy': 'SingleStack',
    'IP Families': 'IPv4',
    IP: 'None',
    IPs: 'None',
    TargetPort: '80/TCP',
    'Session Affinity': 'None',
    Events: '<none>',
  });
  expect(described.Port?.split(/\s+/)).toEqual(['nginx-web-headless', '30088/TCP']);
  expect(described.Endpoints?.split(',').sort()).toEqual(addresses.map((ip) => `${ip}:80`).sort());
}

async function expectDescribedEndpoints(terminal: KubectlTerminal, addresses: string[]): Promise<void> {
  const { lines } = await terminal.type('kubectl describe endpoints web-headless');
  const described = readDescription(lines);
  const words = lines.map((line) => line.trim());
  expect(readLabels(lines)).toEqual([
    'app=nginx_headless',
    'endpoints.kubernetes.io/managed-by=endpoint-controller',
    'service.kubernetes.io/headless=',
  ]);
  expect(described.Annotations).toMatch(/^endpoints\.kubernetes\.io\/last-change-trigger-time: 20\d\d-.*Z$/);
  expect(described.Addresses?.split(',').sort()).toEqual(addresses.toSorted());
  expect(described.NotReadyAddresses).toBe('<none>');
  expect(words.map((line) => line.split(/\s+/))).toContainEqual(['nginx-web-headless', '80', 'TCP']);
}

async function expectEndpointsOfApi(terminal: KubectlTerminal, port: string, addresses: string[]): Promise<void> {
  const url = `http://localhost:${port}/api/v1/namespaces/awx/endpoints/web-headless`;
  const [subset, ...others] = JSON.parse((await terminal.type(`curl -s ${url} | jq .subsets`)).text);
  expect(others).toEqual([]);
  expect(subset.ports).toEqual([{ name: 'nginx-web-headless', port: 80, protocol: 'TCP' }]);
  expect(byHostname(subset.addresses)).toEqual(
    NAMES.map((name, i) => ({ ip: addresses[i], hostname: name, nodeName: A_NODE, targetRef: podRef(name) })),
  );
}

async function expectDescribedSlices(terminal: KubectlTerminal, addresses: string[]): Promise<void> {
  const { lines } = await terminal.type(`kubectl describe endpointslices $(${SLICE})`);
  expect(readLabels(lines)).toEqual([
    'app=nginx_headless',
    'endpointslice.kubernetes.io/managed-by=endpointslice-controller.k8s.io',
    'kubernetes.io/service-name=web-headless',
    'service.kubernetes.io/headless=',
  ]);
  expect(readDescription(lines)).toMatchObject({ AddressType: 'IPv4', Events: '<none>' });
  const endpoints = lines.join('\n').split('- Addresses:').slice(1);
  const described = endpoints.map((text) => readDescription(`Addresses:${text}`.split('\n')));
  expect(described.sort((a, b) => `${a.Hostname}`.localeCompare(`${b.Hostname}`))).toEqual(
    NAMES.map((name, i) =>
      expect.objectContaining({
        Addresses: addresses[i],
        Ready: 'true',
        Hostname: name,
        TargetRef: `Pod/${name}`,
        NodeName: A_NODE,
        Zone: expect.stringMatching(/^zone-[abc]$/),
      }),
    ),
  );
}

const SLICE =
  'kubectl get endpointslices.discovery.k8s.io -l kubernetes.io/service-name=web-headless -o name | cut -d/ -f2';

async function expectSlicesOfApi(terminal: KubectlTerminal, port: string, addresses: string[]): Promise<void> {
  const slices = `http://localhost:${port}/apis/discovery.k8s.io/v1/namespaces/awx/endpointslices`;
  const endpoints = JSON.parse((await terminal.type(`curl -s ${slices}/$(${SLICE}) | jq .endpoints`)).text);
  expect(byHostname(endpoints)).toEqual(
    NAMES.map((name, i) => ({
      addresses: [addresses[i]],
      conditions: { ready: true, serving: true, terminating: false },
      hostname: name,
      nodeName: A_NODE,
      targetRef: podRef(name),
      zone: expect.stringMatching(/^zone-[abc]$/),
    })),
  );
}

function byHostname<T extends { hostname: string }>(endpoints: T[]): T[] {
  return endpoints.sort((a, b) => a.hostname.localeCompare(b.hostname));
}

function podRef(name: string) {
  return { kind: 'Pod', namespace: 'awx', name, uid: expect.stringMatching(/^[0-9a-f-]{36}$/) };
}

async function runShell(terminal: KubectlTerminal, namespace: string): Promise<void> {
  const run = `kubectl run tmp01 -n ${namespace} --image=tutum/dnsutils -- sleep infinity`;
  expect((await terminal.type(run)).lines).toEqual(['pod/tmp01 created']);
  const [pod] = await typeUntilRunning(terminal, `kubectl get pods tmp01 -n ${namespace} -o wide`, 1);
  expect(pod).toMatchObject({ NAME: 'tmp01', IP: A_POD_IP });
  await openShell(terminal, namespace);
}

async function openShell(terminal: KubectlTerminal, namespace: string): Promise<void> {
  await terminal.typeUntil(`kubectl exec -n ${namespace} tmp01 -it -- /bin/bash`, /root@tmp01:\/# /);
}

async function expectLookup(terminal: KubectlTerminal, name: string, addresses: string[]): Promise<void> {
  const { found } = readLookup(await typeInPod(terminal, `nslookup ${name}`));
  expect(found).toEqual({ [ZONE]: addresses.toSorted() });
}
