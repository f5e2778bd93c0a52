import { describe, expect, test } from 'vitest';
import { containerProgram, endOf } from '../../../server/node/programs/container-program.ts';
import { isPlainProgram } from '../../../server/node/programs/plain-program.ts';
import { plainEnvironment } from '../../../server/node/programs/pod-program.ts';
import { makeContainer, makePod } from '../../support/make.ts';

const options = { hostname: 'web-0', environment: { NAME: 'kubeling' }, startedAt: Date.UTC(2026, 0, 1) };
const programOf = (command: string[], args?: string[]) =>
  containerProgram(makeContainer('main', { command, ...(args && { args }) }), options);
const endOfCommand = (...command: string[]) => {
  const program = programOf(command);
  return program && endOf(program);
};
const endOfScript = (script: string) => endOfCommand('/bin/sh', '-c', script);
const printed = (script: string, until = Number.POSITIVE_INFINITY) => {
  const lines: string[] = [];
  const output = programOf(['sh', '-c', script])?.output();
  for (let next = output?.next(); next && !next.done; next = output?.next()) {
    if (next.value.at > until) break;
    lines.push(`${next.value.at} ${next.value.text.replace(/\n$/, '')}`);
  }
  return lines;
};

describe('a command that plainly ends', () => {
  test.each<[string[], number, number]>([
    [['true'], 0, 0],
    [['/bin/false'], 0, 1],
    [['sleep', '5'], 5000, 0],
    [['sleep', '1m'], 60_000, 0],
    [['sh', '-c', 'exit 3'], 0, 3],
    [['sh', '-c', 'sleep 2; exit 256'], 2000, 0],
    [['bash', '-ec', 'echo hi && sleep 0.5 && false'], 500, 1],
    [['sh', '-c', 'false || exit 7'], 0, 7],
    [['sh', '-c', 'for i in 1 2 3; do echo $i; sleep 1; done; exit 1'], 3000, 1],
    [['sh', '-c', 'mkdir -p /data\ntouch /data/ready'], 0, 0],
    [['sh', '-c', 'i=0; until false || exit $((i+4)); do i=1; done'], 0, 4],
  ])('%j after %d ms with %d', (command, at, exitCode) => {
    expect(endOfCommand(...command)).toEqual({ at, exitCode });
  });
});

describe('a command that does not end, or does what nobody can tell', () => {
  test.each([
    'sleep infinity',
    'while true; do sleep 10; done',
    'while true; do echo on and on; done',
    'nginx -g "daemon off;"',
    'ps aux | grep x',
    'if [ -f /x ]; then exit 1; fi',
    'echo "unclosed',
    'sleep soon',
    'exec python3 app.py',
    'a & b',
    'echo $(cat /etc/hosts)',
  ])('%s', (script) => {
    expect(endOfScript(script)).toBeUndefined();
  });
});

describe('what a script prints', () => {
  test('comes with its times', () => {
    expect(printed('i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 60; done', 120_000)).toEqual([
      '0 0: Thu Jan  1 00:00:00 UTC 2026',
      '60000 1: Thu Jan  1 00:01:00 UTC 2026',
      '120000 2: Thu Jan  1 00:02:00 UTC 2026',
    ]);
  });
  test('knows variables, quotes and the host name', () => {
    expect(printed(`A=b; echo $A "$A c" '$A' \\$A \${NAME}; hostname; echo -n x; printf 'y%s\\n' z`)).toEqual([
      '0 b b c $A $A kubeling',
      '0 web-0',
      '0 x',
      '0 yz',
    ]);
  });
  test('goes to the log unless it goes to a file', () => {
    expect(printed('echo a > /tmp/a; echo b >> /tmp/b; echo c >&2; echo d 2>/dev/null; echo e > /dev/stdout')).toEqual([
      '0 c',
      '0 d',
      '0 e',
    ]);
  });
});

test('references in command and args are expanded as the kubelet does', () => {
  const program = programOf(['echo'], ['$(NAME)', '$(OTHER)', '$$(NAME)']);
  expect(program?.output().next().value).toEqual({ at: 0, text: 'kubeling $(OTHER) $(NAME)\n' });
});

test('variables are read as the kubelet reads them: labels, annotations, and those set before', () => {
  const pod = makePod('web-0', { metadata: { labels: { index: '3' }, annotations: { 'kubeling.example/note': 'n' } } });
  const container = makeContainer('main', {
    env: [
      { name: 'INDEX', valueFrom: { fieldRef: { fieldPath: "metadata.labels['index']" } } },
      { name: 'NOTE', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['kubeling.example/note']" } } },
      { name: 'PEER', value: 'web-$(INDEX).$(LATER) $$(INDEX)' },
      { name: 'LATER', value: 'later' },
    ],
  });
  expect(plainEnvironment(pod, container)).toEqual({
    INDEX: '3',
    NOTE: 'n',
    PEER: 'web-3.$(LATER) $(INDEX)',
    LATER: 'later',
  });
});

test('a program with a variable made of one that is not in the pod is not plain', () => {
  const ofService = makeContainer('main', {
    command: ['sh', '-c', 'echo $URL'],
    env: [{ name: 'URL', value: 'http://$(WEB_SERVICE_HOST)' }],
  });
  expect(isPlainProgram(makePod('web-0'), ofService)).toBe(false);
  expect(isPlainProgram(makePod('web-0'), { ...ofService, env: [{ name: 'URL', value: 'http://web' }] })).toBe(true);
});
