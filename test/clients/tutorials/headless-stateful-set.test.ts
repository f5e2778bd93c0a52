import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';
import { A_NODE, A_POD_IP, AN_AGE, HASH_AND_LETTERS, NAME_SERVER, readLookup, typeUntilRunning } from '../forms.ts';

const SET = 'hello-kubernetes';
const ORDINALS = [0, 1, 2];
const NAMES = ORDINALS.map((ordinal) => `${SET}-${ordinal}`);
const ZONE = 'headless-demo.default.svc.cluster.local';

describeEachKubectl('a headless Service in front of a StatefulSet', (kubectl) => {
  test('gives the pods names that outlive their addresses', async () => {
    await using terminal = await openKubectlTerminal(kubectl, {
      files: new URL('headless-stateful-set', import.meta.url),
    });
    expect((await terminal.type('kubectl apply -R -f .')).lines.toSorted()).toEqual([
      'deployment.apps/client created',
      'service/headless-demo created',
      `statefulset.apps/${SET} created`,
    ]);

    const pods = await typeUntilRunning(terminal, `kubectl get pods -l app=${SET} -o wide`, 3);
    expect(pods).toEqual(
      NAMES.map((NAME) => ({
        NAME,
        READY: '1/1',
        STATUS: 'Running',
        RESTARTS: '0',
        AGE: AN_AGE,
        IP: A_POD_IP,
        NODE: A_NODE,
        'NOMINATED NODE': '<none>',
        'READINESS GATES': '<none>',
      })),
    );
    await expectOneAfterAnother(terminal);

    const all = await typeUntilRunning(terminal, 'kubectl get pods -o wide', 4);
    const client = all.find(({ NAME = '' }) => new RegExp(`^client-${HASH_AND_LETTERS}$`).test(NAME))?.NAME;
    expect(all.map(({ NAME }) => NAME)).toEqual([client, ...NAMES]);

    const services = readTable((await terminal.type('kubectl get svc')).lines);
    const row = { TYPE: 'ClusterIP', 'EXTERNAL-IP': '<none>', AGE: AN_AGE };
    expect(services).toEqual([
      { ...row, NAME: 'headless-demo', 'CLUSTER-IP': 'None', 'PORT(S)': '80/TCP' },
      { ...row, NAME: 'kubernetes', 'CLUSTER-IP': '10.96.0.1', 'PORT(S)': '443/TCP' },
    ]);

    await expectEndpoints(terminal, pods);
    await expectLookups(terminal, `${client}`, pods);

    const { lines: deleted } = await terminal.type(`kubectl delete pod ${NAMES.join(' ')}`);
    const told = kubectl.minor >= 34 ? ' from default namespace' : '';
    expect(deleted.filter((line) => line.startsWith('pod '))).toEqual(
      NAMES.map((name) => `pod "${name}" deleted${told}`),
    );
    const successors = await typeUntilRunning(terminal, `kubectl get pods -l app=${SET} -o wide`, 3);
    expect(successors.map(({ NAME }) => NAME)).toEqual(NAMES);
    for (const { IP } of successors) expect(pods.map((pod) => pod.IP)).not.toContain(IP);
    await expectEndpoints(terminal, successors);
    await expectLookups(terminal, `${client}`, successors);
  });
});

async function expectOneAfterAnother(terminal: KubectlTerminal): Promise<void> {
  const sorted = 'kubectl get pods --sort-by=.metadata.creationTimestamp';
  const { text } = await terminal.type(`${sorted} -l app=${SET} -o jsonpath='{.items[*].metadata.creationTimestamp}'`);
  const { text: inOrder } = await terminal.type(
    `kubectl get pods -l app=${SET} -o jsonpath='{.items[*].metadata.creationTimestamp}'`,
  );
  expect(inOrder).toBe(text);
}

async function expectEndpoints(terminal: KubectlTerminal, pods: Record<string, string>[]): Promise<void> {
  await terminal.retype('kubectl get endpoints', ({ lines }) => {
    const rows = readTable(lines.filter((line) => !line.startsWith('Warning:')));
    const [demo, kubernetes] = rows;
    expect(rows.map(({ NAME, AGE }) => [NAME, AGE])).toEqual([
      ['headless-demo', AN_AGE],
      ['kubernetes', AN_AGE],
    ]);
    expect(demo?.ENDPOINTS?.split(',').sort()).toEqual(pods.map(({ IP }) => `${IP}:8080`).sort());
    expect(`http://${kubernetes?.ENDPOINTS}`).toBe(terminal.cluster.url);
  });
}

async function expectLookups(terminal: KubectlTerminal, client: string, pods: Record<string, string>[]): Promise<void> {
  const lookUp = (name: string) => terminal.type(`kubectl exec ${client} -- nslookup ${name}`);
  const server = [NAME_SERVER, expect.stringMatching(/^10\.96\.0\.10[#:]53$/)];
  expect(readLookup((await lookUp('headless-demo')).lines)).toEqual({
    server,
    found: { [ZONE]: pods.map(({ IP }) => IP).sort() },
  });
  for (const { NAME, IP } of pods) {
    const { found } = readLookup((await lookUp(`${NAME}.headless-demo`)).lines);
    expect(found).toEqual({ [`${NAME}.${ZONE}`]: [IP] });
  }
}
