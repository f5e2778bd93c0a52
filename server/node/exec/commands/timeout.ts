import { sleep } from '../../../lib/clock.ts';
import { Interrupted, SIGTERM } from '../pipe.ts';
import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';
import { runByName } from '../run-by-name.ts';

const TIMED_OUT = 124;

/** `timeout SECONDS COMMAND …` */
export const timeout: Command = {
  name: 'timeout',
  async run(process) {
    const options = readOptions(process.args.slice(1), { flags: ['v'], values: ['s', 'k', 't'], stopsAtOperand: true });
    const old = options.value('t');
    const [given, ...command] = old === undefined ? options.operands : [old, ...options.operands];
    const seconds = Number(/^(\d*\.?\d+)s?$/.exec(given ?? '')?.[1]);
    if (Number.isNaN(seconds)) return fail(process, `invalid time interval '${given ?? ''}'`, 125);
    const limit = new AbortController();
    const done = new AbortController();
    void sleep(process.container.clock, seconds * 1000, done.signal).then(() => limit.abort(new Interrupted(SIGTERM)));
    const signal = AbortSignal.any([process.signal, limit.signal]);
    const code = await runByName({ ...process, signal }, command);
    const isLate = limit.signal.aborted;
    done.abort();
    return isLate ? TIMED_OUT : code;
  },
};
