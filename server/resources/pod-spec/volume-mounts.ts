import { type FieldError, forbidden, invalid, notFoundField, notSupported, required } from '../../api/field-error.ts';
import type { Container, VolumeDevice, VolumeMount } from '../../api/types.gen.ts';
import { choice } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { validateDescendingPath, validateNoBacksteps } from './paths.ts';
import type { VolumesByName } from './volumes.ts';

export function validateVolumeMounts(container: Container, volumes: VolumesByName, field: string): FieldError[] {
  const devices = container.volumeDevices ?? [];
  const paths = new Set<string>();
  return validateEach(container.volumeMounts, field, (mount, at) => {
    const repeated = paths.has(mount.mountPath ?? '');
    paths.add(mount.mountPath ?? '');
    return [
      ...(mount.name ? [] : [required(`${at}.name`)]),
      ...(volumes.has(mount.name) ? [] : [notFoundField(`${at}.name`, mount.name ?? '')]),
      ...(mount.mountPath ? [] : [required(`${at}.mountPath`)]),
      ...(repeated ? [invalid(`${at}.mountPath`, mount.mountPath ?? '', 'must be unique')] : []),
      ...validateNotDevice(mount, devices, at),
      ...(volumes.get(mount.name)?.image ? validateImageMount(mount, at) : []),
      ...validateSubPaths(mount, at, field),
      // NOTE: Kubernetes names the list in the errors of these two.
      ...validatePropagation(mount, container, `${field}.mountPropagation`),
      ...validateRecursiveReadOnly(mount, `${field}.recursiveReadOnly`),
    ];
  });
}

function validateNotDevice(
  { name, mountPath }: VolumeMount,
  devices: readonly VolumeDevice[],
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (devices.some((device) => device.name === name)) {
    errors.push(invalid(`${field}.name`, name, 'must not already exist in volumeDevices'));
  }
  if (devices.some((device) => device.devicePath === mountPath)) {
    errors.push(invalid(`${field}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'));
  }
  return errors;
}

function validateImageMount({ subPath, subPathExpr }: VolumeMount, field: string): FieldError[] {
  const detail = 'not allowed in image volume sources';
  return [
    ...(subPath ? [invalid(`${field}.subPath`, subPath, detail)] : []),
    ...(subPathExpr ? [invalid(`${field}.subPathExpr`, subPathExpr, detail)] : []),
  ];
}

function validateSubPaths({ subPath, subPathExpr }: VolumeMount, field: string, list: string): FieldError[] {
  const detail = 'subPathExpr and subPath are mutually exclusive';
  return [
    ...(subPath ? validateDescendingPath(subPath, `${list}.subPath`) : []),
    ...(subPath && subPathExpr ? [invalid(`${field}.subPathExpr`, subPathExpr, detail)] : []),
    ...(subPathExpr ? validateDescendingPath(subPathExpr, `${list}.subPathExpr`) : []),
  ];
}

function validatePropagation({ mountPropagation }: VolumeMount, container: Container, field: string): FieldError[] {
  const errors = choice(field, mountPropagation, ['Bidirectional', 'HostToContainer', 'None']);
  if (mountPropagation !== 'Bidirectional' || container.securityContext?.privileged) return errors;
  return [forbidden(field, 'Bidirectional mount propagation is available only to privileged containers')];
}

function validateRecursiveReadOnly(mount: VolumeMount, field: string): FieldError[] {
  const { recursiveReadOnly: mode, readOnly, mountPropagation } = mount;
  if (mode === undefined || mode === 'Disabled') return [];
  if (mode !== 'Enabled' && mode !== 'IfPossible') {
    return [notSupported(field, mode, ['Disabled', 'Enabled', 'IfPossible'])];
  }
  const detail = 'may only be specified when mountPropagation is None or not specified';
  return [
    ...(readOnly ? [] : [forbidden(field, 'may only be specified when readOnly is true')]),
    ...(mountPropagation === undefined || mountPropagation === 'None' ? [] : [forbidden(field, detail)]),
  ];
}

export function validateVolumeDevices(container: Container, volumes: VolumesByName, field: string): FieldError[] {
  const mounts = container.volumeMounts ?? [];
  const names = new Set<string>();
  const paths = new Set<string>();
  return validateEach(container.volumeDevices, field, (device, at) => {
    const errors = [
      ...validateDeviceName(device.name ?? '', names, volumes, `${at}.name`),
      ...validateDevicePath(device.devicePath ?? '', paths, `${at}.devicePath`),
      ...validateNotMounted(device, mounts, at),
    ];
    if (device.name) names.add(device.name);
    return errors;
  });
}

function validateDeviceName(
  name: string,
  names: ReadonlySet<string>,
  volumes: VolumesByName,
  field: string,
): FieldError[] {
  const volume = volumes.get(name);
  const isClaim = volume?.persistentVolumeClaim || volume?.ephemeral;
  const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
  return [
    ...(name === '' ? [required(field)] : []),
    ...(names.has(name) ? [invalid(field, name, 'must be unique')] : []),
    ...(volume && !isClaim ? [invalid(field, name, detail)] : []),
    ...(volume ? [] : [notFoundField(field, name)]),
  ];
}

function validateDevicePath(path: string, paths: Set<string>, field: string): FieldError[] {
  const errors = path === '' ? [required(field)] : [];
  if (paths.has(path)) errors.push(invalid(field, path, 'must be unique'));
  if (validateNoBacksteps(path, field).length > 0) {
    return [...errors, invalid(field, path, "can not contain backsteps ('..')")];
  }
  paths.add(path);
  return errors;
}

function validateNotMounted(
  { name, devicePath }: VolumeDevice,
  mounts: readonly VolumeMount[],
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (mounts.some((mount) => mount.name === name)) {
    errors.push(invalid(`${field}.name`, name, 'must not already exist in volumeMounts'));
  }
  if (mounts.some((mount) => mount.mountPath === devicePath)) {
    errors.push(invalid(`${field}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts'));
  }
  return errors;
}
