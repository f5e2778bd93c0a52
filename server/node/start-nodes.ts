/**
 * Simulated nodes: no containers, but all that the API shows of nodes and of the pods on them.
 *
 * What pods do is said by their spec, as far as it plainly says something: commands such as `sleep 5`, `false` or
 * `sh -c 'echo hi; exit 3'` do what they say. Commands that are known but not plain (`cat /config/x; nslookup web`) are
 * really run in the simulated shell, their probes and hooks are really asked, and they can be attached to. All else goes
 * on for ever, but jobs and init containers come to an end, and probes pass. Images whose name says that they are missing
 * (`nginx:does-not-exist`) cannot be pulled.
 *
 * Annotations on a pod (or on the template of its controller) say otherwise. All but `start-delay`, `stop-delay` and
 * `fail` can be meant for one container: `sim.kubeling.dev/exit-code.web`. They may be changed while the pod runs.
 *
 * | annotation | value | what it does |
 * | --- | --- | --- |
 * | `sim.kubeling.dev/start-delay` | duration | time from the binding to the first container |
 * | `sim.kubeling.dev/ready-delay` | duration | time from the start of a container until it is ready |
 * | `sim.kubeling.dev/ready` | `false` | the readiness probe fails |
 * | `sim.kubeling.dev/live` | `false` | the liveness probe fails: the container is killed and started again |
 * | `sim.kubeling.dev/exit-code` | 0 to 255 | the container ends with this code |
 * | `sim.kubeling.dev/exit-after` | duration | when it does; with code 0 unless `exit-code` says otherwise |
 * | `sim.kubeling.dev/crash-loop` | `true` | the container ends with code 1 again and again |
 * | `sim.kubeling.dev/fail` | `Reason: message` | the pod fails as a whole |
 * | `sim.kubeling.dev/image-pull` | `fail`, `ok` | the image cannot be pulled, or can whatever its name |
 * | `sim.kubeling.dev/stop-delay` | duration, `never` | time that the containers take to stop; at most the grace period |
 * | `sim.kubeling.dev/log` | text | what the container prints at its start |
 * | `sim.kubeling.dev/forward` | `8080=127.0.0.1:3000, …` | a process of this machine answers for the pod's port |
 *
 * Annotations on a node:
 *
 * | annotation | value | what it does |
 * | --- | --- | --- |
 * | `sim.kubeling.dev/node` | any | a Node that a user creates is simulated too |
 * | `sim.kubeling.dev/ready` | `false` | the node says that it is not ready |
 * | `sim.kubeling.dev/heartbeat` | `off` | the node falls silent: no heartbeats, nothing happens to its pods |
 */
import type { PodRuntime } from '../api/pod-runtime.ts';
import type { Container, Node, Pod } from '../api/types.gen.ts';
import type { Client } from '../client/client.ts';
import { createEventRecorder } from '../client/event-recorder.ts';
import type { Informers } from '../client/informer.ts';
import { runController } from '../client/run-controller.ts';
import { writeInTurns } from '../client/write-in-turns.ts';
import type { Activity } from '../lib/activity.ts';
import type { Clock } from '../lib/clock.ts';
import { createLifetime } from '../lib/lifetime.ts';
import type { Logger } from '../lib/logger.ts';
import type { Turns } from '../lib/turns.ts';
import { planAddresses } from './address-plan.ts';
import { startHeartbeats } from './heartbeats.ts';
import { type Kubelet, kubelet } from './kubelet.ts';
import { createLiveOutputs, type LiveOutputs } from './live/live-output.ts';
import { createNodePool } from './node-pool.ts';
import { nodeStatusController } from './node-status.ts';
import { DEFAULT_PACE, type Pace } from './pace.ts';
import { podLogs } from './pod-logs.ts';

export interface NodesOptions {
  /** Those that are registered: `node-1`, `node-2` … */
  registered: readonly Node[];
  client: Client;
  informers: Informers;
  clock: Clock;
  log: Logger;
  /** The network that is divided among the nodes: `10.244.0.0/16`. */
  podCidr: string;
  pace?: Partial<Pace>;
  activity?: Activity;
  /** Shared with all that goes on in the background: when a write may begin. */
  writeTurns?: Turns;
  /** Whether somebody really runs the container's program, and tells the end of it. Nobody does when left out. */
  runsLive?(pod: Pod, container: Container): boolean;
}

export interface SimulatedNodes extends AsyncDisposable {
  /** What runs in the pods, as far as it can be asked for. */
  readonly runtime: Pick<PodRuntime, 'logs' | 'serves'>;
  /** What programs print that are really run: their logs. */
  readonly outputs: LiveOutputs;
  /** To be called when such a program has ended. */
  readonly ended: Kubelet['ended'];
  /** To be called when its probes have found something. */
  readonly probed: Kubelet['probed'];
}

/** From then on the registered nodes do what kubelets do. */
export function startNodes(options: NodesOptions): SimulatedNodes {
  const { client, informers, clock, registered, activity, writeTurns, runsLive } = options;
  const log = options.log.child({ part: 'nodes' });
  const host = { client, informers, clock, log, ...(activity && { activity }) };
  const plan = planAddresses(options.podCidr, registered.length);
  const pool = createNodePool(plan, (node) =>
    createEventRecorder({ ...host, writeTurns, component: 'kubelet', host: node }),
  );
  for (const node of registered) {
    const { tell } = pool.set(node);
    tell('Starting', 'Starting kubelet.');
    tell('NodeReady');
  }

  const lifetime = createLifetime();
  const pods = kubelet({ pool, pace: { ...DEFAULT_PACE, ...options.pace }, ...(runsLive && { runsLive }) });
  const outputs = createLiveOutputs(clock);
  lifetime.onEnd(async () => {
    for (const node of pool.all()) await node.events.close();
  });
  // A pod's turn comes before it is looked at, so that a node that is behind says how the pod is by then, and that once.
  lifetime.add(runController(pods, { ...host, ...(writeTurns && { turns: writeTurns }) }));
  const statuses = nodeStatusController({ pool, plan, registered: registered.length, onReturn: pods.resume });
  lifetime.add(runController(statuses, { ...host, ...(writeTurns && { writeTurns }) }));
  // Those of a hundred nodes come at the same moment.
  lifetime.add(startHeartbeats({ ...host, pool, client: writeTurns ? writeInTurns(client, writeTurns) : client }));
  return {
    outputs,
    ended: pods.ended,
    probed: pods.probed,
    runtime: {
      ...podLogs({ informers, clock, startOf: pods.since, outputs }),
      serves: (node) => pool.get(node)?.isSilent === false,
    },
    [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
  };
}
