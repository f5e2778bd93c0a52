import type { Pod } from '../../server/api/types.gen.ts';
import type { Pace } from '../../server/node/pace.ts';
import { type Advance, advancePod } from '../../server/node/pod-lifecycle.ts';
import type { PodMemory, World } from '../../server/node/world.ts';

export const START = Date.UTC(2026, 0, 1);

/** A pod on a simulated node, with time in the hands of the test. */
export interface PodUnderTest {
  readonly pod: Pod;
  /** Milliseconds since the start. */
  readonly time: number;
  /** `Reason message` of each event since it was last asked. */
  events(): string[];
  /** Changes the pod as somebody else would, and lets the node see it. */
  change(change: (pod: Pod) => Pod): void;
  /** Lets time pass, and each rule come when it is due. */
  pass(milliseconds: number): void;
  /** Goes to the next moment at which something happens; answers false when nothing will. */
  goOn(): boolean;
  readonly isRemoved: boolean;
  /** How often the status was written. */
  readonly writes: number;
}

export function simulatePod(pod: Pod, pace: Pace = { start: 100, ready: 100, terminate: 100 }): PodUnderTest {
  let current = structuredClone(pod);
  let memory: PodMemory = { seen: START, containers: {} };
  let now = START;
  let wakeAt: number | undefined;
  let isRemoved = false;
  let writes = 0;
  const events: string[] = [];

  const look = () => {
    const world: World = {
      now,
      pace,
      memory,
      node: { addresses: ['172.18.0.2'], images: new Set(['nginx:1.27']) },
      podIps: () => ['10.244.0.2'],
    };
    const advance: Advance = advancePod(current, world);
    if (advance.pod !== current) writes++;
    current = advance.pod;
    memory = advance.memory;
    wakeAt = advance.wakeAt;
    isRemoved ||= advance.remove;
    events.push(...advance.events.map(({ reason, message }) => `${reason} ${message}`));
  };
  look();

  return {
    get pod() {
      return current;
    },
    get time() {
      return now - START;
    },
    events: () => events.splice(0),
    change(change) {
      current = change(current);
      look();
    },
    pass(milliseconds) {
      const end = now + milliseconds;
      while (wakeAt !== undefined && wakeAt <= end && !isRemoved) {
        now = wakeAt;
        look();
      }
      now = end;
    },
    goOn() {
      if (wakeAt === undefined || isRemoved) return false;
      now = wakeAt;
      look();
      return true;
    },
    get isRemoved() {
      return isRemoved;
    },
    get writes() {
      return writes;
    },
  };
}
