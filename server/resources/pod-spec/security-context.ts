import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  notSupported,
  required,
  tooLong,
} from '../../api/field-error.ts';
import { userIdErrors } from '../../api/names.ts';
import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
  Sysctl,
} from '../../api/types.gen.ts';
import { choice, invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { validateDescendingPath } from './paths.ts';
import { validateWindowsOptions } from './windows-options.ts';

/** Of the pod as a whole. */
export function validatePodSecurityContext(spec: PodSpec, field: string): FieldError[] {
  const context = spec.securityContext;
  if (!context) return [];
  return [
    ...validateId(context.fsGroup, `${field}.fsGroup`),
    ...validateId(context.runAsUser, `${field}.runAsUser`),
    ...validateId(context.runAsGroup, `${field}.runAsGroup`),
    ...validateEach(context.supplementalGroups, `${field}.supplementalGroups`, validateId),
    ...validateSharedProcesses(spec, `${field}.shareProcessNamespace`),
    ...validateSysctls(context.sysctls, spec, `${field}.sysctls`),
    ...choice(`${field}.fsGroupChangePolicy`, context.fsGroupChangePolicy, ['Always', 'OnRootMismatch']),
    ...validateSeccomp(context.seccompProfile, `${field}.seccompProfile`),
    ...validateWindowsOptions(context.windowsOptions, `${field}.windowsOptions`),
    ...validateAppArmor(context.appArmorProfile, `${field}.appArmorProfile`),
    ...validateGroupPolicies(context, field),
  ];
}

function validateGroupPolicies(context: PodSecurityContext, field: string): FieldError[] {
  return [
    ...choice(`${field}.supplementalGroupsPolicy`, context.supplementalGroupsPolicy, ['Merge', 'Strict']),
    ...choice(`${field}.seLinuxChangePolicy`, context.seLinuxChangePolicy, ['MountOption', 'Recursive']),
  ];
}

/** Of one container. */
export function validateSecurityContext(
  context: SecurityContext | undefined,
  field: string,
  { hostUsers }: { hostUsers: boolean },
): FieldError[] {
  if (!context) return [];
  return [
    ...validateId(context.runAsUser, `${field}.runAsUser`),
    ...validateId(context.runAsGroup, `${field}.runAsGroup`),
    ...validateProcMount(context.procMount, hostUsers, `${field}.procMount`),
    ...validateSeccomp(context.seccompProfile, `${field}.seccompProfile`),
    ...validateEscalation(context, field),
    ...validateWindowsOptions(context.windowsOptions, `${field}.windowsOptions`),
    ...validateAppArmor(context.appArmorProfile, `${field}.appArmorProfile`),
  ];
}

function validateId(id: number | undefined, field: string): FieldError[] {
  return id === undefined ? [] : invalidFor(field, id, userIdErrors(id));
}

function validateSharedProcesses({ shareProcessNamespace, hostPID }: PodSpec, field: string): FieldError[] {
  if (!shareProcessNamespace || !hostPID) return [];
  return [invalid(field, true, 'ShareProcessNamespace and HostPID cannot both be enabled')];
}

function validateProcMount(type: string | undefined, hostUsers: boolean, field: string): FieldError[] {
  if (type === undefined) return [];
  if (type !== 'Default' && type !== 'Unmasked') return [notSupported(field, type, ['Default', 'Unmasked'])];
  return hostUsers && type === 'Unmasked' ? [invalid(field, type, '`hostUsers` must be false to use `Unmasked`')] : [];
}

function validateEscalation(context: SecurityContext, field: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const cannot = 'cannot set `allowPrivilegeEscalation` to false and';
  const admin = (context.capabilities?.add ?? []).filter((name) => name === 'CAP_SYS_ADMIN');
  return [
    ...(context.privileged ? [invalid(field, context, `${cannot} \`privileged\` to true`)] : []),
    ...admin.map(() => invalid(field, context, `${cannot} \`capabilities.Add\` CAP_SYS_ADMIN`)),
  ];
}

const SYSCTL = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const sysctlName = new RegExp(`^${SYSCTL}$`);

function validateSysctls(sysctls: readonly Sysctl[] | undefined, spec: PodSpec, field: string): FieldError[] {
  const names = new Set<string>();
  return validateEach(sysctls, field, ({ name = '' }, at) => {
    const errors = validateSysctlName(name, names, `${at}.name`);
    names.add(name);
    return [...errors, ...validateOwnNamespace(name, spec, `${at}.name`)];
  });
}

function validateSysctlName(name: string, names: ReadonlySet<string>, field: string): FieldError[] {
  if (name === '') return [required(field)];
  if (name.length > 253 || !sysctlName.test(name)) {
    return [invalid(field, name, `must have at most 253 characters and match regex ^${SYSCTL}$`)];
  }
  return names.has(name) ? [duplicate(field, name)] : [];
}

const IPC_SYSCTLS = /^(kernel\.(shm|msg|sem)|fs\.mqueue\.)/;

function validateOwnNamespace(name: string, { hostNetwork, hostIPC }: PodSpec, field: string): FieldError[] {
  const dotted = name.replaceAll('/', '.');
  if (hostNetwork && dotted.startsWith('net.')) {
    return [invalid(field, name, "may not be specified when 'hostNetwork' is true")];
  }
  return hostIPC && IPC_SYSCTLS.test(dotted)
    ? [invalid(field, name, "may not be specified when 'hostIPC' is true")]
    : [];
}

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function validateSeccomp(profile: SeccompProfile | undefined, field: string): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile: path } = profile;
  const errors = validateProfileType(type, 'seccompProfile', `${field}.type`);
  const at = `${field}.localhostProfile`;
  if (type === 'Localhost') {
    if (path === undefined) return [...errors, required(at, 'must be set when seccomp type is Localhost')];
    return [...errors, ...validateDescendingPath(path, at)];
  }
  if (path === undefined) return errors;
  return [...errors, invalid(at, profile, 'can only be set when seccomp type is Localhost')];
}

function validateProfileType(type: string | undefined, name: string, field: string): FieldError[] {
  if (!type) return [required(field, `type is required when ${name} is set`)];
  return PROFILE_TYPES.includes(type) ? [] : [notSupported(field, type, PROFILE_TYPES)];
}

function validateAppArmor(profile: AppArmorProfile | undefined, field: string): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile: path } = profile;
  const at = `${field}.localhostProfile`;
  if (type === 'Localhost') return validateLocalAppArmor(path, at);
  const errors = validateProfileType(type, 'appArmorProfile', `${field}.type`);
  if (errors.length > 0 || path === undefined) return errors;
  return [invalid(at, path, 'can only be set when AppArmor type is Localhost')];
}

function validateLocalAppArmor(path: string | undefined, field: string): FieldError[] {
  const missing = required(field, 'must be set when AppArmor type is Localhost');
  if (path === undefined) return [missing];
  const errors: FieldError[] = [];
  if (path.trim() !== path) errors.push(invalid(field, path, 'must not be padded with whitespace'));
  else if (path === '') errors.push(missing);
  return Buffer.byteLength(path) > 4095 ? [...errors, tooLong(field, 4095)] : errors;
}

/** A pod with users of its own shares no other namespace with the host. */
export function validateHostUsers(spec: PodSpec, field: string): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const detail = 'when `pod.Spec.HostUsers` is false';
  return [
    ...(spec.hostNetwork ? [forbidden(`${field}.hostNetwork`, detail)] : []),
    ...(spec.hostPID ? [forbidden(`${field}.HostPID`, detail)] : []),
    ...(spec.hostIPC ? [forbidden(`${field}.HostIPC`, detail)] : []),
  ];
}
