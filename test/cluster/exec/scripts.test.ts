import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningPods, startRunningPods } from '../../support/running-pods.ts';

/** Scripts, and what a Debian 12 printed that ran them: its output, its errors, and the exit code unless that is 0. */
const tableOf = (shell: string) =>
  JSON.parse(readFileSync(new URL(`debian-${shell}.json`, import.meta.url), 'utf8')) as [string, string][];

let running: RunningPods;
beforeAll(async () => {
  running = await startRunningPods({ dns: false });
  await running.runPod('debian', { image: 'debian:12', command: ['sleep', 'infinity'] });
  await running.runPod('busybox', { image: 'busybox:1.36' });
  await running.runPod('distroless', { image: 'gcr.io/distroless/static', command: ['/server'] });
});
afterAll(() => running[Symbol.asyncDispose]());

describe.each(['sh', 'bash'])('%s on Debian', (shell) => {
  test.each(tableOf(shell))('%s', async (script, expected) => {
    expect(await running.exec('debian', [shell, '-c', script])).toBe(expected);
  });
});

describe('busybox words it in its own way', () => {
  test.each([
    ['cat /nope', "cat: can't open '/nope': No such file or directory\nexit 1\n"],
    ['nosuchcmd', 'sh: nosuchcmd: not found\nexit 127\n'],
    ['ls /nope', 'ls: /nope: No such file or directory\nexit 1\n'],
    ['cat < /nope', "sh: can't open /nope: no such file\nexit 1\n"],
    ['wc -l /etc/hostname', '        1 /etc/hostname\n'.replace(/^ +/, '')],
    ["echo -e 'a\\tb'", 'a\tb\n'],
    ['hostname; hostname -i | wc -w', 'busybox\n1\n'],
    ['[ -f /etc/resolv.conf ] && echo yes', 'yes\n'],
    ['kill 1; echo $?', '0\n'],
    ['touch /nope/x', 'touch: /nope/x: No such file or directory\nexit 1\n'],
    ['rm /nope', "rm: can't remove '/nope': No such file or directory\nexit 1\n"],
    ['mkdir /tmp', "mkdir: can't create directory '/tmp': File exists\nexit 1\n"],
    ['cp /nope /tmp', "cp: can't stat '/nope': No such file or directory\nexit 1\n"],
    ['mv /nope /tmp', "mv: can't rename '/nope': No such file or directory\nexit 1\n"],
  ])('%s', async (script, expected) => {
    expect(await running.sh('busybox', script)).toBe(expected);
  });
});

test('an image without a shell has none', async () => {
  expect(await running.exec('distroless', ['sh'])).toMatch(/exec: "sh": executable file not found in \$PATH/);
  expect(await running.exec('distroless', ['/bin/sh'])).toMatch(
    /exec: "\/bin\/sh": stat \/bin\/sh: no such file or directory/,
  );
});
