/** nslookup of busybox up to 1.28: it asks the C library, and names each address that it finds. */
import { NetworkError } from '../../../network/network-error.ts';
import { serversOf } from '../../ask-server.ts';
import { isAddress, lookupHost, nameOfAddress } from '../../lookup-host.ts';
import { fail, type Process } from '../../process.ts';

export async function runOldBusybox(process: Process): Promise<number> {
  const { args, container, signal, stdout } = process;
  const [name, server] = args.slice(1).filter((word) => !word.startsWith('-'));
  if (name === undefined) return fail(process, 'usage: nslookup [HOST] [SERVER]');
  const servers = await serversOf(process, server).catch(() => []);
  const [first] = servers;
  if (first === undefined) return fail(process, `can't resolve '${server ?? name}'`);
  await stdout.write(`Server:    ${server ?? first}\n${await addressLine(process, first, 1)}\n`);
  try {
    const types = isAddress(name) ? (['A'] as const) : (['A', 'AAAA'] as const);
    const { addresses } = await lookupHost(container, name, { signal, types });
    await stdout.write(`Name:      ${name}\n`);
    for (const [index, address] of addresses.entries())
      await stdout.write(await addressLine(process, address, index + 1));
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.stderr.write(`nslookup: can't resolve '${name}'\n`);
    return 1;
  }
}

async function addressLine({ container, signal }: Process, address: string, index: number): Promise<string> {
  const name = await nameOfAddress(container, address, signal);
  return `Address ${index}: ${address}${name === undefined ? '' : ` ${name}`}\n`;
}
