import { describe, expect, test } from 'vitest';
import type { Container } from '../../../../server/api/types.gen.ts';
import { runsLive } from '../../../../server/node/live/runs-live.ts';
import { makeContainer, makePod } from '../../../support/make.ts';

const decide = (container: Partial<Container>, annotations: Record<string, string> = {}) => {
  const main = makeContainer('main', { image: 'busybox:1.36', ...container });
  return runsLive(makePod('box', { metadata: { annotations }, spec: { containers: [main] } }), main);
};
const script = (text: string): Partial<Container> => ({ command: ['sh', '-c', text] });

describe('a program is really run', () => {
  test.each<[string, Partial<Container>]>([
    ['when it reads files', script('cat /etc/hostname')],
    ['when it leaves files behind', script('touch /tmp/healthy; sleep 600')],
    ['when it writes into a file', script('while true; do date >> /data/log; sleep 5; done')],
    ['when it has pipes and conditions', script('if [ -f /x ]; then exit 1; fi; ls | wc -l')],
    ['when it waits for a Service', script('until nslookup mydb.default; do echo waiting; sleep 2; done')],
    ['when it speaks of variables that are not in the pod', script('echo $KUBERNETES_SERVICE_HOST')],
    ['when the kubelet expands what is not in the pod', { command: ['echo', '$(KUBERNETES_PORT)'] }],
    ['when its variables come from elsewhere', { ...script('echo hi'), envFrom: [{ configMapRef: { name: 'x' } }] }],
    ['when somebody can type into it', { stdin: true, command: ['sh'] }],
    ['when somebody can type into the image', { stdin: true }],
    ['when its shell calls functions of its own', script('f() { ls; }; f')],
    ['when it is a command of its own', { command: ['/bin/cat', '/etc/hosts'] }],
    ["when it is Kubernetes' test image", { image: 'registry.k8s.io/e2e-test-images/agnhost:2.56' }],
    ['when it runs commands by others', script('exec env A=1 timeout 5 ls')],
  ])('%s', (_, container) => expect(decide(container)).toBe(true));
});

describe('a program is not run', () => {
  test.each<[string, Partial<Container>]>([
    ['when all of it is plain', script('while true; do echo on; sleep 5; done')],
    ['when it only waits', { command: ['sleep', 'infinity'] }],
    ['when nobody knows it', { command: ['/app/server', '--port=80'] }],
    ['when its script calls what nobody knows', script('cat /etc/motd; exec nginx -g "daemon off;"')],
    ['when a command is only known as it runs', script('$SERVER --port 80')],
    ['when the image says what is run', { image: 'nginx:1.27' }],
    ['when only a shell is named by its image', {}],
  ])('%s', (_, container) => expect(decide(container)).toBe(false));

  test('when annotations say how it ends', () => {
    expect(decide(script('cat /x'), { 'sim.kubeling.dev/exit-code': '3' })).toBe(false);
    expect(decide(script('cat /x'), { 'sim.kubeling.dev/log.main': 'hi' })).toBe(false);
    expect(decide(script('cat /x'), { 'sim.kubeling.dev/log.other': 'hi' })).toBe(true);
  });
});
