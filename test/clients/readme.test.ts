/** The commands of the README, typed in their order. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openKubectlTerminal } from '../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../support/kubectls.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describeEachKubectl('the commands of the README', (kubectl) => {
  test('do what it says', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    const commands = shellCommands().filter((command) => command.startsWith('kubectl'));
    expect(commands.length).toBeGreaterThan(3);
    for (const command of commands) {
      const { text, exitCode } = await terminal.type(command);
      expect([command, text, exitCode]).toEqual([command, text, 0]);
    }
    const [, slices] = (await terminal.type('kubectl get endpointslices')).lines;
    expect(slices).toMatch(/^kubernetes|^web-/);

    const { host, port } = terminal.cluster.dns ?? expect.unreachable('no DNS');
    const asked = shellCommands().find((command) => command.startsWith('dig ')) ?? expect.unreachable('no dig');
    expect(asked).toMatch(/^dig @127\.0\.0\.1 -p \d+ /);
    const dig = asked.replace(/@\S+ -p \d+/, `@${host} -p ${port} +short`);
    if ((await terminal.type('command -v dig')).exitCode !== 0) return;
    await terminal.retype(dig, ({ text }) => expect(text).toMatch(/^10\.96\.\d+\.\d+\n$/));
  });
});

/** Lines of all blocks of shell, without their remarks. */
function shellCommands(): string[] {
  const blocks = [...README.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/ +# .*$/, ''));
}
