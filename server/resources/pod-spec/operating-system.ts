import { type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import type { PodSecurityContext, PodSpec, SecurityContext } from '../../api/types.gen.ts';
import { eachContainer } from './each-container.ts';

const NOT_ON_WINDOWS = 'cannot be set for a windows pod';
const NOT_ON_LINUX = 'windows options cannot be set for a linux pod';

/** A pod that says which system it is for has no options of the other. */
export function validateOperatingSystem(spec: PodSpec, field: string): FieldError[] {
  if (!spec.os) return [];
  switch (spec.os.name ?? '') {
    case '':
      return [required(`${field}.os.name`, 'cannot be empty')];
    case 'linux':
      return validateLinux(spec, field);
    case 'windows':
      return [...validateWindowsPod(spec, field), ...validateWindowsContainers(spec, field)];
    default:
      return [notSupported(`${field}.os`, spec.os.name, ['linux', 'windows'])];
  }
}

function validateLinux(spec: PodSpec, field: string): FieldError[] {
  const contexts: [PodSecurityContext | SecurityContext | undefined, string][] = [
    [spec.securityContext, field],
    ...eachContainer(spec, field).map(([c, at]): [SecurityContext | undefined, string] => [c.securityContext, at]),
  ];
  return contexts
    .filter(([context]) => context?.windowsOptions)
    .map(([, at]) => forbidden(`${at}.securityContext.windowsOptions`, NOT_ON_LINUX));
}

/** In the order of Kubernetes' checks; a name without a prefix is a field of the spec itself. */
const POD_FIELDS = [
  'securityContext.appArmorProfile',
  'securityContext.seLinuxOptions',
  'hostUsers',
  'hostPID',
  'hostIPC',
  'securityContext.seccompProfile',
  'securityContext.fsGroup',
  'securityContext.fsGroupChangePolicy',
  'securityContext.sysctls',
  'shareProcessNamespace',
  'securityContext.runAsUser',
  'securityContext.runAsGroup',
  'securityContext.supplementalGroups',
  'securityContext.supplementalGroupsPolicy',
  'securityContext.seLinuxChangePolicy',
];

function validateWindowsPod(spec: PodSpec, field: string): FieldError[] {
  return POD_FIELDS.filter((path) => isSet(spec, path)).map((path) => forbidden(`${field}.${path}`, NOT_ON_WINDOWS));
}

function isSet(spec: PodSpec, path: string): boolean {
  const value = path
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], spec);
  return value !== undefined && value !== null;
}

const CONTAINER_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const satisfies readonly (keyof SecurityContext)[];

function validateWindowsContainers(spec: PodSpec, field: string): FieldError[] {
  return eachContainer(spec, field).flatMap(([{ securityContext }, at]) =>
    CONTAINER_FIELDS.filter((name) => securityContext?.[name] !== undefined).map((name) =>
      forbidden(`${at}.securityContext.${name}`, NOT_ON_WINDOWS),
    ),
  );
}

/** Containers that are processes of a Windows host: all of a pod or none. */
export function validateHostProcess(spec: PodSpec, field: string): FieldError[] {
  const pod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = eachContainer(spec, field);
  const errors = containers.flatMap(([{ securityContext }, at]) => {
    const own = securityContext?.windowsOptions?.hostProcess;
    if (pod === undefined || own === undefined || pod === own) return [];
    const detail = `pod hostProcess value must be identical if both are specified, was ${pod}`;
    return [invalid(`${at}.securityContext.windowsOptions.hostProcess`, own, detail)];
  });
  const onHost = containers.filter(([c]) => c.securityContext?.windowsOptions?.hostProcess ?? pod).length;
  if (onHost === 0) return errors;
  const all = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
  const network = 'hostNetwork must be true if pod contains any hostProcess containers';
  return [
    ...errors,
    ...(onHost === containers.length ? [] : [invalid(field, '', all)]),
    ...(spec.hostNetwork ? [] : [invalid(`${field}.hostNetwork`, false, network)]),
  ];
}
