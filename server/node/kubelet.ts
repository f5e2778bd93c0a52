import { isNotFound } from '../api/errors.ts';
import { hostPortsOf, portsClash } from '../api/host-ports.ts';
import { keyOf, parseKey } from '../api/object.ts';
import { isPodFinished, POD_NODE_INDEX, podNodeIndex } from '../api/pods.ts';
import { pods } from '../api/resource-types.gen.ts';
import type { Pod } from '../api/types.gen.ts';
import type { Informer } from '../client/informer.ts';
import type { Controller, ControllerContext } from '../client/run-controller.ts';
import { createForeignStatuses, isStatusOnly } from './foreign-statuses.ts';
import { createReports, type LiveEnd, type LiveFindings } from './live-reports.ts';
import { missingReferences } from './missing-references.ts';
import type { NodePool, SimulatedNode } from './node-pool.ts';
import type { Pace } from './pace.ts';
import { type Advance, advancePod } from './pod-lifecycle.ts';
import type { PodMemory, World } from './world.ts';

/** How often it is looked for what a pod refers to, in milliseconds. */
const LOOK_AGAIN = 1000;

/** How often statuses are put right that somebody else has changed, in milliseconds. */
const SYNC_PERIOD = 10_000;

/** Not the key of a pod: it stands for all those. */
const SYNC = '';

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
  const foreign = createForeignStatuses();
  /** The uids of pods whose status is being written here. */
  const writing = new Set<string>();
  let allPods: Informer<Pod>;
  let look: (key: string) => void = () => {};
  let noteForeign: (pod: Pod, said: Pod) => void = () => {};

  const meet = (pod: Pod, node: SimulatedNode, now: number) => {
    keepAddress(pod, node);
    const { uid } = pod.metadata;
    if (!node.isSilent && !memories.has(uid)) memories.set(uid, { seen: now, containers: {} });
    look(keyOf(pod));
  };
  const forget = ({ metadata: { uid }, spec }: Pod) => {
    memories.delete(uid);
    reports.forget(uid);
    foreign.forget(uid);
    pool.get(spec.nodeName ?? '')?.podIps.release(uid);
  };
  const write = async (pod: Pod, next: Pod, { client }: ControllerContext) => {
    const { uid } = pod.metadata;
    writing.add(uid);
    try {
      const written = await client.update(pods, next, { subresource: 'status' });
      foreign.forget(uid);
      const shown = allPods.get(keyOf(pod));
      if (shown?.metadata.uid === uid && !isSameVersion(shown, written)) noteForeign(shown, written);
    } catch (error) {
      if (isNotFound(error)) return;
      noteForeign(pod, pod);
      throw error;
    } finally {
      writing.delete(uid);
    }
  };

  return {
    name: 'kubelet',
    workers: 100,
    start({ informers, clock }, queue) {
      const begin = clock.now();
      const untilSync = () => SYNC_PERIOD - ((clock.now() - begin) % SYNC_PERIOD);
      look = (key) => queue.add(key);
      noteForeign = (pod, said) => {
        if (foreign.note(pod, said)) queue.addAfter(SYNC, untilSync(), 'upkeep');
      };
      allPods = informers.for(pods);
      allPods.addIndex(POD_NODE_INDEX, podNodeIndex);
      allPods.onEvent(({ type, object: pod, old }) => {
        if (type === 'DELETED') return forget(pod);
        const node = pool.get(pod.spec.nodeName ?? '');
        if (!node) return;
        if (!old || !isStatusOnly(old, pod)) meet(pod, node, clock.now());
        else if (!writing.has(pod.metadata.uid)) {
          noteForeign(pod, old);
          if (pod.spec.readinessGates?.length) look(keyOf(pod));
        }
      });
    },
    since: ({ metadata }, container) => memories.get(metadata.uid)?.containers[container]?.since,
    resume(node) {
      for (const pod of allPods.byIndex(POD_NODE_INDEX, node)) {
        keepAddress(pod, pool.get(node));
        foreign.makeDue(pod.metadata.uid);
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
      if (key === SYNC) foreign.makeAllDue().forEach(look);
      const shown = allPods.get(key);
      const node = pool.get(shown?.spec.nodeName ?? '');
      if (!shown || !node || node.isSilent) return undefined;
      const pod = foreign.withOwn(shown);
      const { uid } = pod.metadata;
      const now = context.clock.now();
      const missing = await missingReferences(pod, context.client);
      const memory = reports.join(memories.get(uid) ?? { seen: now, containers: {} }, pod);
      const podIps = () => ipsOf(pod, node);
      const advance = advancePod(pod, {
        now,
        pace,
        memory,
        missing,
        node,
        podIps,
        lacksPorts: () => lacksPorts(pod, allPods.byIndex(POD_NODE_INDEX, node.name)),
        ...(runsLive && { runsLive }),
      });
      const isNews = advance.pod !== pod || (foreign.isDue(uid) && !node.isUnready);
      if (isNews && (!advance.remove || isSeenGoing(pod, pace))) await write(pod, advance.pod, context);
      memories.set(uid, advance.memory);
      tell(pod, advance, node);
      if (advance.remove) await remove(pod, context);
      const wakeAt = missing ? Math.min(advance.wakeAt ?? Infinity, now + LOOK_AGAIN) : advance.wakeAt;
      return wakeAt === undefined ? undefined : { requeueAfterMs: wakeAt - now };
    },
  };
}

function isSameVersion(a: Pod, b: Pod): boolean {
  return a.metadata.resourceVersion === b.metadata.resourceVersion;
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

/** At an instant pace nobody could see the last status of a pod that goes, unless something holds it back. */
function isSeenGoing({ metadata }: Pod, pace: Pace): boolean {
  return pace.terminate > 0 || (metadata.finalizers?.length ?? 0) > 0;
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
