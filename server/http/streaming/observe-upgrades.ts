/** Upgraded connections, for those who watch requests and put faults in their way. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { KnownExchange, type Observation } from '../exchange.ts';
import { type HinderParts, hinder } from '../hinder.ts';
import { exchangeOf, observeAs } from '../observed-response.ts';
import type { UpgradeOptions } from './upgrades.ts';

export interface UpgradeObserver extends UpgradeOptions {
  /** A response that somebody else has made for an upgrade is its answer, too. */
  answering(request: IncomingMessage, response: ServerResponse): void;
}

export interface ObserveUpgradesParts extends HinderParts {
  /** Undefined where nobody is told of requests. */
  observation: Observation | undefined;
  onRequest?(): void;
}

const SWITCHED = 101;

export function observeUpgrades(parts: ObserveUpgradesParts): UpgradeObserver {
  const exchanges = new WeakMap<IncomingMessage, KnownExchange>();
  return {
    arrive({ request, response, socket }, on) {
      parts.onRequest?.();
      if (parts.observation) {
        const exchange = new KnownExchange(parts.observation, request);
        exchanges.set(request, exchange);
        observeAs(exchange, response);
        endWith(socket, exchange, request);
      }
      const loseAnswer = () => mute(socket);
      if (!parts.faults?.armed || !hinder(parts, { request, response, loseAnswer }, on)) on();
      // Whoever waits for nothing is not read, and would not be seen to leave.
      else if (exchangeOf(response)?.isDone === false) socket.on('end', () => socket.destroy());
    },
    switched: ({ request }) => exchanges.get(request)?.start(request, SWITCHED),
    answering(request, response) {
      const exchange = exchanges.get(request);
      if (exchange) observeAs(exchange, response);
    },
  };
}

function endWith(socket: Duplex, exchange: KnownExchange, request: IncomingMessage): void {
  socket.once('close', () => {
    if (!exchange.isDone) exchange.end(request, exchange.hasStarted ? SWITCHED : 0);
  });
}

/** Closes with the first byte that would have been an answer. */
function mute(socket: Duplex): void {
  socket.write = () => {
    socket.destroy();
    return false;
  };
}
