import { duplicate, type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import { portNameErrors, portNumberErrors } from '../../api/names.ts';
import type { Container, ContainerPort, IntOrString } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validateContainerPorts(ports: readonly ContainerPort[] | undefined, field: string): FieldError[] {
  const names = new Set<string>();
  return validateEach(ports, field, (port, at) => [
    ...validatePortName(port.name, names, `${at}.name`),
    ...(port.containerPort
      ? validatePortNumber(port.containerPort, `${at}.containerPort`)
      : [required(`${at}.containerPort`)]),
    ...(port.hostPort ? validatePortNumber(port.hostPort, `${at}.hostPort`) : []),
    ...validateProtocol(port.protocol, `${at}.protocol`),
  ]);
}

function validatePortName(name: string | undefined, names: Set<string>, field: string): FieldError[] {
  if (!name) return [];
  const errors = invalidFor(field, name, portNameErrors(name));
  if (errors.length > 0) return errors;
  if (names.has(name)) return [duplicate(field, name)];
  names.add(name);
  return [];
}

function validateProtocol(protocol: string | undefined, field: string): FieldError[] {
  if (!protocol) return [required(field)];
  return PROTOCOLS.includes(protocol) ? [] : [notSupported(field, protocol, PROTOCOLS)];
}

function validatePortNumber(port: number, field: string): FieldError[] {
  return invalidFor(field, port, portNumberErrors(port));
}

export function validatePortNumberOrName(port: IntOrString | undefined, field: string): FieldError[] {
  if (typeof port === 'string') return invalidFor(field, port, portNameErrors(port));
  return validatePortNumber(port ?? 0, field);
}

/** No two ports of these containers on the same port of the host. */
export function validateUniqueHostPorts(containers: readonly Container[], field: string): FieldError[] {
  const taken = new Set<string>();
  return validateEach(containers, field, (container, at) =>
    validateEach(container.ports, `${at}.ports`, ({ protocol, hostIP, hostPort }, portField) => {
      if (!hostPort) return [];
      const key = `${protocol ?? ''}/${hostIP ?? ''}/${hostPort}`;
      if (taken.has(key)) return [duplicate(`${portField}.hostPort`, key)];
      taken.add(key);
      return [];
    }),
  );
}

/** On the host's network a port is the host's port; in a template it may be left out. */
export function validateHostNetworkPorts(
  containers: readonly Container[] | undefined,
  field: string,
  { isPod }: { isPod: boolean },
): FieldError[] {
  return validateEach(containers, field, (container, at) =>
    validateEach(container.ports, `${at}.ports`, ({ hostPort = 0, containerPort }, portField) => {
      if (hostPort === containerPort || (hostPort === 0 && !isPod)) return [];
      return [invalid(`${portField}.hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true')];
    }),
  );
}
