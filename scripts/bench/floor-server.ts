/**
 * What nobody can beat: bare node:http sending the same bytes, and for writes JSON.parse and one better-sqlite3
 * transaction for all that arrives together (WAL, synchronous=FULL). Started as a process: `tsx floor-server.ts FOLDER`.
 *
 *     PUT /bytes      keeps the body;  GET /bytes  sends it
 *     POST /rows      parses the body, stores it, answers with it
 *     UDP          70 bytes for each packet, with the number of the question
 *     GET /watch      chunks;  POST /frames  stores the body and sends it to all who watch
 */
import { Buffer } from 'node:buffer';
import { createSocket } from 'node:dgram';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const JSON_HEAD = { 'content-type': 'application/json' };
const watchers = new Set<ServerResponse>();
/** As long as an answer with one address. */
const reply = Buffer.alloc(70);
let kept: Buffer = Buffer.alloc(0);

const store = openRows(join(process.argv[2] as string, 'floor.db'));
const server = createServer((request, response) => {
  if (request.method === 'GET') answerGet(request, response);
  else void readAll(request).then((body) => answerWrite(request, response, body));
});
const packets = createSocket('udp4', (packet, { port, address }) => {
  packet.copy(reply, 0, 0, 2);
  packets.send(reply, port, address);
});
packets.bind(0, '127.0.0.1', () => {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address !== 'object') return;
    process.stdout.write(`http://127.0.0.1:${address?.port}  dns 127.0.0.1:${packets.address().port}\n`);
  });
});
process.once('SIGTERM', () => process.exit(0));

function answerGet(request: IncomingMessage, response: ServerResponse): void {
  if (request.url !== '/watch') {
    response.writeHead(200, { ...JSON_HEAD, 'content-length': kept.length }).end(kept);
    return;
  }
  response.writeHead(200, JSON_HEAD).flushHeaders();
  watchers.add(response);
  request.once('close', () => watchers.delete(response));
}

async function answerWrite(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
  if (request.url === '/bytes') kept = body;
  else {
    JSON.parse(body.toString());
    await store(body.toString());
    if (request.url === '/frames') for (const watcher of watchers) watcher.write(body);
  }
  response.writeHead(201, { ...JSON_HEAD, 'content-length': body.length }).end(body);
}

function readAll(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

/** One transaction for what comes in one turn of the event loop. */
function openRows(path: string): (text: string) => Promise<void> {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, text TEXT)');
  const insert = db.prepare('INSERT INTO rows (text) VALUES (?)');
  let waiting: { text: string; done: () => void }[] = [];
  const insertAll = db.transaction((batch: typeof waiting) => {
    for (const { text } of batch) insert.run(text);
  });
  const commit = () => {
    const batch = waiting;
    waiting = [];
    insertAll(batch);
    for (const { done } of batch) done();
  };
  return (text) =>
    new Promise((done) => {
      if (waiting.push({ text, done }) === 1) setImmediate(commit);
    });
}
