import { isConditionTrue } from '../../../api/conditions.ts';
import type { ContainerStatus, Pod, PodStatus } from '../../../api/types.gen.ts';

/** What `kubectl get pods` says of a pod. */
interface PodSummary {
  /** Containers that are ready, and containers that should be: sidecars count, other init containers do not. */
  ready: number;
  total: number;
  /** `Running`, `Init:0/1`, `CrashLoopBackOff`, `Terminating`: the one word that helps most. */
  text: string;
  restarts: number;
  /** When a container last ended, RFC 3339. */
  lastRestart: string | undefined;
}

export function podSummary(pod: Pod): PodSummary {
  const status = pod.status ?? {};
  const sidecars = new Set(
    (pod.spec?.initContainers ?? []).filter((c) => c.restartPolicy === 'Always').map((c) => c.name),
  );
  const start = summarizeStart(pod, sidecars);
  const total = (pod.spec?.containers ?? []).length + sidecars.size;
  const starting = start.text !== undefined && !isConditionTrue(status.conditions, 'Initialized');
  const summary: PodSummary = starting
    ? { ready: start.ready, total, text: start.text as string, ...tally(start.seen) }
    : summarizeRun(status, { ready: start.ready, total, seen: start.sidecars, text: start.text ?? phaseText(status) });
  return { ...summary, text: deletionText(pod) ?? summary.text };
}

/** A reason is more than a phase. */
function phaseText({ phase, reason, conditions = [] }: PodStatus): string {
  const gated = conditions.some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated');
  return gated ? 'SchedulingGated' : reason || (phase ?? '');
}

interface Start {
  /** Undefined when all that starts a pod has been done. */
  text: string | undefined;
  ready: number;
  seen: ContainerStatus[];
  sidecars: ContainerStatus[];
}

/** Goes along the init containers up to the first that is not done. */
function summarizeStart({ spec, status }: Pod, sidecarNames: ReadonlySet<string>): Start {
  const start: Start = { text: undefined, ready: 0, seen: [], sidecars: [] };
  for (const [i, container] of (status?.initContainerStatuses ?? []).entries()) {
    const isSidecar = sidecarNames.has(container.name);
    start.seen.push(container);
    if (isSidecar) start.sidecars.push(container);
    if (container.state?.terminated?.exitCode === 0) continue;
    if (isSidecar && container.started) {
      if (container.ready) start.ready += 1;
      continue;
    }
    return { ...start, text: initText(container, i, spec?.initContainers?.length ?? 0) };
  }
  return start;
}

function initText({ state }: ContainerStatus, index: number, total: number): string {
  if (state?.terminated) return `Init:${endText(state.terminated)}`;
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
}

function endText({
  reason,
  signal,
  exitCode,
}: {
  reason?: string | undefined;
  signal?: number | undefined;
  exitCode: number;
}): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function summarizeRun(
  status: PodStatus,
  start: { ready: number; total: number; seen: ContainerStatus[]; text: string },
): PodSummary {
  const containers = status.containerStatuses ?? [];
  let { text, ready } = start;
  let running = false;
  for (const { state, ready: isReady } of containers.toReversed()) {
    if (state?.waiting?.reason) text = state.waiting.reason;
    else if (state?.terminated) text = endText(state.terminated);
    else if (isReady && state?.running) {
      running = true;
      ready += 1;
    }
  }
  if (text === 'Completed' && running) text = isConditionTrue(status.conditions, 'Ready') ? 'Running' : 'NotReady';
  return { ready, total: start.total, text, ...tally([...start.seen, ...containers]) };
}

function tally(containers: readonly ContainerStatus[]): { restarts: number; lastRestart: string | undefined } {
  const ends = containers.map((c) => c.lastState?.terminated?.finishedAt).filter((time) => typeof time === 'string');
  return {
    restarts: containers.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
    lastRestart: ends.sort().at(-1),
  };
}

function deletionText({ metadata, status }: Pod): string | undefined {
  if (!metadata.deletionTimestamp) return undefined;
  if (status?.reason === 'NodeLost') return 'Unknown';
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' ? undefined : 'Terminating';
}
