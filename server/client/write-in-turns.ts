import type { Turns } from '../lib/turns.ts';
import type { Client } from './client.ts';

/** A client whose writes begin when it is their turn: however many one piece of work makes, others come in between. */
export function writeInTurns(client: Client, turns: Turns, hurry?: 'no hurry'): Client {
  const inTurn = async <R>(write: () => Promise<R>): Promise<R> => {
    await turns.next(hurry);
    return await write();
  };
  return {
    get: client.get,
    list: client.list,
    watch: client.watch,
    create: (...call) => inTurn(() => client.create(...call)),
    update: (...call) => inTurn(() => client.update(...call)),
    patch: (...call) => inTurn(() => client.patch(...call)),
    delete: (...call) => inTurn(() => client.delete(...call)),
    deleteCollection: (...call) => inTurn(() => client.deleteCollection(...call)),
    createSubresource: (...call) => inTurn(() => client.createSubresource(...call)),
  };
}
