import type { Draft } from '../../api/object.ts';
import { jobs } from '../../api/resource-types.gen.ts';
import type { Container, Job, Pod, PodSpec } from '../../api/types.gen.ts';
import { podFromTemplate } from '../pod-control.ts';

export const TRACKING = 'batch.kubernetes.io/job-tracking';
const INDEX = 'batch.kubernetes.io/job-completion-index';
const FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count';
const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';

/** A pod to be made; with an index for indexed Jobs, and how often that index failed where the Job limits that. */
export interface NewJobPod {
  index?: number;
  failures?: number;
  ignoredFailures?: number;
}

export const isIndexed = ({ spec }: Job): boolean => spec.completionMode === 'Indexed';

/** Its end is not counted yet. */
export const isTracked = ({ metadata }: Pod): boolean => metadata.finalizers?.includes(TRACKING) ?? false;

export function indexOf({ metadata }: Pod): number | undefined {
  return numberIn(metadata.annotations?.[INDEX]);
}

export const failuresOf = ({ metadata }: Pod): number => numberIn(metadata.annotations?.[FAILURES]) ?? 0;
export const ignoredFailuresOf = ({ metadata }: Pod): number => numberIn(metadata.annotations?.[IGNORED_FAILURES]) ?? 0;

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

export function newPod(job: Job, { index, failures, ignoredFailures }: NewJobPod): Draft<Pod> {
  const pod = podFromTemplate(jobs, job, job.spec.template);
  const finalizers = [...new Set([...(pod.metadata.finalizers ?? []), TRACKING])];
  if (index === undefined) return { ...pod, metadata: { ...pod.metadata, finalizers } };
  const name = job.metadata.name;
  const annotations = {
    ...pod.metadata.annotations,
    [INDEX]: String(index),
    ...(failures !== undefined && { [FAILURES]: String(failures) }),
    ...(ignoredFailures && { [IGNORED_FAILURES]: String(ignoredFailures) }),
  };
  const labels = { ...pod.metadata.labels, [INDEX]: String(index) };
  // The pod's own name keeps room for five random characters.
  const generateName = `${name.slice(0, 253 - 7 - String(index).length)}-${index}-`;
  return {
    metadata: { ...pod.metadata, generateName, labels, annotations, finalizers },
    spec: { ...withIndexVariable(job.spec.template.spec as PodSpec), hostname: `${name}-${index}`.slice(0, 63) },
  };
}

function withIndexVariable(spec: PodSpec): PodSpec {
  const add = (container: Container): Container => {
    const { env = [] } = container;
    if (env.some(({ name }) => name === INDEX_VARIABLE)) return container;
    const valueFrom = { fieldRef: { fieldPath: `metadata.labels['${INDEX}']` } };
    return { ...container, env: [...env, { name: INDEX_VARIABLE, valueFrom }] };
  };
  const { initContainers } = spec;
  return {
    ...spec,
    containers: spec.containers.map(add),
    ...(initContainers && { initContainers: initContainers.map(add) }),
  };
}
