/** What simulated pods and nodes do, changed while they run: by the annotations that anybody can set too. */
import type { ObjectKey } from '../api/object.ts';
import { nodes, pods } from '../api/resource-types.gen.ts';
import type { Pod } from '../api/types.gen.ts';
import type { Client } from '../client/client.ts';
import type { Clock } from '../lib/clock.ts';
import { millisecondsOf } from '../lib/timestamps.ts';

export interface Behaviour {
  /** What is left out stays as it is. Rejects with NotFound. */
  pod(pod: ObjectKey, behaviour: PodBehaviour): Promise<void>;
  node(name: string, behaviour: NodeBehaviour): Promise<void>;
}

export interface PodBehaviour {
  /** Whether readiness probes pass. */
  ready?: boolean;
  /** Whether liveness probes pass; while they do not, containers are killed and started again. */
  live?: boolean;
  /** The containers end now, with this exit code (true: 137), and are started again by the pod's restart policy. */
  kill?: boolean | number;
}

export interface NodeBehaviour {
  /** What the node says of itself. */
  ready?: boolean;
  /** False: the node falls silent, and is found out to be gone after a while of the cluster's time. */
  heartbeat?: boolean;
}

const PREFIX = 'sim.kubeling.dev/';
const KILLED = 137;

type Annotations = Record<string, string | null>;

export interface BehaviourOptions {
  client: Client;
  clock: Clock;
  /** Resolves when what was set under way is done. */
  settled(): Promise<void>;
}

export function createBehaviour({ client, clock, settled }: BehaviourOptions): Behaviour {
  const annotatePod = (pod: ObjectKey, annotations: Annotations) => client.patch(pods, pod, patchOf(annotations));
  return {
    async pod(pod, { ready, live, kill = false }) {
      await annotatePod(pod, { ...switched('ready', ready), ...switched('live', live) });
      if (kill === false) return;
      const code = kill === true ? KILLED : kill;
      const age = youngest(await client.get(pods, pod), clock.now());
      // What is started in their place is not that old yet.
      await annotatePod(pod, { [`${PREFIX}exit-code`]: String(code), [`${PREFIX}exit-after`]: `${age}ms` });
      await settled();
      await annotatePod(pod, { [`${PREFIX}exit-code`]: null, [`${PREFIX}exit-after`]: null });
    },
    async node(name, { ready, heartbeat }) {
      const silence = heartbeat === undefined ? {} : { [`${PREFIX}heartbeat`]: heartbeat ? null : 'off' };
      await client.patch(nodes, { name }, patchOf({ ...switched('ready', ready), ...silence }));
    },
  };
}

/** For how long all containers have run at least, in milliseconds. The API shows their start in whole seconds. */
function youngest({ status }: Pod, now: number): number {
  const ages = (status.containerStatuses ?? []).flatMap(({ state }) => {
    const startedAt = millisecondsOf(state?.running?.startedAt);
    return startedAt === undefined ? [] : [Math.floor(now - startedAt - 1000)];
  });
  return Math.max(1, Math.min(...ages, Number.MAX_SAFE_INTEGER));
}

function switched(what: string, isOn: boolean | undefined): Annotations {
  return isOn === undefined ? {} : { [PREFIX + what]: isOn ? null : 'false' };
}

function patchOf(annotations: Annotations) {
  return { type: 'application/merge-patch+json' as const, body: { metadata: { annotations } } };
}
