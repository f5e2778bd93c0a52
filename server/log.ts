/** The log of the process, on standard error: pino, laid out for people on a terminal. */
import type { Config } from './config.ts';
import type { Logger } from './lib/logger.ts';

const STANDARD_ERROR = 2;

/** pino is loaded when something is to be logged at all. */
export async function createLog({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Promise<Logger> {
  const { pino } = await import('pino');
  if (logFormat === 'json') return pino({ level: logLevel }, pino.destination(STANDARD_ERROR)) as unknown as Logger;
  const { default: pretty } = await import('pino-pretty');
  const stream = pretty({ destination: STANDARD_ERROR, ignore: 'pid,hostname', sync: true });
  return pino({ level: logLevel }, stream) as unknown as Logger;
}
