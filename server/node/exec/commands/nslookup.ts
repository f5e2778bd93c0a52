import type { Command } from '../process.ts';
import { runBind } from './nslookup/bind-form.ts';
import { runBusybox } from './nslookup/busybox-form.ts';
import { runOldBusybox } from './nslookup/old-busybox-form.ts';

/** Prints what the image's own nslookup prints: bind's, that of busybox, or that of busybox up to 1.28. */
export const nslookup: Command = {
  name: 'nslookup',
  run(process) {
    const form = process.container.flavour.nslookup;
    if (form === 'old-busybox') return runOldBusybox(process);
    return form === 'busybox' ? runBusybox(process) : runBind(process);
  },
};
