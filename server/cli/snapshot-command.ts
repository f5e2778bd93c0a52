/** `kubeling snapshot save|restore FILE`: the objects of a server that runs, to a file and back. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { parseYaml } from '../api/yaml/parse-yaml.ts';
import { createHttpTransport } from '../client/http-transport.ts';
import { type Connection, connectionOf, type Kubeconfig } from '../client/kubeconfig.ts';
import { UsageError } from '../config.ts';

export const SNAPSHOT_USAGE = `kubeling snapshot save FILE        writes all objects of a running server to a file
kubeling snapshot restore FILE     makes all objects of a running server what they are in the file

FILE may be - for standard output and input.

  --kubeconfig FILE       where the server is (.kubeling/kubeconfig, if it is there)
  --server URL            the same without a kubeconfig (http://127.0.0.1:8080)
  --control-token TOKEN   the server's, when it runs on another machine
`;

const FLAGS = {
  kubeconfig: { type: 'string' },
  server: { type: 'string' },
  'control-token': { type: 'string' },
  help: { type: 'boolean' },
} as const;

interface SnapshotCommand {
  verb: 'save' | 'restore';
  file: string;
  connection: Connection;
}

/** Throws UsageError. Rejects with an ApiError, or with an Error when there is no server or no file. */
export async function runSnapshotCommand(args: readonly string[]): Promise<void> {
  const command = await readCommand(args);
  if (!command) return void process.stdout.write(SNAPSHOT_USAGE);
  const { verb, file, connection } = command;
  const server = createHttpTransport(connection, 'kubeling');
  const path = '/kubeling/v1/state';
  if (verb === 'save') await write(file, `${JSON.stringify(await server.json({ method: 'GET', path }))}\n`);
  else await server.json({ method: 'PUT', path, body: await readSnapshotFile(file) });
  server[Symbol.dispose]();
}

/** Undefined when only help is wanted. */
async function readCommand(args: readonly string[]): Promise<SnapshotCommand | undefined> {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [verb, file, ...more] = positionals;
  if ((verb !== 'save' && verb !== 'restore') || file === undefined || more.length > 0) {
    throw new UsageError('snapshot must be followed by save FILE or restore FILE');
  }
  const token = values['control-token'];
  const connection = await findServer(values);
  return {
    verb,
    file,
    connection: { ...connection, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] as string);
  }
}

const DEFAULT_KUBECONFIG = '.kubeling/kubeconfig';
const DEFAULT_SERVER = 'http://127.0.0.1:8080';

async function findServer({
  server,
  kubeconfig,
}: {
  server?: string | undefined;
  kubeconfig?: string | undefined;
}): Promise<Connection> {
  if (server !== undefined) return { server };
  const file = kubeconfig ?? (existsSync(DEFAULT_KUBECONFIG) ? DEFAULT_KUBECONFIG : undefined);
  if (file === undefined) return { server: DEFAULT_SERVER };
  return connectionOf(parseYaml(await readFile(file, 'utf8')).value as Kubeconfig);
}

async function write(file: string, content: string): Promise<void> {
  if (file === '-') await print(content);
  // It holds secrets.
  else await writeFile(file, content, { mode: 0o600 });
}

/** Whoever reads it may stop before its end. */
function print(content: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' ? resolve() : reject(error),
    );
    process.stdout.write(content, () => resolve());
  });
}

async function readSnapshotFile(file: string): Promise<unknown> {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  try {
    return JSON.parse(content);
  } catch {
    throw new Error(`${file} is no snapshot: it is not JSON`);
  }
}
