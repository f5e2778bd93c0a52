import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';
import { AN_AGE, NAME_SERVER, typeInPod, typeUntilRunning, watchPods } from '../forms.ts';

const STEPS = ['0/1 Pending', '0/1 ContainerCreating', '1/1 Running'];
const startOf = (...names: string[]) => names.flatMap((name) => STEPS.map((step) => `${name} ${step}`));

describeEachKubectl('a StatefulSet', (kubectl) => {
  const open = () => openKubectlTerminal(kubectl, { files: new URL('stable-identity', import.meta.url) });

  test('keeps order, names and DNS', async () => {
    await using terminal = await open();
    await expectService(terminal);

    const watch = await watchPods(await terminal.another(), '-l app=nginx');
    expect((await terminal.type('kubectl create -f statefulset.yaml')).lines).toEqual(['statefulset.apps/web created']);
    expect(await watch.until('web-1 1/1 Running')).toEqual(startOf('web-0', 'web-1'));

    const { lines } = await terminal.retype('kubectl get statefulset web', (typed) =>
      expect(readTable(typed.lines)[0]?.READY).toBe('2/2'),
    );
    expect(readTable(lines)).toEqual([{ NAME: 'web', READY: '2/2', AGE: AN_AGE }]);
    for (const name of ['web-0', 'web-1']) {
      expect((await terminal.type(`kubectl exec ${name} -- sh -c 'hostname'`)).lines).toEqual([name]);
    }
    const before = await addressesOf(terminal);
    await expectLookups(terminal, before);

    const { lines: deleted } = await terminal.type('kubectl delete pod -l app=nginx');
    expect(deleted.filter((line) => line.startsWith('pod ')).map((line) => line.split('"')[1])).toEqual([
      'web-0',
      'web-1',
    ]);
    const again = (await watch.until('web-1 1/1 Running')).filter(
      (line) => !/ (Terminating|Completed|Error)$/.test(line),
    );
    expect(again).toEqual(startOf('web-0', 'web-1'));
    const after = await addressesOf(terminal);
    expect(Object.keys(after)).toEqual(['web-0', 'web-1']);
    for (const ip of Object.values(after)) expect(Object.values(before)).not.toContain(ip);
    await expectLookups(terminal, after);
  });

  test('grows and shrinks in order, and says so', async () => {
    await using terminal = await open();
    await terminal.type('kubectl create -f svc.yaml -f statefulset.yaml');
    await typeUntilRunning(terminal, 'kubectl get pods', 2);
    const watch = await watchPods(await terminal.another(), '-l app=nginx');

    const scale = async (replicas: number) => terminal.type(`kubectl scale statefulset web --replicas=${replicas}`);
    expect((await scale(4)).lines).toEqual(['statefulset.apps/web scaled']);
    expect(await watch.until('web-3 1/1 Running')).toEqual(startOf('web-2', 'web-3'));

    await scale(1);
    await terminal.retype('kubectl get pods', (typed) => expect(readTable(typed.lines)).toHaveLength(1));
    const ends = (await watch.until('web-1 1/1 Terminating')).filter((line) => line.endsWith('1/1 Terminating'));
    expect(ends.map((line) => line.split(' ')[0])).toEqual(['web-3', 'web-2', 'web-1']);

    const { lines } = await terminal.type('kubectl describe sts web');
    const said = (verb: string, reason: string, ordinal: number) =>
      expect.stringMatching(
        new RegExp(
          `Normal +${reason} +.*statefulset-controller +${verb} Pod web-${ordinal} in StatefulSet web successful$`,
        ),
      );
    expect(lines.slice(lines.findIndex((line) => line.includes('---')) + 1)).toEqual([
      ...[0, 1, 2, 3].map((ordinal) => said('create', 'SuccessfulCreate', ordinal)),
      ...[3, 2, 1].map((ordinal) => said('delete', 'SuccessfulDelete', ordinal)),
    ]);
  });
});

async function expectService(terminal: KubectlTerminal): Promise<void> {
  expect((await terminal.type('kubectl create -f svc.yaml')).lines).toEqual(['service/nginx created']);
  expect(readTable((await terminal.type('kubectl get service nginx')).lines)).toEqual([
    {
      NAME: 'nginx',
      TYPE: 'ClusterIP',
      'CLUSTER-IP': 'None',
      'EXTERNAL-IP': '<none>',
      'PORT(S)': '80/TCP',
      AGE: AN_AGE,
    },
  ]);
}

async function addressesOf(terminal: KubectlTerminal): Promise<Record<string, string>> {
  const pods = await typeUntilRunning(terminal, 'kubectl get pods -o wide -l app=nginx', 2);
  await terminal.cluster.settled();
  return Object.fromEntries(pods.map(({ NAME, IP }) => [`${NAME}`, `${IP}`]));
}

/** In a pod for the purpose, whose image has the busybox of that time. */
async function expectLookups(terminal: KubectlTerminal, addresses: Record<string, string>): Promise<void> {
  const run = 'kubectl run -i --tty --image busybox:1.28.4 dns-test --restart=Never --rm /bin/sh';
  await terminal.typeUntil(run, /^\/ # /m);
  for (const [name, ip] of Object.entries(addresses)) {
    expect(await typeInPod(terminal, `nslookup ${name}.nginx`)).toEqual([
      expect.stringMatching(/^Server: +10\.96\.0\.10$/),
      `Address 1: ${NAME_SERVER} kube-dns.kube-system.svc.cluster.local`,
      expect.stringMatching(new RegExp(`^Name: +${name}\\.nginx$`)),
      `Address 1: ${ip} ${name}.nginx.default.svc.cluster.local`,
    ]);
  }
  expect((await terminal.type('exit')).text).toContain('pod "dns-test" deleted');
}
