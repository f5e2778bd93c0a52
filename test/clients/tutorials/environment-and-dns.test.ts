import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';
import { A_SERVICE_IP, AN_AGE, HASH_AND_LETTERS, readLookup, startProxy, typeUntilRunning } from '../forms.ts';

describeEachKubectl('proxy, environment variables and DNS', (kubectl) => {
  test.each(['', '--port=8001', '--port=0 --address=0.0.0.0', "--port=0 --accept-hosts='^*$'"])(
    'kubectl proxy %s lists the paths',
    async (options) => {
      await using terminal = await openKubectlTerminal(kubectl);
      const proxy = await startProxy(terminal, options);
      expect(proxy.port).toMatch(options.includes('--port=0') ? /^\d+$/ : /^8001$/);
      const { paths } = JSON.parse((await terminal.type(`curl -s http://127.0.0.1:${proxy.port}`)).text);
      expect(paths).toEqual(expect.arrayContaining(['/api', '/api/v1', '/apis/apps/v1', '/healthz', '/openapi/v3']));
      await proxy.end();
    },
  );

  test('a pod knows the Services that were there before it', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    await createDeployment(terminal, 'my-app', 'nginx:latest');
    await createDeployment(terminal, 'mysql', 'mysql:latest');
    const app = await expose(terminal, 'my-app', { port: 6666, targetPort: 80 });
    const mysql = await expose(terminal, 'mysql', { port: 3306, targetPort: 3306 });

    const old = await podOf(terminal, 'my-app');
    const oldNames = Object.keys(await environmentOf(terminal, old));
    expect(oldNames.filter((name) => /^(MY_APP|MYSQL)_/.test(name))).toEqual([]);

    expect((await terminal.type(`kubectl delete pod ${old}`)).text).toContain(`pod "${old}" deleted`);
    const pod = await podOf(terminal, 'my-app');
    expect(pod).not.toBe(old);
    expect(pod.split('-').slice(0, -1)).toEqual(old.split('-').slice(0, -1));
    const environment = await environmentOf(terminal, pod);
    expect(environment).toMatchObject({
      HOSTNAME: pod,
      ...serviceVariables('MY_APP', app, 6666),
      ...serviceVariables('MYSQL', mysql, 3306),
      ...serviceVariables('KUBERNETES', '10.96.0.1', 443),
      KUBERNETES_SERVICE_PORT_HTTPS: '443',
    });
    expect(Object.keys(environment).filter((name) => name.startsWith('KUBE_DNS'))).toEqual([]);

    const without = '{"spec":{"template":{"spec":{"enableServiceLinks":false}}}}';
    await terminal.type(`kubectl patch deployment my-app -p '${without}'`);
    await terminal.type('kubectl rollout status deployment my-app');
    const unlinked = await environmentOf(terminal, await podOf(terminal, 'my-app'));
    expect(Object.keys(unlinked).filter((name) => /^(MY_APP|MYSQL)_/.test(name))).toEqual([]);
    expect(unlinked).toMatchObject(serviceVariables('KUBERNETES', '10.96.0.1', 443));
  });

  test('a pod finds Services by their names', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    await terminal.retype('kubectl get deployment -n kube-system', ({ lines }) =>
      expect(readTable(lines)).toMatchObject([{ NAME: 'coredns', READY: '2/2' }]),
    );
    await createDeployment(terminal, 'my-app', 'nginx:latest');
    await createDeployment(terminal, 'mysql', 'mysql:latest');
    const app = await expose(terminal, 'my-app', { port: 6666, targetPort: 80 });
    const mysql = await expose(terminal, 'mysql', { port: 3306, targetPort: 3306 });
    const pod = await podOf(terminal, 'my-app');
    for (const [name, ip] of Object.entries({ 'my-app': app, mysql })) {
      const { lines } = await terminal.type(`kubectl exec ${pod} -- nslookup ${name}.default`);
      expect(readLookup(lines).found).toEqual({ [`${name}.default.svc.cluster.local`]: [ip] });
    }
    expect((await terminal.type(`kubectl exec ${pod} -- cat /etc/resolv.conf`)).lines).toEqual([
      'search default.svc.cluster.local svc.cluster.local cluster.local',
      'nameserver 10.96.0.10',
      'options ndots:5',
    ]);
  });

  test('a Service may ask for an address of the range only', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    const create =
      "kubectl create service clusterip fixed --tcp=80 --dry-run=client -o yaml | sed 's/^spec:/spec:\\n  clusterIP: 10.104.102.51/' | kubectl create -f -";
    const { text, exitCode } = await terminal.type(create);
    expect(exitCode).toBe(1);
    expect(text).toContain('The Service "fixed" is invalid');
    // Older versions named the range; those with several ranges (KEP-1880) do not.
    expect(text).toContain(
      'failed to allocate IP 10.104.102.51: the provided network does not match the current range',
    );

    await using wide = await openKubectlTerminal(kubectl, { cluster: { nodes: 1, serviceCidr: '10.96.0.0/12' } });
    expect((await wide.type(create)).lines).toEqual(['service/fixed created']);
    expect(readTable((await wide.type('kubectl get svc fixed')).lines)[0]?.['CLUSTER-IP']).toBe('10.104.102.51');
  });
});

