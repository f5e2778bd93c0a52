/** The words of a container's program, where they are known: the image's own stand where the container says nothing. */
import type { Container } from '../../api/types.gen.ts';

interface ImageProgram {
  readonly image: RegExp;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
}

/** Against the image without its registry and tag. */
const IMAGES: readonly ImageProgram[] = [
  { image: /(^|\/)agnhost(-\w+)?$/, entrypoint: ['/agnhost'], command: ['pause'] },
  { image: /(^|\/)(busybox)$/, command: ['sh'] },
  { image: /(^|\/)alpine$/, command: ['/bin/sh'] },
  { image: /(^|\/)(ubuntu|debian|centos|fedora|rockylinux|almalinux|amazonlinux)$/, command: ['bash'] },
  { image: /(^|\/)curl(images)?(\/curl)?$/, entrypoint: ['curl'] },
  { image: /(^|\/)(netshoot|dnsutils|jessie-dnsutils|netutils|toolbox)$/, command: ['bash'] },
];

/** Undefined where nobody knows what the image runs. */
export function commandLine({ command = [], args = [], image = '' }: Container): readonly string[] | undefined {
  if (command.length > 0) return [...command, ...args];
  const name = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const known = IMAGES.find((candidate) => candidate.image.test(name));
  if (args.length > 0) return [...(known?.entrypoint ?? []), ...args];
  return known && [...(known.entrypoint ?? []), ...(known.command ?? [])];
}
