import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';
import { A_SERVICE_IP, HASH_AND_LETTERS } from '../forms.ts';

const ROLLED_OUT = 'deployment "web" successfully rolled out';

describeEachKubectl('a Deployment', (kubectl) => {
  test('is rolled out, and back', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    await expectTyped(terminal, 'kubectl create deployment web --image=nginx:1.25 --replicas=3', [
      'deployment.apps/web created',
    ]);
    await expectRolledOut(terminal);
    await expectTyped(terminal, 'kubectl set image deployment/web nginx=nginx:1.26', [
      'deployment.apps/web image updated',
    ]);
    await expectRolledOut(terminal);
    await terminal.type('kubectl annotate deployment/web kubernetes.io/change-cause="newer nginx"');
    expect(await revisionsOf(terminal)).toEqual({ 1: '<none>', 2: 'newer nginx' });
    const { lines: second } = await terminal.type('kubectl rollout history deployment/web --revision=2');
    expect(second[0]).toBe('deployment.apps/web with revision #2');
    expect(second).toContainEqual(expect.stringMatching(/Image:\s+nginx:1\.26$/));

    await expectTyped(terminal, 'kubectl rollout undo deployment/web', ['deployment.apps/web rolled back']);
    await expectRolledOut(terminal);
    await expectImages(terminal, ['nginx:1.25', 'nginx:1.25', 'nginx:1.25']);
    expect(Object.keys(await revisionsOf(terminal))).toEqual(['2', '3']);
    await expectTyped(terminal, 'kubectl rollout undo deployment/web --to-revision=2', [
      'deployment.apps/web rolled back',
    ]);
    await expectRolledOut(terminal);
    await expectImages(terminal, ['nginx:1.26', 'nginx:1.26', 'nginx:1.26']);
    const missing = await terminal.type('kubectl rollout undo deployment/web --to-revision=9');
    expect([missing.text, missing.exitCode]).toEqual(['error: unable to find specified revision 9 in history\n', 1]);
    await terminal.type('kubectl rollout pause deployment/web');
    const paused = await terminal.type('kubectl rollout undo deployment/web');
    expect([paused.text, paused.exitCode]).toEqual([expect.stringContaining('cannot rollback a paused deployment'), 1]);
  });

  test('can be paused, resumed and restarted', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    await terminal.type('kubectl create deployment web --image=nginx:1.25 --replicas=2');
    await expectRolledOut(terminal);
    await expectTyped(terminal, 'kubectl rollout pause deployment/web', ['deployment.apps/web paused']);
    expect((await terminal.type('kubectl rollout pause deployment/web')).text).toContain('is already paused');
    await terminal.type('kubectl set image deployment/web nginx=nginx:1.26');
    await terminal.cluster.settled();
    await expectImages(terminal, ['nginx:1.25', 'nginx:1.25']);
    await expectTyped(terminal, 'kubectl rollout resume deployment/web', ['deployment.apps/web resumed']);
    await expectRolledOut(terminal);
    await expectImages(terminal, ['nginx:1.26', 'nginx:1.26']);

    const before = await podsOf(terminal, 2);
    await expectTyped(terminal, 'kubectl rollout restart deployment/web', ['deployment.apps/web restarted']);
    await expectRolledOut(terminal);
    for (const pod of await podsOf(terminal, 2)) expect(before).not.toContain(pod);
  });

  test('is scaled, exposed and watched over', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    await terminal.type('kubectl create deployment web --image=nginx --replicas=1 --port=80');
    await expectTyped(terminal, 'kubectl scale deployment/web --replicas=4', ['deployment.apps/web scaled']);
    await expectRolledOut(terminal);
    const { lines } = await terminal.type('kubectl get deployment,replicaset');
    expect(lines.map((line) => line.split(/\s+/).slice(0, 4))).toEqual([
      ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE'],
      ['deployment.apps/web', '4/4', '4', '4'],
      ['NAME', 'DESIRED', 'CURRENT', 'READY'],
      [expect.stringMatching(/^replicaset\.apps\/web-[a-z0-9]+$/), '4', '4', '4'],
    ]);
    expect(await podsOf(terminal, 4)).toEqual(
      Array(4).fill(expect.stringMatching(new RegExp(`^web-${HASH_AND_LETTERS}$`))),
    );
    const wrong = await terminal.type('kubectl scale deployment/web --current-replicas=3 --replicas=2');
    expect([wrong.text, wrong.exitCode]).toEqual(['error: Expected replicas to be 3, was 4\n', 1]);

    await expectTyped(terminal, 'kubectl expose deployment web --type=NodePort', ['service/web exposed']);
    expect(readTable((await terminal.type('kubectl get svc web')).lines)).toMatchObject([
      { TYPE: 'NodePort', 'CLUSTER-IP': A_SERVICE_IP, 'PORT(S)': expect.stringMatching(/^80:3\d{4}\/TCP$/) },
    ]);
    const scaler = await terminal.type('kubectl autoscale deployment/web --min=2 --max=8 --cpu-percent=80');
    expect(scaler.lines).toContain('horizontalpodautoscaler.autoscaling/web autoscaled');
    expect(readTable((await terminal.type('kubectl get hpa')).lines)).toMatchObject([
      { NAME: 'web', REFERENCE: 'Deployment/web', MINPODS: '2', MAXPODS: '8' },
    ]);
    const { lines: described } = await terminal.type('kubectl describe deployment web');
    expect(described.at(-1)).toMatch(/ScalingReplicaSet .*Scaled up replica set web-[a-z0-9]+ from 1 to 4$/);
  });
});

async function expectTyped(terminal: KubectlTerminal, command: string, lines: string[]): Promise<void> {
  expect((await terminal.type(command)).lines).toEqual(lines);
}

async function expectRolledOut(terminal: KubectlTerminal): Promise<void> {
  const { lines, exitCode } = await terminal.type('kubectl rollout status deployment/web --timeout=20s');
  expect([lines.at(-1), exitCode]).toEqual([ROLLED_OUT, 0]);
  const waits =
    /^Waiting for deployment "web" rollout to finish: (\d+ out of \d+ new replicas have been updated|\d+ old replicas are pending termination|\d+ of \d+ updated replicas are available)\.\.\.$|^Waiting for deployment spec update to be observed\.\.\.$/;
  for (const line of lines.slice(0, -1)) expect(line).toMatch(waits);
}

/** Change causes by revision. */
async function revisionsOf(terminal: KubectlTerminal): Promise<Record<string, string>> {
  const { lines } = await terminal.type('kubectl rollout history deployment/web');
  expect(lines[0]).toBe('deployment.apps/web');
  return Object.fromEntries(
    readTable(lines.slice(1)).map(({ REVISION = '', 'CHANGE-CAUSE': cause = '' }) => [REVISION, cause]),
  );
}

async function podsOf(terminal: KubectlTerminal, count: number): Promise<string[]> {
  const { lines } = await terminal.retype('kubectl get pods -l app=web', (typed) =>
    expect(readTable(typed.lines)).toHaveLength(count),
  );
  return readTable(lines).map(({ NAME }) => `${NAME}`);
}

/** Of all pods, when those that go have gone. */
async function expectImages(terminal: KubectlTerminal, images: string[]): Promise<void> {
  const command = "kubectl get pods -l app=web -o jsonpath='{.items[*].spec.containers[*].image}'";
  await terminal.retype(command, ({ text }) => expect(text.split(' ')).toEqual(images));
}
