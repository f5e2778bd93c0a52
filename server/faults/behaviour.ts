/** What simulated pods and nodes do, changed while they run: by the annotations that anybody can set too. */
import type { ObjectKey } from '../api/object.ts';
import { nodes, pods } from '../api/resource-types.gen.ts';
import type { Client } from '../client/client.ts';

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

/** `settled` resolves when what was set under way is done. */
export function createBehaviour(client: Client, settled: () => Promise<void>): Behaviour {
  const annotatePod = (pod: ObjectKey, annotations: Annotations) => client.patch(pods, pod, patchOf(annotations));
  return {
    async pod(pod, { ready, live, kill = false }) {
      await annotatePod(pod, { ...switched('ready', ready), ...switched('live', live) });
      if (kill === false) return;
      const code = kill === true ? KILLED : kill;
      await annotatePod(pod, { [`${PREFIX}exit-code`]: String(code) });
      await settled();
      // It ended once; the next time it goes on.
      await annotatePod(pod, { [`${PREFIX}exit-code`]: null });
    },
    async node(name, { ready, heartbeat }) {
      const silence = heartbeat === undefined ? {} : { [`${PREFIX}heartbeat`]: heartbeat ? null : 'off' };
      await client.patch(nodes, { name }, patchOf({ ...switched('ready', ready), ...silence }));
    },
  };
}

function switched(what: string, isOn: boolean | undefined): Annotations {
  return isOn === undefined ? {} : { [PREFIX + what]: isOn ? null : 'false' };
}

function patchOf(annotations: Annotations) {
  return { type: 'application/merge-patch+json' as const, body: { metadata: { annotations } } };
}
