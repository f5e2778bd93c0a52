import { goQuote } from '../../api/field-error.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Container, ObjectMeta, PodSpec, PodTemplateSpec } from '../../api/types.gen.ts';
import { APPARMOR_CONTAINER, SECCOMP_CONTAINER, SECCOMP_POD } from './annotations.ts';
import { eachContainer } from './each-container.ts';
import { fractionalBytesWarnings } from './fractional-bytes.ts';
import { portWarnings } from './port-warnings.ts';
import { affinityWarnings, nodeLabelWarnings } from './scheduling-warnings.ts';
import { volumeWarnings } from './volume-warnings.ts';

type Meta = Partial<ObjectMeta> | undefined;

/** Of a workload's template at `field`; none when an update leaves it as it was. */
export function podTemplateWarnings(
  template: PodTemplateSpec,
  old: PodTemplateSpec | undefined,
  field: string,
): string[] {
  if (!template.spec || (old && semanticEqual(template, old))) return [];
  return specWarnings(template.spec, template.metadata, { field, inTemplate: true });
}

/** Of a pod: what works, but not as the writer may think. */
export function podWarnings(spec: PodSpec, meta: Meta): string[] {
  return specWarnings(spec, meta, { field: '', inTemplate: false });
}

interface Place {
  /** Of the template; empty for a pod. */
  field: string;
  inTemplate: boolean;
}

function specWarnings(spec: PodSpec, meta: Meta, place: Place): string[] {
  const at = (path: string) => (place.field === '' ? path : `${place.field}.${path}`);
  const containers = eachContainer(spec, at('spec'));
  return [
    ...nodeLabelWarnings(spec, at('spec')),
    ...deprecatedAnnotationWarnings(meta, at('metadata.annotations')),
    ...volumeWarnings(spec.volumes ?? [], at('spec.volumes')),
    ...duplicateWarnings(spec.hostAliases ?? [], 'ip', at('spec.hostAliases')),
    ...duplicateWarnings(spec.imagePullSecrets ?? [], 'name', at('spec.imagePullSecrets')),
    ...emptySecretWarnings(spec, at('spec.imagePullSecrets')),
    ...fractionalBytesWarnings(spec.overhead, at('spec.overhead')),
    ...seccompWarnings(meta, SECCOMP_POD, spec.securityContext?.seccompProfile, at('metadata.annotations')),
    ...containers.flatMap(([container, path]) => [
      ...profileWarnings(spec, meta, container, { ...place, field: at('metadata.annotations') }),
      ...fractionalBytesWarnings(container.resources?.limits, `${path}.resources.limits`),
      ...fractionalBytesWarnings(container.resources?.requests, `${path}.resources.requests`),
      ...hiddenEnvWarnings(container, `${path}.env`),
    ]),
    ...portWarnings(containers),
    ...gracePeriodWarnings(spec, at('spec.terminationGracePeriodSeconds')),
    ...affinityWarnings(spec.affinity, at('spec.affinity')),
  ];
}

const DEPRECATED_ANNOTATIONS = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
] as const;

function deprecatedAnnotationWarnings(meta: Meta, field: string): string[] {
  const present = DEPRECATED_ANNOTATIONS.filter(([key]) => meta?.annotations?.[key] !== undefined);
  return present.map(([key, text]) => `${field}[${key}]: ${text}`);
}

function duplicateWarnings<K extends string>(
  items: readonly { [P in K]?: string | undefined }[],
  key: K,
  field: string,
): string[] {
  const seen = new Set<string>();
  return items.flatMap((item, i) => {
    const value = item[key] ?? '';
    if (seen.has(value)) return [`${field}[${i}].${key}: duplicate ${key} ${goQuote(value)}`];
    seen.add(value);
    return [];
  });
}

function emptySecretWarnings(spec: PodSpec, field: string): string[] {
  return (spec.imagePullSecrets ?? []).flatMap(({ name }, i) =>
    name ? [] : [`${field}[${i}].name: invalid empty name ""`],
  );
}

function seccompWarnings(meta: Meta, key: string, profile: unknown, field: string): string[] {
  if (profile || meta?.annotations?.[key] === undefined) return [];
  // NOTE: Kubernetes prints these backslashes.
  return [`${field}[${key}]: non-functional in v1.27+; use the \\"seccompProfile\\" field instead`];
}

function profileWarnings(spec: PodSpec, meta: Meta, container: Container, { field, inTemplate }: Place): string[] {
  const { securityContext: context, name } = container;
  const warnings = seccompWarnings(meta, `${SECCOMP_CONTAINER}${name}`, context?.seccompProfile, field);
  const key = `${APPARMOR_CONTAINER}${name}`;
  const confined = context?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
  // For pods the annotation is turned into the field, with a warning of its own.
  if (!inTemplate || confined || meta?.annotations?.[key] === undefined) return warnings;
  return [...warnings, `${field}[${key}]: deprecated since v1.30; use the \\"appArmorProfile\\" field instead`];
}

/** A variable that is set twice may build on itself (`PATH=$(PATH):/x`); anything else hides the first. */
function hiddenEnvWarnings({ env = [] }: Container, field: string): string[] {
  const seen = new Set<string>();
  return env.flatMap(({ name, value = '', valueFrom }, i) => {
    const repeated = seen.has(name);
    seen.add(name);
    const reference = `$(${name})`;
    if (!repeated || (!valueFrom && value !== reference && value.includes(reference))) return [];
    return [`${field}[${i}]: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`];
  });
}

function gracePeriodWarnings({ terminationGracePeriodSeconds: seconds }: PodSpec, field: string): string[] {
  if (seconds === undefined || seconds >= 0) return [];
  return [`${field}: must be >= 0; negative values are invalid and will be treated as 1`];
}
