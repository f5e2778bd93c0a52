import type { Command } from '../process.ts';

/** Package tools: all that can be simulated is there already, so they have nothing to do. */
export const install: Command = {
  name: 'apt-get',
  aliases: ['apt', 'apk', 'yum', 'dnf', 'microdnf'],
  async run({ args: [name = '', ...words], stdout }) {
    const packages = words.slice(1).filter((word) => !word.startsWith('-'));
    const [verb = ''] = words.filter((word) => !word.startsWith('-'));
    if (verb === 'update' || verb === 'upgrade') await stdout.write('Reading package lists... Done\n');
    else if (name.endsWith('apk')) await stdout.write('OK: 12 MiB in 25 packages\n');
    else await stdout.write(packages.map((one) => `${one} is already the newest version.\n`).join(''));
    return 0;
  },
};
