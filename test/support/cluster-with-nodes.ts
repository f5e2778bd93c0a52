import { createInformers } from '../../server/client/create-informers.ts';
import { runController } from '../../server/client/run-controller.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../../server/cluster.ts';
import { schedulerController } from '../../server/controllers/scheduler/controller.ts';
import { createActivity } from '../../server/lib/activity.ts';
import { type Clock, type ManualClock, manualClock } from '../../server/lib/clock.ts';
import { createLifetime } from '../../server/lib/lifetime.ts';
import { silentLogger } from '../../server/lib/logger.ts';
import { INSTANT, type Pace } from '../../server/node/pace.ts';
import { registerNodes } from '../../server/node/register-nodes.ts';
import { type SimulatedNodes, startNodes } from '../../server/node/start-nodes.ts';

export interface ClusterWithNodes extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly client: Cluster['client'];
  readonly nodes: SimulatedNodes;
  readonly clock: ManualClock;
  /** Lets all that is under way come to an end. */
  settled(): Promise<void>;
  /** Lets time pass, and what it brings come to an end. */
  pass(time: string): Promise<void>;
}

export interface ClusterWithNodesOptions extends ClusterOptions {
  count?: number;
  pace?: Pace;
  clock?: ManualClock & Clock;
}

/** A cluster with simulated nodes whose time is in the hands of the test. */
export async function startClusterWithNodes(options: ClusterWithNodesOptions = {}): Promise<ClusterWithNodes> {
  const { count = 3, pace = INSTANT, clock = manualClock(), ...others } = options;
  const lifetime = createLifetime();
  const cluster = lifetime.add(await startCluster({ dns: false, ...others, clock, nodes: 0 }));
  const { client } = cluster;
  const log = silentLogger;
  const activity = createActivity();
  const informers = lifetime.add(createInformers(client, { clock, log }));
  const host = { client, informers, clock, log, activity };
  const podCidr = '10.244.0.0/16';
  const registered = await registerNodes({ client, podCidr, count, now: clock.now() });
  const nodes = lifetime.add(startNodes({ ...host, registered, pace, podCidr }));
  lifetime.add(runController(schedulerController(), host));

  const settled = async () => {
    for (let quiet = 0; quiet < 3; quiet++) {
      await cluster.settled();
      if (activity.busy > 0) quiet = 0;
      await activity.idle();
    }
  };
  await settled();
  return {
    cluster,
    client,
    nodes,
    clock,
    settled,
    async pass(time) {
      await settled();
      await clock.advance(time);
      await settled();
    },
    [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
  };
}
