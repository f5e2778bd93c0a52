import { lookup } from 'node:dns/promises';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { listen } from '../../../server/http/listen.ts';

const servers: Server[] = [];
const open = () => {
  const server = createServer((_request, response) => response.end('here'));
  servers.push(server);
  return server;
};

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

test('a name is listened to on all its addresses, on one port', async () => {
  const port = await listen(open, { host: 'localhost', port: 0 });
  const listening = servers.filter((server) => server.listening);
  expect(listening.map((server) => server.address())).toMatchObject(listening.map(() => ({ port })));
  for (const { address, family } of (await lookup('localhost', { all: true })).slice(0, listening.length)) {
    const host = family === 6 ? `[${address}]` : address;
    expect(await (await fetch(`http://${host}:${port}`)).text()).toBe('here');
  }
});

test('a port that is taken is refused', async () => {
  const port = await listen(open, { host: '127.0.0.1', port: 0 });
  await expect(listen(open, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
