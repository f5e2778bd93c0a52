/** `exec`: runs a command in a container for a client that holds its streams. */
import { statusError } from '../../api/errors.ts';
import type { ContainerStreams, ExecOptions, Execution, ExitStatus, PodTarget } from '../../api/pod-runtime.ts';
import { pods } from '../../api/resource-types.gen.ts';
import type { Container, ContainerStatus, Pod } from '../../api/types.gen.ts';
import type { Informers } from '../../client/informer.ts';
import { containerNamed } from '../environment/container-starts.ts';
import { digestOf } from '../images.ts';
import type { SimulatedContainer } from './container.ts';
import { duplexInput, duplexOutput } from './node-streams.ts';
import type { Containers } from './open-containers.ts';
import { Interrupted, NO_INPUT, NO_OUTPUT, SIGHUP } from './pipe.ts';
import { type Launch, launch } from './process.ts';
import { findProgram } from './shell/find-program.ts';
import { runScriptFile } from './shell/run-script-file.ts';
import { connectTerminal } from './terminal/connect-terminal.ts';

/** A container that runs. */
export interface RunningContainer {
  readonly pod: Pod;
  readonly spec: Container;
  readonly status: ContainerStatus;
}

/** Throws what a kubelet says when there is no such pod, or no such container runs in it. */
export function runningContainer(
  informers: Informers,
  { namespace, name, container = '' }: PodTarget,
): RunningContainer {
  const pod = informers.for(pods).get(`${namespace}/${name}`);
  if (!pod) throw statusError(404, '', 'pod does not exist');
  const { containerStatuses, initContainerStatuses, ephemeralContainerStatuses } = pod.status;
  const all = [containerStatuses, initContainerStatuses, ephemeralContainerStatuses].flatMap((list) => list ?? []);
  const status = all.find((known) => known.name === container && known.state?.running);
  const spec = containerNamed(pod, container);
  if (!status || !spec) throw statusError(500, '', `container not found ("${container}")`);
  return { pod, spec, status };
}

export function execution(
  containers: Containers,
  { pod, spec, status }: RunningContainer,
  options: ExecOptions,
): Execution {
  return {
    async run(streams) {
      const container = await containers.open(pod, spec, status);
      return runCommand(container, options, streams);
    },
  };
}

async function runCommand(
  container: SimulatedContainer,
  { command, tty }: ExecOptions,
  streams: ContainerStreams,
): Promise<ExitStatus> {
  const { env: own, workingDirectory: cwd } = container;
  const env = tty ? { ...own, TERM: own.TERM ?? 'xterm' } : own;
  const found = findProgram(container, command[0] ?? '', { cwd, path: env.PATH });
  if (found.kind === 'missing' || found.kind === 'refused') {
    return { code: 126, error: cannotStart(container, command[0], found.kind) };
  }
  const { io, disconnect } = connect(streams, tty);
  const end = new AbortController();
  const gone = () => end.abort(new Interrupted(SIGHUP));
  if (streams.signal.aborted) gone();
  streams.signal.addEventListener('abort', gone, { once: true });
  io.terminal?.onInterrupt((interruption) => end.abort(interruption));
  const options: Launch = { ...io, args: command, env, cwd, signal: end.signal };
  try {
    return { code: await start(container, found, options) };
  } finally {
    streams.signal.removeEventListener('abort', gone);
    disconnect();
  }
}

type Startable = Extract<ReturnType<typeof findProgram>, { kind: 'program' | 'script' }>;

async function start(container: SimulatedContainer, found: Startable, options: Launch): Promise<number> {
  if (found.kind === 'script') return runScriptFile(found, options.args, { container, options });
  const command = container.commands.get(found.node.command);
  return command ? launch(command.run, container, options) : 127;
}

/** As containerd and runc word it. */
function cannotStart(container: SimulatedContainer, name = '', kind: 'missing' | 'refused'): string {
  const id = digestOf(`${container.hostname} ${container.clock.now()} ${name}`);
  const reason =
    name === ''
      ? 'process args cannot be empty'
      : kind === 'refused'
        ? `exec: ${JSON.stringify(name)}: permission denied`
        : name.includes('/')
          ? `exec: ${JSON.stringify(name)}: stat ${name}: no such file or directory`
          : `exec: ${JSON.stringify(name)}: executable file not found in $PATH`;
  const failed = 'OCI runtime exec failed: exec failed: unable to start container process';
  return `failed to exec in container: failed to start exec "${id}": ${failed}: ${reason}: unknown`;
}

type InOut = Pick<Launch, 'stdin' | 'stdout' | 'stderr' | 'terminal'>;

function connect(streams: ContainerStreams, tty: boolean): { io: InOut; disconnect(): void } {
  if (tty) {
    const { terminal, disconnect } = connectTerminal(streams);
    return {
      io: { stdin: terminal.input, stdout: terminal.output, stderr: terminal.output, terminal },
      disconnect,
    };
  }
  const { stdin, stdout, stderr } = streams;
  return {
    io: {
      stdin: stdin ? duplexInput(stdin) : NO_INPUT,
      stdout: stdout ? duplexOutput(stdout) : NO_OUTPUT,
      stderr: stderr ? duplexOutput(stderr) : NO_OUTPUT,
      terminal: undefined,
    },
    disconnect: () => {},
  };
}
