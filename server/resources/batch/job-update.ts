/** What of a job may change once it is made. */
import { type FieldError, invalid } from '../../api/field-error.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Container, Job, JobSpec, PodTemplateSpec } from '../../api/types.gen.ts';
import { immutable } from '../field-checks.ts';
import { validateJobSpec } from './job-spec.ts';

export function validateJobSpecUpdate(job: Job, old: Job): FieldError[] {
  const [now, before] = [job.spec, old.spec];
  return [
    ...validateJobSpec(now, 'spec'),
    ...validateCompletions(now, before, 'spec.completions'),
    ...immutable('spec.selector', now.selector, before.selector),
    ...validateTemplateUpdate(job, old),
    ...IMMUTABLE.flatMap((name) => immutable(`spec.${name}`, now[name], before[name])),
  ];
}

const IMMUTABLE = [
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'managedBy',
  'successPolicy',
] as const satisfies readonly (keyof JobSpec)[];

/** Indexed jobs can grow and shrink while they run, in step with their parallelism. */
function validateCompletions(spec: JobSpec, old: JobSpec, field: string): FieldError[] {
  if (spec.completionMode !== 'Indexed') return immutable(field, spec.completions, old.completions);
  if (spec.completions === undefined || spec.completions === old.completions) return [];
  const errors: FieldError[] = [];
  if (spec.completions !== spec.parallelism) {
    errors.push(invalid(field, spec.completions, 'can only be modified in tandem with spec.parallelism'));
  }
  return errors;
}

/** A suspended job's pods do not exist yet: where they run and what they need may still change. */
function validateTemplateUpdate({ spec }: Job, { spec: before, status }: Job): FieldError[] {
  const old = structuredClone(before.template);
  if (before.suspend) {
    if (!status?.startTime) takeSchedulingFrom(spec.template, old);
    takeResourcesFrom(spec.template.spec?.containers ?? [], old.spec?.containers ?? []);
    takeResourcesFrom(spec.template.spec?.initContainers ?? [], old.spec?.initContainers ?? []);
  }
  return immutable('spec.template', spec.template, old);
}

function takeSchedulingFrom(template: PodTemplateSpec, old: PodTemplateSpec): void {
  const { spec } = template;
  const oldSpec = old.spec;
  if (!spec || !oldSpec) return;
  for (const name of ['nodeSelector', 'tolerations', 'schedulingGates'] as const) {
    Object.assign(oldSpec, { [name]: spec[name] });
  }
  const { nodeAffinity: _, ...otherAffinity } = oldSpec.affinity ?? {};
  if (spec.affinity) oldSpec.affinity = { ...otherAffinity, nodeAffinity: spec.affinity.nodeAffinity };
  else if (semanticEqual(otherAffinity, {})) delete oldSpec.affinity;
  old.metadata = { ...old.metadata, ...pick(template) } as NonNullable<PodTemplateSpec['metadata']>;
}

function pick({ metadata }: PodTemplateSpec) {
  return { labels: metadata?.labels, annotations: metadata?.annotations };
}

function takeResourcesFrom(containers: readonly Container[], old: readonly Container[]): void {
  if (containers.length !== old.length) return;
  old.forEach((container, i) => {
    const now = containers[i] as Container;
    if (now.name === container.name) container.resources = now.resources;
  });
}
