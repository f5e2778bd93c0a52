/** A file of audit events, one line each, as kube-apiserver's log backend writes it. */
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Exchange, ExchangeListener } from '../api/exchange.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { type AuditStage, auditEvent } from './audit-event.ts';

export interface AuditLog extends AsyncDisposable {
  readonly listener: ExchangeListener;
}

/** Appends to the file, which only its owner may read. Rejects when it cannot be written. */
export async function openAuditLog(path: string, { clock, log }: { clock: Clock; log: Logger }): Promise<AuditLog> {
  makeFolder(dirname(path));
  const file = createWriteStream('', { fd: await open(path, 'a', 0o600) });
  file.on('error', (err) => log.error({ err }, 'the audit log cannot be written'));
  const underWay = new WeakSet<Exchange>();
  const write = (exchange: Exchange, stage: AuditStage, at: number) =>
    file.write(`${JSON.stringify(auditEvent(exchange, stage, at))}\n`);
  // Who asks is not known when the request comes in, and the line is to say so.
  const receive = (exchange: Exchange) => {
    if (!underWay.delete(exchange)) write(exchange, 'RequestReceived', exchange.at);
  };
  return {
    listener: {
      started(exchange) {
        receive(exchange);
        underWay.add(exchange);
        write(exchange, 'ResponseStarted', clock.now());
      },
      ended(exchange) {
        receive(exchange);
        write(exchange, 'ResponseComplete', clock.now());
      },
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => file.end(() => resolve())),
  };
}
