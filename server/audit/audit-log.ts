/** A file of audit events, one line each, as kube-apiserver's log backend writes it. */
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Exchange, ExchangeListener } from '../api/exchange.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { auditEvent, isUnknown, requestor } from './audit-event.ts';
import { type AuditPolicy, type AuditStage, auditDecision, EVERYTHING } from './policy.ts';
import { readAuditPolicy } from './read-policy.ts';

export interface AuditLog extends AsyncDisposable {
  readonly listener: ExchangeListener;
}

export interface AuditLogOptions {
  clock: Clock;
  log: Logger;
  /** A file; without it the metadata of everything are written. */
  policy: string | undefined;
}

/** Appends to the file, which only its owner may read. Rejects when it cannot be written, or the policy not be read. */
export async function openAuditLog(path: string, { clock, log, policy: file }: AuditLogOptions): Promise<AuditLog> {
  const policy = file === undefined ? EVERYTHING : await readAuditPolicy(file);
  makeFolder(dirname(path));
  const stream = createWriteStream('', { fd: await open(path, 'a', 0o600) });
  stream.on('error', (err) => log.error({ err }, 'the audit log cannot be written'));
  const listener = auditListener(policy, {
    now: () => clock.now(),
    write: (event) => stream.write(`${JSON.stringify(event)}\n`),
  });
  return { listener, [Symbol.asyncDispose]: () => new Promise((resolve) => stream.end(() => resolve())) };
}

interface AuditSink {
  now(): number;
  write(event: object): void;
}

function auditListener(policy: AuditPolicy, { now, write }: AuditSink): ExchangeListener {
  const tell = (exchange: Exchange, stages: readonly (readonly [AuditStage, number])[]) => {
    const decision = auditDecision(policy, exchange.asked, isUnknown(exchange) ? undefined : requestor(exchange));
    if (decision.level === 'None') return;
    for (const [stage, at] of stages) {
      if (!decision.omitStages.includes(stage)) write(auditEvent(exchange, decision, { stage, now: at }));
    }
  };
  return {
    // Who asks is not known when the request comes in, and the line is to say so.
    started: (exchange) =>
      tell(exchange, [
        ['RequestReceived', exchange.at],
        ['ResponseStarted', now()],
      ]),
    ended(exchange) {
      if (isUnknown(exchange)) return tell(exchange, [['ResponseStarted', now()]]);
      const received = [['RequestReceived', exchange.at]] as const;
      tell(exchange, [...(exchange.hasStarted ? [] : received), ['ResponseComplete', now()]]);
    },
  };
}
