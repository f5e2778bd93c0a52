import type { Command } from '../process.ts';

export const id: Command = {
  name: 'id',
  async run({ args: [, option], container, stdout }) {
    const { uid, gid, name } = container.user;
    const user = `${uid}${uid === 0 || container.user.name !== String(uid) ? `(${name})` : ''}`;
    const group = `${gid}${gid === 0 ? '(root)' : ''}`;
    const short: Record<string, string> = {
      '-u': String(uid),
      '-g': String(gid),
      '-un': name,
      '-nu': name,
      '-G': String(gid),
    };
    await stdout.write(`${short[option ?? ''] ?? `uid=${user} gid=${group} groups=${group}`}\n`);
    return 0;
  },
};

export const whoami: Command = {
  name: 'whoami',
  async run({ container, stdout, stderr }) {
    const { uid, name } = container.user;
    if (uid === 0) {
      await stdout.write(`${name}\n`);
      return 0;
    }
    await stderr.write(`whoami: cannot find name for user ID ${uid}\n`);
    return 1;
  },
};
