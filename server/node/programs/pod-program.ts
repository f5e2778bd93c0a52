import { controllerOf } from '../../api/owner-references.ts';
import type { Container, Pod } from '../../api/types.gen.ts';
import type { ContainerView } from '../containers.ts';
import { expandReferences } from '../environment/expand-references.ts';
import { fieldValue } from '../environment/field-values.ts';
import { delayOf, simulatedFor } from '../simulation.ts';
import { containerProgram, endOf, type Program } from './container-program.ts';

/** How a container's program ends: milliseconds after its start, and its exit code. */
export interface ProgramEnd {
  readonly at: number;
  readonly exitCode: number;
}

export function programOf(pod: Pod, spec: Container, startedAt: number): Program | undefined {
  return containerProgram(spec, { hostname: hostnameOf(pod), environment: plainEnvironment(pod, spec), startedAt });
}

/** What the command plainly does. Undefined when it does not end by itself. What annotations say goes before: see below. */
export function programEnd(pod: Pod, view: ContainerView, pace: { start: number }): ProgramEnd | undefined {
  const { spec, kind } = view;
  const program = programOf(pod, spec, 0);
  const end = program && endOf(program);
  if (end) return end;
  // Nobody can tell what it does: servers go on for ever, but init containers and jobs are there to come to an end.
  const isJob = controllerOf(pod)?.kind === 'Job' && kind === 'main';
  return (kind === 'init' || isJob) && !waitsForEver(program) ? { at: pace.start, exitCode: 0 } : undefined;
}

function waitsForEver(program: Program | undefined): boolean {
  if (!program) return false;
  const first = program.output().next();
  return !first.done || first.value.at === Number.POSITIVE_INFINITY;
}

/** May change while the container runs. */
export function endByAnnotation(pod: Pod, view: ContainerView, pace: { start: number }): ProgramEnd | undefined {
  const code = simulatedFor(pod, 'exit-code', view);
  const after = delayOf(simulatedFor(pod, 'exit-after', view));
  const isLoop = simulatedFor(pod, 'crash-loop', view) === 'true';
  if (code === undefined && after === undefined && !isLoop) return undefined;
  return { at: after ?? pace.start, exitCode: (Number(code ?? (isLoop ? 1 : 0)) || 0) & 255 };
}

export function hostnameOf({ metadata, spec }: Pod): string {
  return spec.hostname ?? metadata.name.slice(0, 63).replace(/[-.]+$/, '');
}

/** Variables whose values stand in the pod. */
export function plainEnvironment(pod: Pod, { env = [] }: Container): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, value = '', valueFrom } of env)
    variables[name] = valueFrom
      ? fieldValue(pod, valueFrom.fieldRef?.fieldPath ?? '')
      : expandReferences(value, variables);
  return variables;
}
