import type { Pod } from '../../api/types.gen.ts';
import type { ContainerView } from '../containers.ts';
import { type ProgramEnd, programEnd } from '../programs/pod-program.ts';
import type { World } from '../world.ts';

/** How a container will end that starts now. Undefined when it does not end by itself, or is really run: then it is told. */
export function expectedEnd(view: ContainerView, pod: Pod, world: World): ProgramEnd | undefined {
  return world.runsLive?.(pod, view.spec) ? undefined : programEnd(pod, view, world.pace);
}
