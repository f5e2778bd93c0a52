import type { Container, LimitRange, Pod, PodSpec } from '../api/types.gen.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

type Amounts = Readonly<Record<string, string>>;

/** What the containers leave out, and an annotation that says so. Changes the pod. */
export function fillFromRange(pod: Pod & { spec: PodSpec }, range: LimitRange): void {
  const items = (range.spec?.limits ?? []).filter(({ type }) => type === 'Container');
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as Amounts;
  const limits = Object.assign({}, ...items.map((item) => item.default)) as Amounts;
  const filled = [
    ...(pod.spec.containers ?? []).flatMap((c) => fill(c, { requests, limits }, 'container')),
    ...(pod.spec.initContainers ?? []).flatMap((c) => fill(c, { requests, limits }, 'init container')),
  ];
  if (filled.length === 0) return;
  const text = `LimitRanger plugin set: ${filled.join('; ')}`;
  pod.metadata.annotations = { ...pod.metadata.annotations, [ANNOTATION]: text };
}

function fill(container: Container, defaults: { requests: Amounts; limits: Amounts }, kind: string): string[] {
  return (['requests', 'limits'] as const).flatMap((part) => {
    const present = container.resources?.[part] ?? {};
    const missing = Object.keys(defaults[part]).filter((name) => present[name] === undefined);
    if (missing.length === 0) return [];
    container.resources = { ...container.resources, [part]: { ...defaults[part], ...present } };
    return [`${missing.sort().join(', ')} ${part.slice(0, -1)} for ${kind} ${container.name}`];
  });
}
