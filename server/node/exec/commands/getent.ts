import { NetworkError } from '../../network/network-error.ts';
import { isAddress, lookupHost, nameOfAddress } from '../lookup-host.ts';
import type { Command, Process } from '../process.ts';

const NOT_FOUND = 2;

/** `getent hosts|ahosts|ahostsv4|passwd|group|services [KEY …]` */
export const getent: Command = {
  name: 'getent',
  async run(process) {
    const [database = '', ...keys] = process.args.slice(1);
    if (!/^a?hosts(v4|v6)?$/.test(database)) return fromFile(process, database, keys);
    let code = 0;
    for (const key of keys) if (!(await printHost(process, database, key))) code = NOT_FOUND;
    return code;
  },
};

async function fromFile({ container, stdout }: Process, database: string, keys: readonly string[]): Promise<number> {
  const path = `/etc/${database}`;
  if (!container.files.look(path)) return 1;
  const lines = container.files
    .read(path)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const chosen =
    keys.length === 0 ? lines : keys.flatMap((key) => lines.filter((line) => line.split(/[:\s]/)[0] === key));
  await stdout.write(chosen.map((line) => `${line}\n`).join(''));
  return keys.length > 0 && chosen.length < keys.length ? NOT_FOUND : 0;
}

async function printHost({ container, signal, stdout }: Process, database: string, key: string): Promise<boolean> {
  if (database === 'hosts' && isAddress(key)) {
    const name = await nameOfAddress(container, key, signal);
    if (name !== undefined) await stdout.write(`${key.padEnd(15)} ${name}\n`);
    return name !== undefined;
  }
  try {
    const types = database.endsWith('v6')
      ? (['AAAA'] as const)
      : database.endsWith('v4')
        ? (['A'] as const)
        : (['A', 'AAAA'] as const);
    const { name, addresses } = await lookupHost(container, key, { signal, types });
    if (database === 'hosts')
      await stdout.write(addresses.map((address) => `${address.padEnd(15)} ${name}\n`).join(''));
    else await stdout.write(addresses.map((address, index) => streamLines(address, index === 0 ? name : '')).join(''));
    return true;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return false;
  }
}

function streamLines(address: string, name: string): string {
  return ['STREAM', 'DGRAM', 'RAW']
    .map((kind, index) => `${address.padEnd(15)} ${index === 0 ? `${kind} ${name}` : `${kind}  `.padEnd(7)}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}
