import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import type { AnswerMessage } from './answer-message.ts';

export interface Listener extends AsyncDisposable {
  readonly port: number;
}

export interface ListenOptions extends SocketAddress {
  answer: AnswerMessage;
  log: Logger;
  clock: Clock;
}
