import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';

const COUNTING = `sh -c 'i=0; while true; do echo line $i; i=$((i+1)); sleep 1; done'`;

describeEachKubectl('pods and jobs', (kubectl) => {
  test('kubectl run makes a pod and its Service', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    const { lines } = await terminal.type('kubectl run web --image=nginx --port=80 --labels=a=b --expose');
    expect(lines.filter((line) => line.endsWith('created'))).toEqual(['service/web created', 'pod/web created']);
    const wait = await terminal.type('kubectl wait --for=condition=Ready pod/web --timeout=20s');
    expect(wait.lines).toEqual(['pod/web condition met']);
    await terminal.type('kubectl delete pod web --wait=false');
    const gone = await terminal.type('kubectl wait --for=delete pod/web --timeout=20s');
    // Who comes too late to wait says nothing; an old kubectl says so.
    if (kubectl.minor < 21) expect(gone.text).toMatch(/condition met|not found|no matching resources found/);
    else expect([['pod/web condition met'], []]).toContainEqual(gone.lines);
    expect((await terminal.type('kubectl get pod web')).text).toContain('pods "web" not found');
  });

  test('kubectl logs shows what a container prints, and printed', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    await terminal.type(`kubectl run talk --image=busybox -- ${COUNTING}`);
    await terminal.type('kubectl wait --for=condition=Ready pod/talk');
    await terminal.typeUntil('kubectl logs -f talk', /line 0\nline 1\nline 2\n/);
    await terminal.interrupt();
    expect((await terminal.type('kubectl logs talk --tail=1')).lines).toEqual([expect.stringMatching(/^line \d+$/)]);
    const all = (await terminal.type('kubectl logs talk')).lines;
    expect(all.slice(0, 3)).toEqual(['line 0', 'line 1', 'line 2']);
    const since = (await terminal.type('kubectl logs talk --since=1s')).lines;
    expect(since).not.toContain('line 0');
    expect(since.length).toBeGreaterThan(0);
    const stamped = (await terminal.type('kubectl logs talk --timestamps')).lines;
    expect(stamped[0]).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z line 0$/);

    await terminal.type(`kubectl run crash --image=busybox -- sh -c 'echo going down; exit 3'`);
    await terminal.retype('kubectl get pod crash', ({ lines: rows }) =>
      expect(readTable(rows)[0]?.STATUS).toBe('CrashLoopBackOff'),
    );
    expect((await terminal.type('kubectl logs crash --previous')).lines).toEqual(['going down']);
    const none = await terminal.type('kubectl logs talk --previous');
    expect(none.text).toContain('previous terminated container "talk" in pod "talk" not found');
    await terminal.type('kubectl run bad --image=nosuch/image');
    await terminal.retype('kubectl get pod bad', ({ lines: rows }) =>
      expect(readTable(rows)[0]?.STATUS).toBe('ImagePullBackOff'),
    );
    const waiting = await terminal.type('kubectl logs bad');
    expect(waiting.text).toContain(
      'container "bad" in pod "bad" is waiting to start: trying and failing to pull image',
    );
  });

  test('a Job runs to its end', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    expect((await terminal.type(`kubectl create job once --image=busybox -- echo done`)).lines).toEqual([
      'job.batch/once created',
    ]);
    await terminal.type('kubectl wait --for=condition=complete job/once --timeout=20s');
    expect(readTable((await terminal.type('kubectl get job once')).lines)).toMatchObject([{ COMPLETIONS: '1/1' }]);
    expect((await terminal.type('kubectl logs job/once')).lines).toEqual(['done']);
    await terminal.type('kubectl delete job once');
    await terminal.retype('kubectl get pods', ({ text }) => expect(text).toContain('No resources found'));
  });

  // Older programs ask for CronJobs in a version that Kubernetes ended in 1.25.
  test.skipIf(kubectl.minor < 21)('a CronJob can be run by hand (kubectl 1.21 and newer)', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    const create = 'kubectl create cronjob tick --image=busybox --schedule="0 0 1 1 *" -- date';
    expect((await terminal.type(create)).lines).toEqual(['cronjob.batch/tick created']);
    expect(readTable((await terminal.type('kubectl get cronjobs')).lines)).toMatchObject([
      { NAME: 'tick', SCHEDULE: '0 0 1 1 *', SUSPEND: 'False', ACTIVE: '0', 'LAST SCHEDULE': '<none>' },
    ]);
    expect((await terminal.type('kubectl create job now --from=cronjob/tick')).lines).toEqual([
      'job.batch/now created',
    ]);
    const wait = await terminal.type('kubectl wait --for=condition=complete job/now --timeout=20s');
    expect(wait.lines).toEqual(['job.batch/now condition met']);
    expect((await terminal.type('kubectl logs job/now')).text).toMatch(/ UTC 20\d\d$/m);
  });

  test('kubectl shows events, and has no metrics to show', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    await terminal.type('kubectl run web --image=nginx');
    await terminal.type('kubectl wait --for=condition=Ready pod/web');
    const reasons = ['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'];
    const command = kubectl.minor >= 23 ? 'kubectl events --for pod/web' : 'kubectl get events';
    await terminal.retype(command, ({ lines }) =>
      expect(readTable(lines).map(({ REASON }) => REASON)).toEqual(expect.arrayContaining(reasons)),
    );
    for (const what of ['nodes', 'pods']) {
      const { text, exitCode } = await terminal.type(`kubectl top ${what}`);
      expect([text, exitCode]).toEqual(['error: Metrics API not available\n', 1]);
    }
  });
});
