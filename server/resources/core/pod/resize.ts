import { type FieldError, forbidden, invalid } from '../../../api/field-error.ts';
import { semanticEqual } from '../../../api/semantic-equal.ts';
import type { Container, Pod, ResourceRequirements } from '../../../api/types.gen.ts';
import type { PartSubresource } from '../../../registry/define-resource.ts';
import { MIRROR } from '../../pod-spec/annotations.ts';
import { qualityOfService } from '../../pod-spec/quality-of-service.ts';
import { keepEverything } from './ephemeral-containers.ts';
import { specOf, validateWholePod } from './validate-pod.ts';

/** More or less cpu and memory for running containers (KEP-1287). */
export const resize: PartSubresource<Pod> = {
  kind: 'part',
  ownedFields: [
    'spec.containers.*.resources',
    'spec.containers.*.resizePolicy',
    'spec.initContainers.*.resources',
    'spec.initContainers.*.resizePolicy',
    'spec.resources',
  ],
  generation: 'spec',
  prepareForUpdate(draft, old) {
    const { containers = [], initContainers = [], resources } = specOf(draft);
    const before = specOf(old);
    const same = containers.length === before.containers.length;
    // Containers that come or go are left for validation to refuse.
    if (!same || initContainers.length !== (before.initContainers ?? []).length) return;
    keepEverything(draft, old);
    draft.spec = { ...before, containers: withResources(before.containers, containers) };
    if (before.initContainers) draft.spec.initContainers = withResources(before.initContainers, initContainers);
    if (resources) draft.spec.resources = resources;
    else delete draft.spec.resources;
  },
  validateUpdate: validateResize,
};

function withResources(old: readonly Container[], next: readonly Container[]): Container[] {
  if (old.some(({ name }, i) => next[i]?.name !== name)) return [...next];
  return old.map((container, i) => {
    const { resources, resizePolicy } = next[i] as Container;
    const { resources: _, resizePolicy: __, ...rest } = container;
    return { ...rest, ...(resources && { resources }), ...(resizePolicy && { resizePolicy }) };
  });
}

function validateResize(pod: Pod, old: Pod): FieldError[] {
  const refused = refusal(old);
  if (refused !== undefined) return [forbidden('[]', refused)];
  const spec = specOf(pod);
  const before = specOf(old);
  if (spec.containers.length !== before.containers.length) {
    return [...validateWholePod(pod), forbidden('spec', 'only cpu and memory resources are mutable')];
  }
  const errors = [...validateWholePod(pod), ...validateQosKept(pod, old), ...validateAmountsKept(pod, old)];
  return [...errors, ...validateOnlyCompute(pod, old)];
}

function refusal(old: Pod): string | undefined {
  if (old.metadata.annotations?.[MIRROR] !== undefined) return 'static pods cannot be resized';
  return old.spec?.os?.name === 'windows' ? 'windows pods cannot be resized' : undefined;
}

function validateQosKept(pod: Pod, old: Pod): FieldError[] {
  const before = old.status?.qosClass ?? qualityOfService(specOf(old));
  if (qualityOfService(specOf(pod)) === before) return [];
  return [invalid('spec', pod.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing')];
}

/** A sidecar may be resized; what runs once may not. */
function validateAmountsKept(pod: Pod, old: Pod): FieldError[] {
  const now = pod.spec?.initContainers ?? [];
  const init = (old.spec?.initContainers ?? []).flatMap((before, i) =>
    before.restartPolicy === 'Always'
      ? validateNoneRemoved(now[i]?.resources, before.resources, `spec.initContainers[${i}].resources`)
      : [],
  );
  const regular = specOf(old).containers.flatMap((before, i) =>
    validateNoneRemoved(pod.spec?.containers[i]?.resources, before.resources, `spec.containers[${i}].resources`),
  );
  return [...init, ...regular];
}

/** Requests and limits may be changed and added, not taken away. */
function validateNoneRemoved(
  resources: ResourceRequirements | undefined,
  old: ResourceRequirements | undefined,
  field: string,
): FieldError[] {
  return (['requests', 'limits'] as const).flatMap((part) => {
    const removed = Object.keys(old?.[part] ?? {}).some((name) => resources?.[part]?.[name] === undefined);
    return removed ? [forbidden(`${field}.${part}`, `resource ${part} cannot be removed`)] : [];
  });
}

function validateOnlyCompute(pod: Pod, old: Pod): FieldError[] {
  const errors = specOf(old).containers.flatMap((before, i) =>
    isSameButCompute(pod.spec?.containers[i], before)
      ? []
      : [forbidden('spec', 'only cpu and memory resources are mutable')],
  );
  const init = (old.spec?.initContainers ?? []).flatMap((before, i) => {
    const now = pod.spec?.initContainers?.[i];
    if (before.restartPolicy !== 'Always') {
      if (semanticEqual(now, before)) return [];
      return [forbidden('spec', 'resources for non-sidecar init containers are immutable')];
    }
    if (isSameButCompute(now, before)) return [];
    return [forbidden('spec', 'only cpu and memory resources for sidecar containers are mutable')];
  });
  return [...errors, ...init];
}

function isSameButCompute(container: Container | undefined, old: Container): boolean {
  const strip = ({ resources, ...rest }: Container) => ({
    ...rest,
    claims: resources?.claims,
    limits: withoutCompute(resources?.limits),
    requests: withoutCompute(resources?.requests),
  });
  return container !== undefined && semanticEqual(strip(container), strip(old));
}

function withoutCompute(amounts: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const { cpu: _, memory: __, ...rest } = amounts ?? {};
  return rest;
}
