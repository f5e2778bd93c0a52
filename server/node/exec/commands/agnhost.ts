/** The program of Kubernetes' own test image: one file a group of its subcommands. */
import { type Command, fail } from '../process.ts';
import { guestbook } from './agnhost/guestbook.ts';
import { mounttest } from './agnhost/mounttest.ts';
import { netexec } from './agnhost/netexec.ts';
import { liveness, porter, serveHostname, testWebserver } from './agnhost/servers.ts';
import {
  connect,
  dnsServerList,
  dnsSuffix,
  entrypointTester,
  etcHosts,
  logsGenerator,
  pause,
} from './agnhost/small.ts';
import type { Subcommand } from './agnhost/subcommand.ts';

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  connect,
  'dns-server-list': dnsServerList,
  'dns-suffix': dnsSuffix,
  'entrypoint-tester': entrypointTester,
  'etc-hosts': etcHosts,
  guestbook,
  liveness,
  'logs-generator': logsGenerator,
  mounttest,
  netexec,
  pause,
  porter,
  'serve-hostname': serveHostname,
  'test-webserver': testWebserver,
};

export const agnhost: Command = {
  name: 'agnhost',
  aliases: ['agnhost-2'],
  async run(process) {
    const [name = '', ...args] = process.args.slice(1);
    const subcommand = SUBCOMMANDS[name];
    if (subcommand) return subcommand(process, args);
    if (name === '--version') {
      await process.stdout.write('agnhost version 2.56\n');
      return 0;
    }
    if (name === 'help' || name === '') {
      await process.stdout.write(
        `Available Commands:\n${Object.keys(SUBCOMMANDS)
          .map((known) => `  ${known}\n`)
          .join('')}`,
      );
      return 0;
    }
    return fail(process, `unknown command "${name}" for "app"`);
  },
};
