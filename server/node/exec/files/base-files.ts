/** What is in the file system of any image, before volumes are mounted. */
import type { SimulatedContainer, User } from '../container.ts';
import type { Flavour } from '../flavour.ts';
import { type AnyNode, computedNode, type DirectoryNode, directoryNode, fileNode, linkNode } from './file-node.ts';

export function baseFiles(
  flavour: Flavour,
  { commands, user, now }: { commands: Iterable<string>; user: User; now: number },
): DirectoryNode {
  const at = { mtime: now };
  const empty = (mode = 0o755) => directoryNode([], { ...at, mode });
  const programs = directoryNode(programNodes(flavour, commands, now), at);
  const isMerged = flavour.system !== 'busybox' && flavour.system !== 'alpine';
  return directoryNode(
    [
      ['bin', isMerged ? linkNode('usr/bin', at) : programs],
      ['dev', directoryNode(deviceNodes(now), at)],
      ['etc', directoryNode(etcFiles(flavour, { user, now }), at)],
      ['home', empty()],
      ['lib', isMerged ? linkNode('usr/lib', at) : empty()],
      ['media', empty()],
      ['mnt', empty()],
      ['opt', empty()],
      ['root', empty(0o700)],
      ['run', directoryNode([['lock', empty(0o1777)]], at)],
      ['sbin', isMerged ? linkNode('usr/sbin', at) : empty()],
      ['srv', empty()],
      ['sys', empty(0o555)],
      ['tmp', empty(0o1777)],
      [
        'usr',
        directoryNode(
          [
            ['bin', isMerged ? programs : empty()],
            ['lib', empty()],
            [
              'local',
              directoryNode(
                [
                  ['bin', empty()],
                  ['etc', empty()],
                  ['lib', empty()],
                  ['share', empty()],
                ],
                at,
              ),
            ],
            ['sbin', empty()],
            ['share', directoryNode([['doc', empty()]], at)],
          ],
          at,
        ),
      ],
      [
        'var',
        directoryNode(
          [
            ['cache', empty()],
            ['lib', empty()],
            ['log', empty()],
            ['run', linkNode('/run', at)],
            ['spool', empty()],
            ['tmp', empty(0o1777)],
          ],
          at,
        ),
      ],
    ],
    at,
  );
}

function programNodes(flavour: Flavour, commands: Iterable<string>, mtime: number): [string, AnyNode][] {
  if (flavour.system === 'bare') return [];
  const names = [...commands].filter((name) => name !== 'bash' || flavour.hasBash);
  return names.sort().map((name) => [name, { kind: 'program', command: name, mode: 0o755, mtime }]);
}

function deviceNodes(mtime: number): [string, AnyNode][] {
  const devices = ['null', 'zero', 'full', 'random', 'tty', 'stdin', 'stdout', 'stderr'] as const;
  return [
    ...devices.map((device): [string, AnyNode] => [device, { kind: 'device', device, mode: 0o666, mtime }]),
    ['urandom', { kind: 'device', device: 'random', mode: 0o666, mtime }],
    ['shm', directoryNode([], { mode: 0o1777, mtime })],
  ];
}

const RELEASES: Readonly<Record<Flavour['system'], string>> = {
  debian: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  alpine: 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.0\nPRETTY_NAME="Alpine Linux v3.22"\n',
  busybox: '',
  redhat: 'NAME="Rocky Linux"\nVERSION="9"\nID="rocky"\nPRETTY_NAME="Rocky Linux 9"\n',
  bare: '',
};

function etcFiles(flavour: Flavour, { user, now }: { user: User; now: number }): [string, AnyNode][] {
  const at = { mtime: now };
  const { name, uid, gid, home } = user;
  const shell = flavour.hasBash ? '/bin/bash' : '/bin/sh';
  const own = uid === 0 ? '' : `${name}:x:${uid}:${gid}::${home}:/bin/sh\n`;
  const group = uid === 0 ? '' : `${name}:x:${gid}:\n`;
  const release = RELEASES[flavour.system];
  return [
    ['passwd', fileNode(`root:x:0:0:root:/root:${shell}\nnobody:x:65534:65534:nobody:/:/bin/false\n${own}`, at)],
    ['group', fileNode(`root:x:0:\nnogroup:x:65534:\n${group}`, at)],
    ['nsswitch.conf', fileNode('passwd: files\ngroup: files\nhosts: files dns\n', at)],
    ['services', fileNode(SERVICES, at)],
    ...(release === '' ? [] : [['os-release', fileNode(release, at)] as [string, AnyNode]]),
  ];
}

const SERVICES = [
  'ssh 22/tcp',
  'domain 53/tcp',
  'domain 53/udp',
  'http 80/tcp',
  'https 443/tcp',
  'mysql 3306/tcp',
  'postgresql 5432/tcp',
  'redis 6379/tcp',
]
  .map((line) => `${line.replace(' ', '\t\t')}\n`)
  .join('');

/** /proc, as far as people look at it. */
export function processFiles(container: () => SimulatedContainer): [string, AnyNode][] {
  const uptime = () => {
    const { clock, startedAt } = container();
    return ((clock.now() - startedAt) / 1000).toFixed(2);
  };
  return [
    ['cpuinfo', computedNode(() => 'processor\t: 0\nmodel name\t: simulated\n', { mode: 0o444 })],
    ['meminfo', computedNode(() => 'MemTotal:        8388608 kB\nMemFree:         8388608 kB\n', { mode: 0o444 })],
    ['uptime', computedNode(() => `${uptime()} ${uptime()}\n`, { mode: 0o444 })],
    ['loadavg', computedNode(() => `0.00 0.00 0.00 1/${container().processes.list().length} 1\n`, { mode: 0o444 })],
    ['version', computedNode(() => 'Linux version 6.12.0 (simulated)\n', { mode: 0o444 })],
  ];
}
