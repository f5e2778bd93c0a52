import type { Container, Pod } from '../../api/types.gen.ts';
import { containerProgram, fateOf } from './container-program.ts';
import { hostnameOf, plainEnvironment } from './pod-program.ts';

/**
 * Whether all that the container's program does follows from its words: when it prints what, and how it ends. One that
 * leaves files behind, or that speaks of what is not in the pod, is not plain.
 */
export function isPlainProgram(pod: Pod, container: Container): boolean {
  const { command = [], args = [], env = [], envFrom = [] } = container;
  if (envFrom.length > 0 || env.some(({ valueFrom }) => valueFrom && !valueFrom.fieldRef)) return false;
  const environment = plainEnvironment(pod, container);
  // Variables of Services, which are not in the pod.
  const known = new Set(Object.keys(environment));
  const words = [...command, ...args, ...env.map(({ value = '' }) => value)];
  if (words.some((word) => referencesIn(word).some((name) => !known.has(name)))) return false;
  const program = containerProgram(container, { hostname: hostnameOf(pod), environment, startedAt: 0 });
  return program !== undefined && !program.hasMore && fateOf(program) !== 'unknown';
}

function referencesIn(word: string): string[] {
  return [...word.matchAll(/\$\(([A-Z_][A-Z0-9_]*)\)/g)].map(([, name = '']) => name);
}
