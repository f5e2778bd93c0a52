import { duplicate, type FieldError, forbidden, invalid, notSupported } from '../../../api/field-error.ts';
import { userIdErrors } from '../../../api/names.ts';
import type {
  Container,
  ContainerStatus,
  ContainerUser,
  PodSpec,
  PodStatus,
  ResourceStatus,
} from '../../../api/types.gen.ts';
import { invalidFor } from '../../field-checks.ts';
import { validateEach } from '../../validate-each.ts';

type Statuses = readonly ContainerStatus[] | undefined;

/** What has ended stays ended, unless the pod's restart policy starts it again. */
export function validateContainerTransitions(
  status: PodStatus,
  old: PodStatus,
  spec: PodSpec,
  field: string,
): FieldError[] {
  const policy = spec.restartPolicy ?? '';
  const sidecars = new Set((spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const init = (old.initContainerStatuses ?? []).map((s) => (sidecars.has(s.name) ? { ...s, state: {} } : s));
  return [
    ...transitions(status.containerStatuses, old.containerStatuses, policy, `${field}.containerStatuses`),
    ...transitions(status.initContainerStatuses, init, policy, `${field}.initContainerStatuses`),
    ...transitions(
      status.ephemeralContainerStatuses,
      old.ephemeralContainerStatuses,
      'Never',
      `${field}.ephemeralContainerStatuses`,
    ),
  ];
}

function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function transitions(statuses: Statuses, old: Statuses, policy: string, field: string): FieldError[] {
  if (policy === 'Always') return [];
  return validateEach(old, field, ({ name, state }, at) => {
    if (!state?.terminated || (state.terminated.exitCode !== 0 && policy === 'OnFailure')) return [];
    const revived = (statuses ?? []).filter((status) => status.name === name && !status.state?.terminated);
    return revived.map(() => forbidden(`${at}.state`, 'may not be transitioned to non-terminated state'));
  });
}

/** Users and devices of containers, as a node reports them. */
export function validateContainerStatuses(status: PodStatus, spec: PodSpec, field: string): FieldError[] {
  const os = spec.os?.name ?? 'linux';
  const noDevices = 'must not be specified in container status';
  return [
    ...users(status.containerStatuses, os, `${field}.containerStatuses`),
    ...users(status.initContainerStatuses, os, `${field}.initContainerStatuses`),
    ...users(status.ephemeralContainerStatuses, os, `${field}.ephemeralContainerStatuses`),
    ...devices(status.containerStatuses, spec.containers, `${field}.containerStatuses`),
    ...devices(status.initContainerStatuses, spec.initContainers ?? [], `${field}.initContainerStatuses`),
    ...validateEach(status.ephemeralContainerStatuses, `${field}.ephemeralContainerStatuses`, (s, at) =>
      s.allocatedResourcesStatus?.length ? [forbidden(`${at}.allocatedResourcesStatus`, noDevices)] : [],
    ),
  ];
}

function users(statuses: Statuses, os: string, field: string): FieldError[] {
  return validateEach(statuses, field, ({ user }, at) => {
    if (!user?.linux) return [];
    if (os === 'windows') return [forbidden(`${at}.linux`, 'cannot be set for a windows pod')];
    return os === 'linux' ? validateLinuxUser(user.linux, `${at}.linux`) : [];
  });
}

function validateLinuxUser(
  { uid, gid, supplementalGroups }: NonNullable<ContainerUser['linux']>,
  field: string,
): FieldError[] {
  return [
    ...invalidFor(`${field}.uid`, uid, userIdErrors(uid)),
    ...invalidFor(`${field}.gid`, gid, userIdErrors(gid)),
    ...validateEach(supplementalGroups, `${field}.supplementalGroups`, (id, at) =>
      invalidFor(at, id, userIdErrors(id)),
    ),
  ];
}

function devices(statuses: Statuses, containers: readonly Container[], field: string): FieldError[] {
  return validateEach(statuses, field, (status, at) => {
    const container = containers.find(({ name }) => name === status.name);
    return validateEach(
      status.allocatedResourcesStatus,
      `${at}.allocatedResourcesStatus`,
      (resource, resourceField) => [
        ...(container ? validateDeviceName(resource.name, container, `${resourceField}.name`) : []),
        ...validateHealth(resource, `${resourceField}.resources`),
      ],
    );
  });
}

function validateDeviceName(name: string, { resources }: Container, field: string): FieldError[] {
  if (!name.startsWith('claim:')) {
    if (resources?.requests?.[name] !== undefined) return [];
    return [invalid(field, name, "must match one of the container's resource requests")];
  }
  const claims = (resources?.claims ?? []).map((c) => `claim:${c.name}${c.request ? `/${c.request}` : ''}`);
  if (claims.includes(name)) return [];
  const form = "'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty";
  return [invalid(field, name, `must match one of the container's resource claims in a format ${form}`)];
}

const HEALTH = ['Healthy', 'Unhealthy', 'Unknown'];

function validateHealth({ resources }: ResourceStatus, field: string): FieldError[] {
  const ids = new Set<string>();
  return validateEach(resources, field, ({ resourceID, health }, at) => {
    const errors = HEALTH.includes(health ?? '') ? [] : [notSupported(`${at}.health`, health ?? '', HEALTH)];
    if (ids.has(resourceID)) errors.push(duplicate(`${at}.resourceID`, resourceID));
    ids.add(resourceID);
    return errors;
  });
}
