/** A cluster of its own, and a terminal in which kubectl speaks to it, with a home, and a copy of some files. */
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Cluster, type ClusterOptions, startCluster } from '../../server/cluster.ts';
import { createLifetime } from '../../server/lib/lifetime.ts';
import { eventually } from './eventually.ts';
import type { Kubectl } from './kubectls.ts';
import { openTerminal, type Terminal, type Typed } from './terminal.ts';

export interface KubectlTerminal extends Terminal {
  readonly cluster: Cluster;
  /** Types a command again and again, as people do, until `check` is content with what it prints. */
  retype(command: string, check: (typed: Typed) => void): Promise<Typed>;
  /** A second terminal of the same person. */
  another(): Promise<Terminal>;
  /** Writes into the folder in which the terminal is. */
  save(file: string, text: string): Promise<void>;
}

/** As kubeling starts when nothing is said. */
const DEFAULTS = { nodes: 3, loadBalancerCidr: '172.18.255.0/24' };

export async function openKubectlTerminal(
  kubectl: Kubectl,
  { files, cluster: options = DEFAULTS }: { files?: URL; cluster?: ClusterOptions } = {},
): Promise<KubectlTerminal> {
  const lifetime = createLifetime();
  const folder = await mkdtemp(join(tmpdir(), 'kubeling-terminal-'));
  lifetime.onEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const KUBECONFIG = join(folder, 'kubeconfig');
  const cluster = lifetime.add(await startCluster({ ...options, kubeconfigFile: KUBECONFIG }));

  const work = join(folder, 'work');
  await mkdir(work);
  if (files) await cp(files, work, { recursive: true });
  await mkdir(join(folder, 'bin'));
  await symlink(kubectl.path, join(folder, 'bin', 'kubectl'));

  const PATH = [join(folder, 'bin'), process.env.PATH].join(delimiter);
  const open = async () => lifetime.add(await openTerminal({ env: { PATH, KUBECONFIG, HOME: folder }, folder: work }));
  const terminal = await open();
  return {
    ...terminal,
    cluster,
    save: (file, text) => writeFile(join(work, file), text),
    another: open,
    retype: (command, check) =>
      eventually(async () => {
        const typed = await terminal.type(command);
        check(typed);
        return typed;
      }, 15_000),
    [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
  };
}
