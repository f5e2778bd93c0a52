import { NetworkError } from '../../network/network-error.ts';
import { addressesOf, connectTo } from '../http-call.ts';
import { type Command, fail } from '../process.ts';
import { exchange } from './nc.ts';

export const telnet: Command = {
  name: 'telnet',
  async run(process) {
    const [host, port = '23'] = process.args.slice(1);
    if (host === undefined) return fail(process, 'missing host');
    try {
      const addresses = await addressesOf(process, host);
      await process.stdout.write(`Trying ${addresses[0]}...\n`);
      const { connection } = await connectTo(process, addresses, Number(port));
      await process.stdout.write(`Connected to ${host}.\nEscape character is '^]'.\n`);
      await exchange(process, connection);
      await process.stderr.write('Connection closed by foreign host.\n');
      return 1;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return fail(
        process,
        error.code === 'ENOTFOUND'
          ? `could not resolve ${host}/${port}: ${error.message}`
          : `Unable to connect to remote host: ${error.message}`,
      );
    }
  },
};
