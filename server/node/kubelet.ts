import { isNotFound } from '../api/errors.ts';
import { hostPortsOf, portsClash } from '../api/host-ports.ts';
import { keyOf, parseKey } from '../api/object.ts';
import { isPodFinished, POD_NODE_INDEX, podNodeIndex } from '../api/pods.ts';
import { pods } from '../api/resource-types.gen.ts';
import type { Pod } from '../api/types.gen.ts';
import type { Informer } from '../client/informer.ts';
import type { Controller, ControllerContext } from '../client/run-controller.ts';
import { createReports, type LiveEnd, type LiveFindings } from './live-reports.ts';
import { missingReferences } from './missing-references.ts';
import type { NodePool, SimulatedNode } from './node-pool.ts';
import type { Pace } from './pace.ts';
import { type Advance, advancePod } from './pod-lifecycle.ts';
import type { PodMemory, World } from './world.ts';

/** How often it is looked for what a pod refers to, in milliseconds. */
const LOOK_AGAIN = 1000;

export interface Kubelet extends Controller {
  /** When a container came into its present state, in milliseconds; undefined when that is not known precisely. */
  since(pod: Pod, container: string): number | undefined;
  /** The node can be acted for, for the first time or again: what others said of its pods meanwhile is put right. */
  resume(node: string): void;
  /** A program that was really run has come to its end. */
  ended(pod: Pod, container: string, end: LiveEnd): void;
  /** The probes of such a program have found something: this run's findings as a whole. */
  probed(pod: Pod, container: string, findings: LiveFindings): void;
}

export interface KubeletOptions {
  pool: NodePool;
  pace: Pace;
  /** Whether a container's program is really run by somebody who tells when it has ended. */
  runsLive?: World['runsLive'];
}

/** Lets the rules of the pod lifecycle happen to the pods of all nodes of the pool, and writes what becomes of them. */
export function kubelet({ pool, pace, runsLive }: KubeletOptions): Kubelet {
  const memories = new Map<string, PodMemory>();
  const reports = createReports();
  const resumed = new Set<string>();
  let allPods: Informer<Pod>;
  let look: (key: string) => void = () => {};

  const forget = ({ metadata, spec }: Pod) => {
    memories.delete(metadata.uid);
    reports.forget(metadata.uid);
    resumed.delete(metadata.uid);
    pool.get(spec.nodeName ?? '')?.podIps.release(metadata.uid);
  };

  return {
    name: 'kubelet',
    workers: 100,
    start({ informers }, queue) {
      look = (key) => queue.add(key);
      allPods = informers.for(pods);
      allPods.addIndex(POD_NODE_INDEX, podNodeIndex);
      allPods.onEvent(({ type, object }) => {
        if (type === 'DELETED') forget(object);
        else if (object.spec.nodeName) {
          keepAddress(object, pool.get(object.spec.nodeName));
          queue.add(keyOf(object));
        }
      });
    },
    since: ({ metadata }, container) => memories.get(metadata.uid)?.containers[container]?.since,
    resume(node) {
      for (const pod of allPods.byIndex(POD_NODE_INDEX, node)) {
        keepAddress(pod, pool.get(node));
        resumed.add(pod.metadata.uid);
        look(keyOf(pod));
      }
    },
    ended(pod, container, end) {
      reports.add(pod, container, { end });
      look(keyOf(pod));
    },
    probed(pod, container, probes) {
      reports.add(pod, container, { probes });
      look(keyOf(pod));
    },
    async reconcile(key, context) {
      const pod = allPods.get(key);
      const node = pool.get(pod?.spec.nodeName ?? '');
      if (!pod || !node || node.isSilent) return undefined;
      const { uid } = pod.metadata;
      const now = context.clock.now();
      const missing = await missingReferences(pod, context.client);
      const memory = reports.join(memories.get(uid) ?? { seen: now, containers: {} }, pod);
      const insists = resumed.has(uid);
      const podIps = () => ipsOf(pod, node);
      const advance = advancePod(pod, {
        now,
        pace,
        memory,
        missing,
        insists,
        node,
        podIps,
        lacksPorts: () => lacksPorts(pod, allPods.byIndex(POD_NODE_INDEX, node.name)),
        ...(runsLive && { runsLive }),
      });
      await write(pod, advance, { context, pace });
      memories.set(uid, advance.memory);
      resumed.delete(uid);
      tell(pod, advance, node);
      if (advance.remove) await remove(pod, context);
      const wakeAt = missing ? Math.min(advance.wakeAt ?? Infinity, now + LOOK_AGAIN) : advance.wakeAt;
      return wakeAt === undefined ? undefined : { requeueAfterMs: wakeAt - now };
    },
  };
}

/** Only pods that the node has taken on hold what they want of it. */
function lacksPorts(pod: Pod, residents: Iterable<Pod>): boolean {
  const wanted = hostPortsOf(pod.spec);
  if (wanted.length === 0) return false;
  return [...residents].some(
    (other) =>
      other.metadata.uid !== pod.metadata.uid &&
      other.status.startTime !== undefined &&
      !isPodFinished(other) &&
      hostPortsOf(other.spec).some((taken) => wanted.some((port) => portsClash(port, taken))),
  );
}

function ipsOf({ metadata }: Pod, { podIps }: SimulatedNode): string[] {
  const ip = podIps.of(metadata.uid);
  return ip === undefined ? [] : [ip];
}

function keepAddress({ metadata, spec, status }: Pod, node: SimulatedNode | undefined): void {
  if (status.podIP && !spec.hostNetwork) node?.podIps.keep(metadata.uid, status.podIP);
}

async function write(pod: Pod, advance: Advance, { context, pace }: { context: ControllerContext; pace: Pace }) {
  if (advance.pod === pod) return;
  // At an instant pace nobody could see the last status, unless something holds the pod back.
  const isSeen = pace.terminate > 0 || (pod.metadata.finalizers?.length ?? 0) > 0;
  if (advance.remove && !isSeen) return;
  try {
    await context.client.update(pods, advance.pod, { subresource: 'status' });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function tell(pod: Pod, { events }: Advance, node: SimulatedNode): void {
  for (const { type, reason, message, fieldPath } of events) {
    node.events.record(pod, type, reason, message, fieldPath);
    if (reason === 'Started') for (const { image } of pod.spec.containers) if (image) node.images.add(image);
  }
}

async function remove(pod: Pod, { client }: ControllerContext): Promise<void> {
  try {
    const preconditions = { uid: pod.metadata.uid };
    await client.delete(pods, parseKey(keyOf(pod)), { gracePeriodSeconds: 0, preconditions });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
