/** What runs in the background, and what is to be done at the end. */
import { throwIfInterrupted } from '../../pipe.ts';
import { parseScript } from '../parse-command.ts';
import type { Builtin, InOut } from '../shell.ts';
import type { Job } from '../shell-state.ts';

export const jobBuiltins: readonly Builtin[] = [
  { name: 'wait', run: wait },
  { name: 'jobs', run: list },
  { name: 'trap', isSpecial: true, run: trap },
  { name: 'disown', run: async () => 0 },
  { name: 'times', isSpecial: true, run: times },
  { name: 'ulimit', run: ulimit },
];

async function wait([, ...ids]: readonly string[], { shell }: InOut): Promise<number> {
  const { state } = shell;
  const wanted =
    ids.length === 0 ? state.jobs : state.jobs.filter((job) => ids.some((id) => isJob(job, id, state.jobs)));
  if (ids.length > 0 && wanted.length === 0) return 127;
  let status = 0;
  for (const { ended } of wanted) {
    const interrupted = new Promise<number>((resolve) => {
      state.signal.addEventListener('abort', () => resolve(0), { once: true });
    });
    const code = await Promise.race([ended, interrupted]);
    throwIfInterrupted(state.signal);
    status = ids.length === 0 ? 0 : code;
  }
  return status;
}

function isJob({ pid }: Job, id: string, jobs: readonly Job[]): boolean {
  return id === String(pid) || (id.startsWith('%') && jobs[Number(id.slice(1)) - 1]?.pid === pid);
}

async function list(_args: readonly string[], { shell, stdout }: InOut): Promise<number> {
  for (const [index, { code }] of shell.state.jobs.entries()) {
    const mark = index === shell.state.jobs.length - 1 ? '+' : ' ';
    const word = code === undefined ? 'Running' : code === 0 ? 'Done' : `Exit ${code}`;
    await stdout.write(`[${index + 1}]${mark}  ${word}\n`);
  }
  return 0;
}

async function trap([, ...args]: readonly string[], { shell }: InOut): Promise<number> {
  const { traps } = shell.state;
  const [action = '', ...signals] = args[0] === '--' ? args.slice(1) : args;
  for (const signal of signals) {
    const name = signal.replace(/^SIG/, '').replace(/^0$/, 'EXIT');
    if (action === '-') traps.delete(name);
    else traps.set(name, parseScript(action));
  }
  return 0;
}

async function times(_args: readonly string[], { stdout }: InOut): Promise<number> {
  await stdout.write('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
  return 0;
}

async function ulimit([, option]: readonly string[], { stdout }: InOut): Promise<number> {
  await stdout.write(option === '-n' ? '1048576\n' : 'unlimited\n');
  return 0;
}
