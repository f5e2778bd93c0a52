import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openKubectlTerminal } from '../support/kubectl-terminal.ts';
import { describeEachKubectl } from '../support/kubectls.ts';

const root = new URL('../../', import.meta.url);

/** What people type who follow the page, but for the start. */
async function commandsOf(page: string): Promise<string[]> {
  const text = await readFile(new URL(`docs/${page}`, root), 'utf8');
  const [, ...blocks] = [...text.matchAll(/<!-- commands -->\n```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.trim().split('\n'));
}

describeEachKubectl('docs/local-development.md', (kubectl) => {
  test('says what can be typed', async () => {
    await using terminal = await openKubectlTerminal(kubectl);
    const { url } = terminal.cluster;
    const program = `${process.execPath} --import ${import.meta.resolve('tsx')} ${new URL('server/main.ts', root).pathname}`;
    await terminal.type(`kubeling() { ${program} "$@"; }; mkdir .kubeling; cp "$KUBECONFIG" .kubeling/kubeconfig`);
    const commands = await commandsOf('local-development.md');
    expect(commands).toHaveLength(11);
    for (const command of commands) {
      const typed = await terminal.type(command.replace('http://127.0.0.1:8080', url));
      expect([command, typed.exitCode, typed.text.includes('Error')], typed.text).toEqual([command, 0, false]);
    }
  });
});
