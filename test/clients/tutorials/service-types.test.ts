import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';
import { A_SERVICE_IP, AN_AGE, typeUntilRunning } from '../forms.ts';

const files = new URL('service-types', import.meta.url);
const NODE_PORT = '(3[01]\\d{3}|32[0-6]\\d{2}|327[0-5]\\d|3276[0-7])';

describeEachKubectl('how a Service is reached', (kubectl) => {
  const open = (cluster?: { nodes: number }) => openKubectlTerminal(kubectl, { files, ...(cluster && { cluster }) });

  test('at an address of its own, that is free again when it is gone', async () => {
    await using terminal = await open();
    const before = await create(terminal, 'cluster-ip.yaml', 'inner');
    expect(before).toMatchObject({ TYPE: 'ClusterIP', 'CLUSTER-IP': A_SERVICE_IP, 'PORT(S)': '80/TCP' });
    const ip = before['CLUSTER-IP'];
    await terminal.type('kubectl label svc inner colour=red');
    await terminal.type('kubectl patch svc inner -p \'{"spec":{"selector":{"app":"other"}}}\'');
    expect((await show(terminal, 'inner'))['CLUSTER-IP']).toBe(ip);

    const taken = `kubectl create service clusterip second --tcp=80 --dry-run=client -o json | jq '.spec.clusterIP="${ip}"' | kubectl create -f -`;
    const refused = await terminal.type(taken);
    expect(refused.text).toContain('provided IP is already allocated');
    expect(refused.exitCode).toBe(1);
    await terminal.type('kubectl delete svc inner');
    expect((await terminal.type(taken)).lines).toEqual(['service/second created']);
    expect((await show(terminal, 'second'))['CLUSTER-IP']).toBe(ip);
  });

  test('at a port of every node', async () => {
    await using terminal = await open();
    const any = await create(terminal, 'node-port.yaml', 'any-port');
    expect(any).toMatchObject({ TYPE: 'NodePort', 'CLUSTER-IP': A_SERVICE_IP, 'EXTERNAL-IP': '<none>' });
    expect(any['PORT(S)']).toMatch(new RegExp(`^80:${NODE_PORT}/TCP$`));
    expect((await create(terminal, 'fixed-port.yaml', 'fixed-port'))['PORT(S)']).toBe('80:30080/TCP');
    const { text, exitCode } = await terminal.type('kubectl create -f taken-port.yaml');
    expect([text, exitCode]).toEqual([
      expect.stringContaining('Invalid value: 30080: provided port is already allocated'),
      1,
    ]);
    expect(
      (await terminal.type('kubectl create -f taken-port.yaml -v 8 2>&1 | grep "422 Unprocessable"')).text,
    ).toContain('422 Unprocessable Entity');
  });

  test('at an external address', async () => {
    await using terminal = await open();
    const row = await create(terminal, 'load-balancer.yaml', 'balanced');
    expect(row).toMatchObject({ TYPE: 'LoadBalancer', 'CLUSTER-IP': A_SERVICE_IP });
    expect(row['PORT(S)']).toMatch(new RegExp(`^80:${NODE_PORT}/TCP$`));
    await terminal.retype('kubectl get svc balanced', ({ lines }) =>
      expect(readTable(lines)[0]?.['EXTERNAL-IP']).toMatch(/^172\.18\.255\.\d+$/),
    );
    const { text } = await terminal.type("kubectl get svc balanced -o jsonpath='{.status.loadBalancer.ingress[0].ip}'");
    expect(text).toMatch(/^172\.18\.255\.\d+$/);
  });

  test('at an external address that is never given when nobody gives them', async () => {
    await using terminal = await open({ nodes: 1 });
    await create(terminal, 'load-balancer.yaml', 'balanced');
    await terminal.cluster.settled();
    expect((await show(terminal, 'balanced'))['EXTERNAL-IP']).toBe('<pending>');
  });

  test('under a name of somewhere else', async () => {
    await using terminal = await open();
    const row = await create(terminal, 'external-name.yaml', 'elsewhere');
    expect(row).toMatchObject({ TYPE: 'ExternalName', 'CLUSTER-IP': '<none>', 'EXTERNAL-IP': 'foo.bar.example.com' });
    const { lines } = await dig(terminal, 'elsewhere');
    expect(lines[0]).toMatch(
      /^elsewhere\.default\.svc\.cluster\.local\.\s+\d+\s+IN\s+CNAME\s+foo\.bar\.example\.com\.$/,
    );
  });

  test('always at the same pod, or at any', async () => {
    await using terminal = await open();
    await create(terminal, 'sticky.yaml', 'sticky');
    await create(terminal, 'cluster-ip.yaml', 'inner');
    const seconds = "kubectl get svc sticky -o jsonpath='{.spec.sessionAffinityConfig.clientIP.timeoutSeconds}'";
    expect((await terminal.type(seconds)).text).toBe('10800');
    const { lines } = await terminal.type('kubectl describe svc sticky');
    expect(lines).toContainEqual(expect.stringMatching(/^Session Affinity: +ClientIP$/));

    await terminal.type('kubectl apply -f pods.yaml');
    await typeUntilRunning(terminal, 'kubectl get pods', 4);
    const names = readTable((await terminal.type('kubectl get pods -l app=myapp')).lines).map(({ NAME }) => NAME);
    const call = (service: string) =>
      terminal.type(`kubectl exec stranger -- sh -c 'for i in $(seq 40); do curl -s http://${service}; done'`);
    const podsOf = (text: string) => names.filter((name) => text.includes(`${name}`));
    expect(podsOf((await call('inner')).text)).toEqual(names);
    expect(podsOf((await call('sticky')).text)).toHaveLength(1);
  });

  test('as its pods, which match all of its labels', async () => {
    await using terminal = await open();
    await terminal.type('kubectl apply -f pods.yaml');
    expect((await create(terminal, 'headless.yaml', 'myapp-headless-svc'))['CLUSTER-IP']).toBe('None');
    const pods = await typeUntilRunning(terminal, 'kubectl get pods -o wide -l app=myapp', 3);
    const ips = pods.map(({ IP }) => `${IP}`).sort();
    await terminal.retype('kubectl get endpointslices -l kubernetes.io/service-name=myapp-headless-svc', ({ lines }) =>
      expect(readTable(lines)[0]?.ENDPOINTS?.split(',').sort()).toEqual(ips),
    );
    await expectEndpoints(
      terminal,
      'myapp-headless-svc',
      ips.map((ip) => `${ip}:80`),
    );
    const { lines } = await dig(terminal, 'myapp-headless-svc');
    expect(lines.map((line) => line.split(/\s+/)[4]).sort()).toEqual(ips);
  });

  test('at addresses that are given by hand', async () => {
    await using terminal = await open();
    await create(terminal, 'by-hand.yaml', 'by-hand');
    await terminal.cluster.settled();
    expect((await terminal.type('kubectl get endpoints by-hand')).text).toContain('endpoints "by-hand" not found');
    await terminal.type('kubectl create -f by-hand-endpoints.yaml');
    await expectEndpoints(terminal, 'by-hand', ['192.0.2.10:5432', '192.0.2.11:5432']);
    await terminal.retype('kubectl get endpointslices -l kubernetes.io/service-name=by-hand', ({ lines }) =>
      expect(readTable(lines)[0]).toMatchObject({ ENDPOINTS: '192.0.2.10,192.0.2.11', PORTS: '5432' }),
    );
    const { lines } = await dig(terminal, 'by-hand');
    expect(lines.map((line) => line.split(/\s+/)[4]).sort()).toEqual(['192.0.2.10', '192.0.2.11']);
  });

  test('for DNS itself', async () => {
    await using terminal = await open();
    await terminal.retype('kubectl get svc -n kube-system', ({ lines }) => expectDnsService(lines));
  });
});

