/** The log of the process, on standard error: pino, laid out for people on a terminal. */
import { createRequire } from 'node:module';
import type { Config } from './config.ts';
import type { Logger } from './lib/logger.ts';

const STANDARD_ERROR = 2;
const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

type LogConfig = Pick<Config, 'logLevel' | 'logFormat'>;

/** pino is loaded when there is something to say: most starts go without a word, and would wait for it. */
export function createLog(config: LogConfig): Logger {
  return loggerOf(config, () => pinoOf(config));
}

function loggerOf(config: LogConfig, make: () => Logger): Logger {
  let made: Logger | undefined;
  const real = () => {
    made ??= make();
    return made;
  };
  const say = (level: (typeof LEVELS)[number]) => {
    if (!isHeard(level, config)) return () => {};
    return (fields: object, message: string) => real()[level](fields, message);
  };
  const [debug, info, warn, error] = [say('debug'), say('info'), say('warn'), say('error')];
  return { debug, info, warn, error, child: (fields) => loggerOf(config, () => real().child(fields)) };
}

function isHeard(level: (typeof LEVELS)[number], { logLevel }: LogConfig): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(logLevel as typeof level) && logLevel !== 'silent';
}

function pinoOf({ logLevel, logFormat }: LogConfig): Logger {
  const load = createRequire(import.meta.url);
  const { pino } = load('pino') as typeof import('pino');
  if (logFormat === 'json') return pino({ level: logLevel }, pino.destination(STANDARD_ERROR)) as unknown as Logger;
  const { PinoPretty } = load('pino-pretty') as typeof import('pino-pretty');
  const stream = PinoPretty({ destination: STANDARD_ERROR, ignore: 'pid,hostname', sync: true });
  return pino({ level: logLevel }, stream) as unknown as Logger;
}
