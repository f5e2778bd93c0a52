/** `attach` to a container that nobody can type into: what it prints from now on. */
import type { Execution, PodRuntime } from '../../api/pod-runtime.ts';
import type { RunningContainer } from './exec.ts';
import { duplexOutput } from './node-streams.ts';
import { BrokenPipe } from './pipe.ts';

export function attachment({ pod, spec }: RunningContainer, logs: PodRuntime['logs']): Execution {
  const { namespace = '', name } = pod.metadata;
  return {
    async run({ stdout, signal }) {
      const output = stdout && duplexOutput(stdout);
      const target = { namespace, name, container: spec.name };
      try {
        for await (const line of logs(target, { follow: true, tailLines: 0 }, signal)) await output?.write(line);
      } catch (error) {
        if (!(error instanceof BrokenPipe)) throw error;
      }
      return { code: 0 };
    },
  };
}
