import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';
import { watchPods } from '../forms.ts';

const files = new URL('manifests', import.meta.url);

describeEachKubectl('sets', (kubectl) => {
  test('a StatefulSet starts in order, and is rolled out from the highest', async () => {
    await using terminal = await openKubectlTerminal(kubectl, { files });
    const watch = await watchPods(await terminal.another(), '-l app=db');
    await terminal.type('kubectl apply -f stateful-set.yaml');
    const starts = (await watch.until('db-2 1/1 Running')).filter((state) => /Pending|Running/.test(state));
    expect(starts).toEqual(['db-0', 'db-1', 'db-2'].flatMap((name) => [`${name} 0/1 Pending`, `${name} 1/1 Running`]));
    await expectRolledOut(terminal, 'statefulset/db');
    await expectClaims(terminal);

    await terminal.type('kubectl set image statefulset/db main=postgres:17');
    await expectRolledOut(terminal, 'statefulset/db');
    const ends = (await watch.until('db-0 1/1 Running')).filter((state) => state.endsWith('1/1 Terminating'));
    expect(ends).toEqual(['db-2', 'db-1', 'db-0'].map((name) => `${name} 1/1 Terminating`));
    expect(await imagesOf(terminal)).toEqual(Array(3).fill('postgres:17'));
    await expectUndone(terminal, 'statefulset', 'db');
    await expectRolledOut(terminal, 'statefulset/db');
    expect(await imagesOf(terminal)).toEqual(Array(3).fill('postgres:16'));

    await terminal.type('kubectl rollout restart statefulset/db');
    await expectRolledOut(terminal, 'statefulset/db');
    await terminal.type('kubectl scale statefulset/db --replicas=0');
    await terminal.retype('kubectl get pods -l app=db', ({ text }) => expect(text).toContain('No resources found'));
    await expectClaims(terminal);
  });

  test('a DaemonSet has a pod on every node', async () => {
    await using terminal = await openKubectlTerminal(kubectl, { files });
    await terminal.type('kubectl apply -f daemon-set.yaml');
    await expectRolledOut(terminal, 'daemonset/agent');
    const row = { NAME: 'agent', DESIRED: '3', CURRENT: '3', READY: '3', 'UP-TO-DATE': '3', AVAILABLE: '3' };
    expect(readTable((await terminal.type('kubectl get daemonset')).lines)).toMatchObject([row]);
    const pods = readTable((await terminal.type('kubectl get pods -o wide')).lines);
    expect(pods.map(({ NODE }) => NODE).sort()).toEqual(['node-1', 'node-2', 'node-3']);
    await terminal.type('kubectl set image daemonset/agent main=fluentd:2');
    await expectRolledOut(terminal, 'daemonset/agent');
    await expectUndone(terminal, 'daemonset', 'agent');
    await expectRolledOut(terminal, 'daemonset/agent');
    await terminal.type('kubectl rollout restart daemonset/agent');
    await expectRolledOut(terminal, 'daemonset/agent');
  });
});

async function expectRolledOut(terminal: KubectlTerminal, what: string): Promise<void> {
  const { lines, exitCode } = await terminal.type(`kubectl rollout status ${what} --timeout=20s`);
  expect([lines.at(-1), exitCode]).toEqual([
    expect.stringMatching(
      /successfully rolled out$|^partitioned roll out complete|^statefulset rolling update complete/,
    ),
    0,
  ]);
  await terminal.cluster.settled();
}

async function expectUndone(terminal: KubectlTerminal, kind: string, name: string): Promise<void> {
  const { lines } = await terminal.type(`kubectl rollout history ${kind}/${name}`);
  expect(lines[0]).toBe(`${kind}.apps/${name}`);
  expect(readTable(lines.slice(1)).map(({ REVISION }) => REVISION)).toEqual(['1', '2']);
  expect((await terminal.type(`kubectl rollout undo ${kind}/${name}`)).lines.at(-1)).toBe(
    `${kind}.apps/${name} rolled back`,
  );
}

async function expectClaims(terminal: KubectlTerminal): Promise<void> {
  const claims = readTable((await terminal.type('kubectl get pvc')).lines);
  expect(claims.map(({ NAME, STATUS, CAPACITY }) => [NAME, STATUS, CAPACITY])).toEqual(
    ['data-db-0', 'data-db-1', 'data-db-2'].map((name) => [name, 'Bound', '1Gi']),
  );
}

async function imagesOf(terminal: KubectlTerminal): Promise<string[]> {
  return (await terminal.type("kubectl get pods -o jsonpath='{.items[*].spec.containers[*].image}'")).text.split(' ');
}
