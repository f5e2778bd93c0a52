import { type Command, fail } from '../process.ts';

export const hostname: Command = {
  name: 'hostname',
  async run(process) {
    const { args, container, stdout } = process;
    const [, option] = args;
    if (option !== undefined && !option.startsWith('-')) {
      return fail(process, 'you must be root to change the host name');
    }
    const [address = ''] = [container.network.address()];
    const { spec, metadata } = container.pod();
    const isFull = option === '-f' || option === '--fqdn';
    const full =
      spec.subdomain && isFull
        ? `${container.hostname}.${spec.subdomain}.${metadata.namespace}.svc.${container.clusterDomain}`
        : container.hostname;
    const shown =
      /^-[iI]$/.test(option ?? '') || option === '--ip-address' ? `${address}${option === '-I' ? ' ' : ''}` : full;
    await stdout.write(`${option === '-s' ? shown.replace(/\..*$/, '') : shown}\n`);
    return 0;
  },
};
