import { expect, test } from 'vitest';
import { readTable } from '../../support/kubectl-table.ts';
import { type KubectlTerminal, openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';

const files = new URL('manifests', import.meta.url);

describeEachKubectl('a node', (kubectl) => {
  test('is cordoned, drained and uncordoned', async () => {
    await using terminal = await openKubectlTerminal(kubectl, { files });
    await terminal.type('kubectl apply -f daemon-set.yaml');
    await terminal.type('kubectl create deployment web --image=nginx --replicas=6');
    await terminal.type('kubectl rollout status deployment/web');
    expect((await terminal.type('kubectl cordon node-1')).lines).toEqual(['node/node-1 cordoned']);
    expect(await statusOf(terminal, 'node-1')).toBe('Ready,SchedulingDisabled');
    await terminal.type('kubectl create deployment late --image=nginx --replicas=4');
    await terminal.type('kubectl rollout status deployment/late');
    expect(await nodesOf(terminal, 'app=late')).not.toContain('node-1');

    const override = `--overrides='{"spec":{"nodeName":"node-1"}}'`;
    await terminal.type(`kubectl run alone --image=nginx ${override}`);
    await terminal.type('kubectl wait --for=condition=Ready pod/alone');
    const refused = await terminal.type('kubectl drain node-1');
    expect(refused.exitCode).toBe(1);
    expect(refused.text).toMatch(/cannot delete Pods .*\(use --force to override\): default\/alone/);
    expect(refused.text).toMatch(
      /cannot delete DaemonSet-managed Pods \(use --ignore-daemonsets to ignore\): default\/agent-/,
    );
    const drained = await terminal.type('kubectl drain node-1 --ignore-daemonsets --force');
    expect([drained.lines.at(-1), drained.exitCode]).toEqual([
      expect.stringMatching(/^node\/node-1 (drained|evicted)$/),
      0,
    ]);
    expect(drained.lines).toContain('pod/alone evicted');
    await terminal.type('kubectl rollout status deployment/web');
    expect(await nodesOf(terminal, 'app=web')).toEqual(expect.not.arrayContaining(['node-1']));
    expect(await nodesOf(terminal, 'app=agent')).toContain('node-1');

    expect((await terminal.type('kubectl uncordon node-1')).lines).toEqual(['node/node-1 uncordoned']);
    expect(await statusOf(terminal, 'node-1')).toBe('Ready');
    await terminal.retype('kubectl describe node node-1', ({ text }) => {
      expect(text).toContain('Node node-1 status is now: NodeNotSchedulable');
      expect(text).toContain('Node node-1 status is now: NodeSchedulable');
    });
  });

  test('keeps the pods that a budget needs', async () => {
    await using terminal = await openKubectlTerminal(kubectl, { cluster: { nodes: 1 } });
    await terminal.type('kubectl create deployment web --image=nginx --replicas=2');
    await terminal.type('kubectl rollout status deployment/web');
    await terminal.type(
      'kubectl apply -f - <<< \'{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web"},"spec":{"minAvailable":2,"selector":{"matchLabels":{"app":"web"}}}}\'',
    );
    await terminal.retype('kubectl get pdb web -o jsonpath={.status.currentHealthy}', ({ text }) =>
      expect(text).toBe('2'),
    );
    await terminal.typeUntil(
      'kubectl drain node-1',
      /Cannot evict pod as it would violate the pod's disruption budget\./,
    );
    await terminal.interrupt();
    expect(await nodesOf(terminal, 'app=web')).toEqual(['node-1', 'node-1']);
  });
});

async function statusOf(terminal: KubectlTerminal, node: string): Promise<string | undefined> {
  const nodes = readTable((await terminal.type('kubectl get nodes')).lines);
  return nodes.find(({ NAME }) => NAME === node)?.STATUS;
}

/** Where the pods run that are there for good. */
async function nodesOf(terminal: KubectlTerminal, selector: string): Promise<string[]> {
  const { lines } = await terminal.retype(`kubectl get pods -o wide -l ${selector}`, (typed) => {
    for (const { STATUS } of readTable(typed.lines)) expect(STATUS).toBe('Running');
  });
  return readTable(lines).map(({ NODE }) => `${NODE}`);
}
