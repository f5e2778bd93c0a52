import type { Container, PodSpec } from '../../api/types.gen.ts';

/** Every container with its path, in the order in which Kubernetes visits them: init, regular, ephemeral. */
export function eachContainer(spec: PodSpec, field: string): [container: Container, field: string][] {
  const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
  return lists.flatMap((list) =>
    (spec[list] ?? []).map((container, i): [Container, string] => [container, `${field}.${list}[${i}]`]),
  );
}