function expectDnsService(lines: readonly string[]): void {
  expect(readTable(lines)).toEqual([
    {
      NAME: 'kube-dns',
      TYPE: 'ClusterIP',
      'CLUSTER-IP': '10.96.0.10',
      'EXTERNAL-IP': '<none>',
      'PORT(S)': '53/UDP,53/TCP,9153/TCP',
      AGE: AN_AGE,
    },
  ]);
}

async function create(terminal: KubectlTerminal, file: string, name: string): Promise<Record<string, string>> {
  expect((await terminal.type(`kubectl create -f ${file}`)).lines).toEqual([`service/${name} created`]);
  return await show(terminal, name);
}

async function show(terminal: KubectlTerminal, name: string): Promise<Record<string, string>> {
  const [row] = readTable((await terminal.type(`kubectl get svc ${name}`)).lines);
  return row ?? {};
}

async function dig(terminal: KubectlTerminal, name: string) {
  const { host, port } = terminal.cluster.dns ?? {};
  return await terminal.type(`dig -t A ${name}.default.svc.cluster.local. @${host} -p ${port} +noall +answer`);
}

async function expectEndpoints(terminal: KubectlTerminal, name: string, wanted: string[]): Promise<void> {
  await terminal.retype(`kubectl get endpoints ${name}`, ({ lines }) => {
    const [row] = readTable(lines.filter((line) => !line.startsWith('Warning:')));
    expect(row?.ENDPOINTS?.split(',').sort()).toEqual(wanted);
  });
}
