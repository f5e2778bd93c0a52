/** What goes on while people type other things: watches and proxies, with each kubectl. */
import { expect, test } from 'vitest';
import { openKubectlTerminal } from '../../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../../support/kubectls.ts';
import { startProxy, watchPods } from '../forms.ts';

const FILES = new URL('manifests', import.meta.url);

/** Also of a kubectl that comes too late to wait. */
const WAITED = [
  ['pod/web-c condition met'],
  [],
  ['error: no matching resources found'],
  ['Error from server (NotFound): pods "web-c" not found'],
];

describeEachKubectl('kubectl', (kubectl) => {
  test('get -w shows each state of the pods as they come and go', async () => {
    await using terminal = await openKubectlTerminal(kubectl, { files: FILES });
    const watching = await terminal.another();
    const watch = await watchPods(watching, '-l app=web,tier=back');
    await terminal.type('kubectl apply -f pods.yaml');
    expect(await watch.until('web-c 1/1 Running')).toEqual([
      'web-c 0/1 Pending',
      'web-c 0/1 ContainerCreating',
      'web-c 1/1 Running',
    ]);
    await terminal.type('kubectl label pod web-a tier=back --overwrite');
    expect(await watch.until('web-a 1/1 Running')).toEqual(['web-a 1/1 Running']);
    await terminal.type('kubectl delete pod web-c');
    expect((await watch.until('web-c 0/1 Completed')).at(0)).toBe('web-c 1/1 Terminating');
    await watching.type('kill %%; wait %%');
  });

  test('get -w tells what happened, and wait comes back when it has', async () => {
    await using terminal = await openKubectlTerminal(kubectl, { files: FILES });
    const waiting = await terminal.another();
    await terminal.type('kubectl apply -f pods.yaml');
    const gone = waiting.type('kubectl wait --for=delete pod/web-c --timeout=20s');
    await terminal.type('kubectl delete pod web-c --wait=false');
    expect(WAITED).toContainEqual((await gone).lines);
    const watching = await terminal.another();
    const begun = await watching.typeUntil(
      'kubectl get svc -w --output-watch-events',
      /ADDED +kubernetes +ClusterIP +10\.96\.0\.1 .*\n/,
    );
    expect(begun).toMatch(/EVENT +NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE\n/);
    await terminal.type('kubectl apply -f discovery.yaml');
    await watching.waitFor(/ADDED +outside +NodePort +10\.96\.7\.8 +<none> +8080:30080\/TCP .*\n/);
    await terminal.type('kubectl delete svc outside');
    await watching.waitFor(/DELETED +outside .*\n/);
    await watching.interrupt();
  });

  test('proxy leads curl to the API, to Services and to pods', async () => {
    await using terminal = await openKubectlTerminal(kubectl, { files: FILES });
    await terminal.type('kubectl apply -f discovery.yaml -f pods.yaml');
    await terminal.type('kubectl wait --for=condition=Ready pod --all --timeout=20s');
    const proxy = await startProxy(terminal);
    const curl = async (path: string) => (await terminal.type(`curl -s http://127.0.0.1:${proxy.port}${path}`)).text;
    expect(JSON.parse(await curl('/api/v1/namespaces/default/services/inside'))).toMatchObject({
      kind: 'Service',
      metadata: { name: 'inside' },
    });
    expect(JSON.parse(await curl('/api/v1/namespaces/nothing/pods/nothing'))).toMatchObject({ code: 404 });
    const services = '/api/v1/namespaces/default/services';
    await terminal.retype(`curl -s http://127.0.0.1:${proxy.port}${services}/inside:http/proxy/`, ({ text }) =>
      expect(text).toMatch(/^pod web-[abc] in namespace default\n/),
    );
    expect(await curl('/api/v1/namespaces/default/pods/web-a/proxy/')).toMatch(/^pod web-a in namespace default\n/);
    const refused = await terminal.type(
      `curl -s http://127.0.0.1:${proxy.port}/api/v1/namespaces/default/pods/web-a/exec`,
    );
    expect(refused.text).toContain('Forbidden');
    await proxy.end();
  });
});
