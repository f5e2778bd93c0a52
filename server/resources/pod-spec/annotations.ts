import { type FieldError, forbidden, goQuote, invalid } from '../../api/field-error.ts';
import type { AppArmorProfile, ObjectMeta, PodSpec, SeccompProfile } from '../../api/types.gen.ts';
import { eachContainer } from './each-container.ts';
import { validateDescendingPath } from './paths.ts';

export const MIRROR = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
export const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
export const APPARMOR_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';
const LOCALHOST = 'localhost/';

type Annotations = Readonly<Record<string, string>>;

/** Annotations that mean something to pods. */
export function validatePodAnnotations(annotations: Annotations = {}, spec: PodSpec, field: string): FieldError[] {
  if (Object.keys(annotations).length === 0) return [];
  const mirror = annotations[MIRROR];
  const cost = annotations[DELETION_COST];
  return [
    ...(mirror !== undefined && !spec.nodeName
      ? [invalid(`${field}[${MIRROR}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set')]
      : []),
    ...(cost !== undefined && !isInt32(cost)
      ? [invalid(`${field}[${DELETION_COST}]`, cost, 'must be a 32bit integer')]
      : []),
    ...validateSeccompAnnotations(annotations, field),
    ...validateAppArmorAnnotations(annotations, spec, field),
  ];
}

function isInt32(text: string): boolean {
  return /^(0|-?[1-9]\d*|-0)$/.test(text) && Math.abs(Number(text) + 0.5) <= 2 ** 31;
}

function validateSeccompAnnotations(annotations: Annotations, field: string): FieldError[] {
  return Object.entries(annotations)
    .filter(([key]) => key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER))
    .flatMap(([key, profile]) => {
      if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return [];
      if (profile.startsWith(LOCALHOST))
        return validateDescendingPath(profile.slice(LOCALHOST.length), `${field}.${key}`);
      return [invalid(`${field}.${key}`, profile, 'must be a valid seccomp profile')];
    });
}

function validateAppArmorAnnotations(annotations: Annotations, spec: PodSpec, field: string): FieldError[] {
  const names = new Set(eachContainer(spec, '').map(([container]) => container.name));
  return Object.entries(annotations)
    .filter(([key]) => key.startsWith(APPARMOR_CONTAINER))
    .flatMap(([key, profile]) => {
      const container = key.slice(APPARMOR_CONTAINER.length);
      const known = ['', 'runtime/default', 'unconfined'].includes(profile) || profile.startsWith(LOCALHOST);
      return [
        ...(names.has(container) ? [] : [invalid(`${field}[${key}]`, container, 'container not found')]),
        ...(known ? [] : [invalid(`${field}[${key}]`, profile, `invalid AppArmor profile name: ${goQuote(profile)}`)]),
      ];
    });
}

/** Some annotations are part of what the pod is and cannot change. */
export function validatePodAnnotationsUpdate(annotations: Annotations, old: Annotations, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(old)) {
    if (annotations[key] !== value) errors.push(...forbiddenChange(key, 'remove or update', field));
  }
  for (const key of Object.keys(annotations)) {
    if (old[key] === undefined) errors.push(...forbiddenChange(key, 'add', field));
  }
  return errors;
}

function forbiddenChange(key: string, change: string, field: string): FieldError[] {
  if (key.startsWith(APPARMOR_CONTAINER))
    return [forbidden(`${field}[${key}]`, `may not ${change} AppArmor annotations`)];
  return key === MIRROR ? [forbidden(`${field}[${key}]`, `may not ${change} mirror pod annotation`)] : [];
}

/** Where the old annotation and the field are both there, they say the same. */
export function validateSeccompAgrees(meta: Partial<ObjectMeta>, spec: PodSpec, field: string): FieldError[] {
  const annotations = meta.annotations ?? {};
  const places: [SeccompProfile | undefined, string, string][] = [
    [spec.securityContext?.seccompProfile, SECCOMP_POD, field],
    ...eachContainer(spec, field).map(([c, at]): [SeccompProfile | undefined, string, string] => {
      return [c.securityContext?.seccompProfile, `${SECCOMP_CONTAINER}${c.name}`, at];
    }),
  ];
  return places.flatMap(([profile, key, at]) =>
    validateAgrees(profile, annotations[key], { field: `${at}.securityContext.seccompProfile`, what: 'seccomp' }),
  );
}

/** As for seccomp; a container without a profile has the pod's. */
export function validateAppArmorAgrees(meta: Partial<ObjectMeta>, spec: PodSpec, field: string): FieldError[] {
  if (spec.os?.name === 'windows') return [];
  const annotations = meta.annotations ?? {};
  return eachContainer(spec, field).flatMap(([container, at]) => {
    const profile = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
    const annotation = annotations[`${APPARMOR_CONTAINER}${container.name}`];
    return validateAgrees(profile, annotation, { field: `${at}.securityContext.appArmorProfile`, what: 'apparmor' });
  });
}

function validateAgrees(
  profile: AppArmorProfile | SeccompProfile | undefined,
  annotation: string | undefined,
  { field, what }: { field: string; what: 'seccomp' | 'apparmor' },
): FieldError[] {
  if (!profile || annotation === undefined) return [];
  const wrongType = forbidden(`${field}.type`, `${what} type in annotation and field must match`);
  switch (profile.type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? [] : [wrongType];
    case 'RuntimeDefault':
      return annotation === 'runtime/default' || (what === 'seccomp' && annotation === 'docker/default')
        ? []
        : [wrongType];
    case 'Localhost':
      if (!annotation.startsWith(LOCALHOST)) return [wrongType];
      if (annotation.slice(LOCALHOST.length) === profile.localhostProfile) return [];
      return [forbidden(`${field}.localhostProfile`, `${what} profile in annotation and field must match`)];
    default:
      return [];
  }
}
