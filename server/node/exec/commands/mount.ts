import type { Volume } from '../../../api/types.gen.ts';
import type { Command } from '../process.ts';

/** What is mounted: the image's files, and the pod's volumes. */
export const mount: Command = {
  name: 'mount',
  async run({ container, stdout }) {
    const { spec, pod } = container;
    const volumes = pod().spec.volumes ?? [];
    const lines = (spec.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => {
      const type = typeOf(volumes.find((volume) => volume.name === name));
      return `${type === 'tmpfs' ? 'tmpfs' : '/dev/vda1'} on ${mountPath} type ${type} (${readOnly ? 'ro' : 'rw'},relatime)`;
    });
    const own = [
      'overlay on / type overlay (rw,relatime)',
      'proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)',
    ];
    await stdout.write([...own, ...lines].map((line) => `${line}\n`).join(''));
    return 0;
  },
};

function typeOf(volume: Volume | undefined): string {
  const inMemory = volume?.emptyDir?.medium === 'Memory' || volume?.secret || volume?.projected || volume?.downwardAPI;
  return inMemory ? 'tmpfs' : 'ext4';
}
