import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startCluster } from '../../server/cluster.ts';

test('an offer of HTTP/2, as Java makes it, does not keep a request from being answered', async () => {
  await using cluster = await startCluster({ dns: false });
  const body = JSON.stringify({ metadata: { name: 'by-java' } });
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(cluster.url).port), '127.0.0.1', () => {
      const lines = [
        'POST /api/v1/namespaces/default/configmaps HTTP/1.1',
        'Connection: Upgrade, HTTP2-Settings',
        'Host: localhost',
        'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
        'Upgrade: h2c',
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
    });
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
  });
  expect(answer).toMatch(/^HTTP\/1\.1 201 Created\r\n/);
});
