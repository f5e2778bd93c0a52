import type { SimulatedContainer } from '../container.ts';
import { type Command, fail } from '../process.ts';

/** `ip addr`, `ip route`, `ip link` */
export const ip: Command = {
  name: 'ip',
  async run(process) {
    const words = process.args.slice(1).filter((word) => !word.startsWith('-'));
    const [object = ''] = words;
    const shown = /^a/.test(object) ? addresses : /^r/.test(object) ? routes : /^l/.test(object) ? links : undefined;
    if (!shown) return fail(process, `Object "${object}" is unknown, try "ip help".`, 1);
    await process.stdout.write(shown(process.container));
    return 0;
  },
};

function macOf({ network }: SimulatedContainer): string {
  const bytes = (network.address() ?? '0.0.0.0').split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return ['0a', '58', ...bytes].join(':');
}

function links(container: SimulatedContainer): string {
  return (
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN qlen 1000\n' +
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n' +
    '2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP qlen 1000\n' +
    `    link/ether ${macOf(container)} brd ff:ff:ff:ff:ff:ff\n`
  );
}

function addresses(container: SimulatedContainer): string {
  const [loopback = '', second = '', ...ethernet] = links(container).split(/(?<=\n)/);
  return [
    loopback,
    second,
    '    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n',
    ...ethernet,
    `    inet ${container.network.address()}/24 brd ${(container.network.address() ?? '').replace(/\d+$/, '255')} scope global eth0\n`,
    '       valid_lft forever preferred_lft forever\n',
  ].join('');
}

function routes({ network }: SimulatedContainer): string {
  const address = network.address() ?? '';
  const net = address.replace(/\d+$/, '0');
  const gateway = address.replace(/\d+$/, '1');
  return `default via ${gateway} dev eth0 \n${net}/24 dev eth0 scope link  src ${address} \n`;
}

export const ifconfig: Command = {
  name: 'ifconfig',
  async run({ container, stdout }) {
    const address = container.network.address() ?? '';
    const broadcast = address.replace(/\d+$/, '255');
    await stdout.write(
      `eth0      Link encap:Ethernet  HWaddr ${macOf(container).toUpperCase()}\n` +
        `          inet addr:${address}  Bcast:${broadcast}  Mask:255.255.255.0\n` +
        '          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\n' +
        'lo        Link encap:Local Loopback\n          inet addr:127.0.0.1  Mask:255.0.0.0\n' +
        '          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n',
    );
    return 0;
  },
};
