import type { ContainerStatus, Pod } from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { type ContainerView, willRestart } from '../containers.ts';
import { digestOf, fullImageName, imageId, imageSize } from '../images.ts';
import { sinceOf, type World } from '../world.ts';
import { containerDetails } from './container-details.ts';
import { durationText } from './duration-text.ts';
import { expectedEnd } from './expected-end.ts';
import {
  type ContainerChange,
  type ContainerRule,
  containerEvent,
  isActive,
  type LifecycleRule,
  type PodEvent,
} from './lifecycle-rule.ts';
import { backoffAfter, firstStart, problemOf, sandboxReady } from './pull-images.ts';
import { isReadyAtOnce } from './run-probes.ts';

const ADDRESS_RETRY = 10_000;

export const giveAddresses: LifecycleRule = {
  name: 'the sandbox of a pod is ready: it has its addresses',
  when(pod, world) {
    if (!isActive(pod) || pod.status.startTime === undefined || pod.status.podIP !== undefined) return undefined;
    if (world.missing?.mount !== undefined) return undefined;
    const at = sandboxReady(pod, world);
    // Without an address it has to wait for one that others give back.
    return at <= world.now && world.podIps().length === 0 ? world.now + ADDRESS_RETRY : at;
  },
  next(_, world) {
    const ips = world.podIps();
    return { status: { podIP: ips[0], podIPs: ips.map((ip) => ({ ip })) } };
  },
};

export const startContainer: ContainerRule = {
  name: 'a container starts',
  when(view, pod, world) {
    if (problemOf(pod, view) || world.missing?.containers[view.spec.name] !== undefined) return undefined;
    return firstStart(view, pod, world) ?? nextStart(view, pod, world);
  },
  next: start,
};

/** A container that ends for the first time is started again at once, after that it has to wait. */
function nextStart(view: ContainerView, pod: Pod, world: World): number | undefined {
  const { state } = view.status;
  if (state?.waiting?.reason === 'CrashLoopBackOff') return sinceOf(view, world) + crashDelay(view, world);
  const mayStart = state?.terminated && willRestart(pod, view, state.terminated.exitCode);
  return mayStart && crashDelay(view, world) === 0 ? sinceOf(view, world) + world.pace.start : undefined;
}

export const backOffFromCrash: ContainerRule = {
  name: 'a container that crashes again and again is left for a while',
  when(view, pod, world) {
    const { terminated } = view.status.state ?? {};
    if (!terminated || !willRestart(pod, view, terminated.exitCode)) return undefined;
    return crashDelay(view, world) > 0 ? sinceOf(view, world) + world.pace.start : undefined;
  },
  next(view, { metadata }, world) {
    const where = `pod ${metadata.name}_${metadata.namespace}(${metadata.uid})`;
    const wait = durationText(crashDelay(view, world));
    const message = `back-off ${wait} restarting failed container=${view.spec.name} ${where.replace(' ', '=')}`;
    const lastState = view.status.state ?? {};
    return {
      status: { ...view.status, state: { waiting: { reason: 'CrashLoopBackOff', message } }, lastState },
      events: [
        containerEvent(view, 'Warning', [
          'BackOff',
          `Back-off restarting failed container ${view.spec.name} in ${where}`,
        ]),
      ],
    };
  },
};

function crashDelay({ spec, status }: ContainerView, { memory }: World): number {
  const failures = memory.containers[spec.name]?.failures ?? status.restartCount + 1;
  return failures <= 1 ? 0 : backoffAfter(failures - 1);
}

function start(view: ContainerView, pod: Pod, world: World): ContainerChange {
  const { spec, status } = view;
  const { image = '' } = spec;
  const before = status.state?.terminated ?? status.lastState?.terminated;
  const restartCount = status.restartCount + (before ? 1 : 0);
  const next: ContainerStatus = {
    ...status,
    state: { running: { startedAt: timestamp(world.now) } },
    lastState: before ? { terminated: before } : {},
    ready: isReadyAtOnce(view, pod, world),
    started: !spec.startupProbe,
    restartCount,
    image: fullImageName(image),
    imageID: imageId(image),
    containerID: `containerd://${digestOf(`${pod.metadata.uid}/${spec.name}/${restartCount}`)}`,
    ...containerDetails(pod, view),
  };
  const end = expectedEnd(view, pod, world);
  return {
    status: next,
    events: startEvents(view, world),
    memory: { end, probes: {}, ...(!before && { failures: 0 }) },
  };
}

function startEvents(view: ContainerView, { node, pace }: World): PodEvent[] {
  const { image = '', imagePullPolicy } = view.spec;
  const isPulled = imagePullPolicy === 'Always' || (imagePullPolicy !== 'Never' && !node.images.has(image));
  const took = durationText(pace.start);
  const pulled = isPulled
    ? `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${imageSize(image)} bytes.`
    : `Container image "${image}" already present on machine and can be accessed by the pod`;
  return [
    ...(isPulled ? [containerEvent(view, 'Normal', ['Pulling', `Pulling image "${image}"`])] : []),
    containerEvent(view, 'Normal', ['Pulled', pulled]),
    containerEvent(view, 'Normal', ['Created', 'Container created']),
    containerEvent(view, 'Normal', ['Started', 'Container started']),
  ];
}
