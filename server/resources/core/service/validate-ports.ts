import { duplicate, type FieldError, required } from '../../../api/field-error.ts';
import { dns1123LabelErrors, labelKeyErrors, portNameErrors, portNumberErrors } from '../../../api/names.ts';
import type { ServicePort, ServiceSpec } from '../../../api/types.gen.ts';
import { forbiddenWhen, invalidFor, requiredChoice } from '../../field-checks.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validatePorts(ports: readonly ServicePort[]): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) =>
    validatePort(port, { field: `spec.ports[${i}]`, single: ports.length === 1, names }),
  );
}

interface PortOptions {
  field: string;
  single: boolean;
  names: Set<string>;
}

function validatePort(port: ServicePort, { field, single, names }: PortOptions): FieldError[] {
  const { targetPort = 0, appProtocol } = port;
  return [
    ...(port.name || single ? [] : [required(`${field}.name`)]),
    ...(port.name ? validatePortName(port.name, `${field}.name`, names) : []),
    ...invalidFor(`${field}.port`, port.port, portNumberErrors(port.port)),
    ...requiredChoice(`${field}.protocol`, port.protocol, PROTOCOLS),
    ...validateNumberOrName(`${field}.targetPort`, targetPort),
    ...(appProtocol === undefined ? [] : invalidFor(`${field}.appProtocol`, appProtocol, labelKeyErrors(appProtocol))),
  ];
}

function validatePortName(name: string, field: string, names: Set<string>): FieldError[] {
  const errors = invalidFor(field, name, dns1123LabelErrors(name));
  if (names.has(name)) return [...errors, duplicate(field, name)];
  names.add(name);
  return errors;
}

function validateNumberOrName(field: string, port: number | string): FieldError[] {
  return invalidFor(field, port, typeof port === 'number' ? portNumberErrors(port) : portNameErrors(port));
}

/** No two ports may share number and protocol, nor node port and protocol. */
export function validateDuplicatePorts({ type, ports = [] }: ServiceSpec): FieldError[] {
  return [
    ...(type === 'ClusterIP' ? ports.flatMap(validateNoNodePort) : []),
    ...repeated(ports, (port) => port.nodePort && `${port.protocol}/${port.nodePort}`).map((i) =>
      duplicate(`spec.ports[${i}].nodePort`, ports[i]?.nodePort),
    ),
    ...repeated(ports, (port) => `${port.protocol}/${port.port}`).map((i) =>
      duplicate(`spec.ports[${i}]`, goServicePort(ports[i] as ServicePort)),
    ),
  ];
}

function validateNoNodePort(port: ServicePort, i: number): FieldError[] {
  return forbiddenWhen(`spec.ports[${i}].nodePort`, !!port.nodePort, "may not be used when `type` is 'ClusterIP'");
}

function repeated(ports: readonly ServicePort[], keyOf: (port: ServicePort) => string | number | undefined): number[] {
  const seen = new Set<string | number>();
  return [...ports.entries()].flatMap(([i, port]) => {
    const key = keyOf(port);
    if (!key) return [];
    if (seen.has(key)) return [i];
    seen.add(key);
    return [];
  });
}

/** Kubernetes prints its internal struct, with only these two fields set. */
function goServicePort({ protocol, port }: ServicePort): Record<string, unknown> {
  return { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
}