async function createDeployment(terminal: KubectlTerminal, name: string, image: string): Promise<void> {
  const { lines } = await terminal.type(`kubectl create deployment ${name} --image=${image} --replicas=1`);
  expect(lines).toEqual([`deployment.apps/${name} created`]);
  await terminal.retype(`kubectl get deployment ${name}`, (typed) =>
    expect(readTable(typed.lines)).toMatchObject([{ NAME: name, READY: '1/1', 'UP-TO-DATE': '1', AVAILABLE: '1' }]),
  );
}

/** Gives the cluster IP. */
async function expose(
  terminal: KubectlTerminal,
  name: string,
  { port, targetPort }: { port: number; targetPort: number },
): Promise<string> {
  const command = `kubectl expose deployment ${name} --port=${port} --target-port=${targetPort}`;
  expect((await terminal.type(command)).lines).toEqual([`service/${name} exposed`]);
  const services = readTable((await terminal.type('kubectl get services')).lines);
  const row = services.find(({ NAME }) => NAME === name);
  expect(row).toEqual({
    NAME: name,
    TYPE: 'ClusterIP',
    'CLUSTER-IP': A_SERVICE_IP,
    'EXTERNAL-IP': '<none>',
    'PORT(S)': `${port}/TCP`,
    AGE: AN_AGE,
  });
  return `${row?.['CLUSTER-IP']}`;
}

/** The name of the only pod of a Deployment. */
async function podOf(terminal: KubectlTerminal, deployment: string): Promise<string> {
  const [pod] = await typeUntilRunning(terminal, `kubectl get pods -l app=${deployment}`, 1);
  expect(pod?.NAME).toMatch(new RegExp(`^${deployment}-${HASH_AND_LETTERS}$`));
  return `${pod?.NAME}`;
}

async function environmentOf(terminal: KubectlTerminal, pod: string): Promise<Record<string, string>> {
  const { lines } = await terminal.type(`kubectl exec ${pod} -- env`);
  return Object.fromEntries(lines.map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1) ?? []));
}

/** By Kubernetes' rules, and those of Docker's links. */
function serviceVariables(prefix: string, ip: string, port: number): Record<string, string> {
  return {
    [`${prefix}_SERVICE_HOST`]: ip,
    [`${prefix}_SERVICE_PORT`]: `${port}`,
    [`${prefix}_PORT`]: `tcp://${ip}:${port}`,
    [`${prefix}_PORT_${port}_TCP`]: `tcp://${ip}:${port}`,
    [`${prefix}_PORT_${port}_TCP_PROTO`]: 'tcp',
    [`${prefix}_PORT_${port}_TCP_PORT`]: `${port}`,
    [`${prefix}_PORT_${port}_TCP_ADDR`]: ip,
  };
}
