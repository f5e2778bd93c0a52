/** What is told of programs that are really run: kept beside what the rules of the pod lifecycle remember. */
import type { Pod } from '../api/types.gen.ts';
import { containersOf } from './containers.ts';
import { type ContainerMemory, type PodMemory, type ProbeFindings, sinceOf } from './world.ts';

export interface LiveEnd {
  /** Of which run of the container. */
  readonly containerID: string;
  readonly exitCode: number;
  /** What it left as its last words: the status shows it. */
  readonly message?: string;
}

export interface LiveFindings extends ProbeFindings {
  /** Of which run of the container. */
  readonly containerID: string;
}

export interface LiveReports {
  add(pod: Pod, container: string, report: Report): void;
  /** The memory with what was told of the runs that the pod's status speaks of. */
  join(memory: PodMemory, pod: Pod): PodMemory;
  /** By the pod's uid. */
  forget(uid: string): void;
}

interface Report {
  readonly end?: LiveEnd;
  readonly probes?: LiveFindings;
}

export function createReports(): LiveReports {
  const reports = new Map<string, Map<string, Report>>();
  return {
    forget: (uid) => void reports.delete(uid),
    add({ metadata }, container, report) {
      const ofPod = reports.get(metadata.uid) ?? new Map<string, Report>();
      reports.set(metadata.uid, ofPod.set(container, { ...ofPod.get(container), ...report }));
    },
    join(memory, pod) {
      const ofPod = reports.get(pod.metadata.uid);
      if (!ofPod) return memory;
      const containers: Record<string, ContainerMemory> = { ...memory.containers };
      for (const view of containersOf(pod)) {
        const { spec, status } = view;
        const known = containers[spec.name] ?? { since: sinceOf(view, { memory }) };
        const report = ofPod.get(spec.name);
        if (report) containers[spec.name] = joined(known, report, status.containerID ?? '');
      }
      return { ...memory, containers };
    },
  };
}

function joined(memory: ContainerMemory, { end, probes }: Report, containerID: string): ContainerMemory {
  const { probes: _, ...others } = memory;
  return {
    ...others,
    ...(end?.containerID === containerID && { end: { ...end, at: 0 } }),
    ...(probes?.containerID === containerID && { probes }),
  };
}
