/** Ports that containers want of the node itself. */
import type { ContainerPort, Pod } from './types.gen.ts';

const NONE: readonly never[] = Object.freeze([]);

export function hostPortsOf({ containers }: Pod['spec']): readonly ContainerPort[] {
  const ports = containers.flatMap((container) => container.ports ?? []).filter((port) => port.hostPort);
  return ports.length === 0 ? NONE : ports;
}

/** Whether two ports want the same of a node; the unspecified address is all of them. */
export function portsClash(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? 'TCP') !== (b.protocol ?? 'TCP')) return false;
  const [one, other] = [a.hostIP || '0.0.0.0', b.hostIP || '0.0.0.0'];
  return one === other || one === '0.0.0.0' || other === '0.0.0.0';
}
