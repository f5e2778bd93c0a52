import type { Container, ContainerPort } from '../../api/types.gen.ts';

/** Ports of all containers of a pod that get in each other's way, or may. */
export function portWarnings(containers: readonly [container: Container, field: string][]): string[] {
  const places = new Map<string, { port: ContainerPort; field: string }[]>();
  const warnings: string[] = [];
  for (const [container, path] of containers) {
    (container.ports ?? []).forEach((port, i) => {
      const field = `${path}.ports[${i}]`;
      if (port.hostIP && !port.hostPort) warnings.push(`${field}: hostIP set without hostPort: ${goText(port)}`);
      const key = `${port.containerPort}/${port.protocol}`;
      const others = places.get(key) ?? [];
      for (const other of others)
        warnings.push(...clash(port, other.port).map((text) => `${field}: ${text} ${other.field}`));
      places.set(key, [...others, { port, field }]);
    });
  }
  return warnings;
}

function clash(port: ContainerPort, other: ContainerPort): string[] {
  const [ip, otherIp] = [port.hostIP ?? '', other.hostIP ?? ''];
  const [hostPort, otherHostPort] = [port.hostPort ?? 0, other.hostPort ?? 0];
  if (ip === otherIp && hostPort === otherHostPort) return ['duplicate port definition with'];
  if (hostPort === 0 || otherHostPort === 0) return ['overlapping port definition with'];
  if (hostPort !== otherHostPort || (ip === '') === (otherIp === '')) return [];
  return ['dangerously ambiguous port definition with'];
}

/** Go's `%+v`. */
function goText({ name = '', hostPort = 0, containerPort, protocol, hostIP = '' }: ContainerPort): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
}
