import { internalError, statusError } from '../../../api/errors.ts';
import { invalid } from '../../../api/field-error.ts';
import type { Service, ServicePort } from '../../../api/types.gen.ts';
import { RANGE_IS_FULL, type Taker } from './address-taker.ts';
import { refuseInvalid } from './service-allocators.ts';
import { needsHealthCheckPort, nodePortsOf, usesNodePorts, wantsNodePorts } from './service-traits.ts';

export function allocateNodePorts(draft: Service, old: Service | undefined, taker: Taker<number>): void {
  if (!usesNodePorts(draft)) return;
  if (old) updateNodePorts(draft, old, taker);
  else createNodePorts(draft, taker);
}

/** Ports of one number (TCP and UDP) share a node port. */
function createNodePorts(draft: Service, taker: Taker<number>): void {
  const ports = draft.spec.ports ?? [];
  const byPort = new Map<number, number>();
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort && !wantsNodePorts(draft)) continue;
    const shared = byPort.get(port.port);
    if (shared === undefined) {
      const asked = ports.find((other) => other.port === port.port && other.nodePort)?.nodePort;
      if (asked) takeAsked(draft, { index: i, asked, taker });
      port.nodePort = asked || takeNext(taker);
      byPort.set(port.port, port.nodePort);
    } else if (!port.nodePort) {
      port.nodePort = shared;
    } else if (port.nodePort !== shared) {
      takeAsked(draft, { index: i, asked: port.nodePort, taker });
    }
  }
}

function updateNodePorts(draft: Service, old: Service, taker: Taker<number>): void {
  const ours = new Set(nodePortsOf(old));
  const seen = new Set<string>();
  for (const [i, port] of (draft.spec.ports ?? []).entries()) {
    if (!port.nodePort && !wantsNodePorts(draft)) continue;
    if (!port.nodePort) {
      port.nodePort = takeNext(taker);
    } else if (!ours.has(port.nodePort)) {
      takeAsked(draft, { index: i, asked: port.nodePort, taker });
      ours.add(port.nodePort);
    }
    refuseDuplicate(port, seen);
  }
}

/** Kubernetes finds this before it validates, and answers 500. */
function refuseDuplicate({ protocol, nodePort }: ServicePort, seen: Set<string>): void {
  const key = `{${protocol} ${nodePort}}`;
  if (seen.has(key)) throw statusError(500, '', `duplicate nodePort: ${key}`);
  seen.add(key);
}

/** The port on which nodes say whether they have pods of a Service with externalTrafficPolicy Local. */
export function allocateHealthCheckPort(draft: Service, old: Service | undefined, taker: Taker<number>): void {
  if (!needsHealthCheckPort(draft) || (old && needsHealthCheckPort(old))) return;
  const asked = draft.spec.healthCheckNodePort;
  const reason = asked ? taker.take(asked) : undefined;
  if (reason) throw internalError(`failed to allocate requested HealthCheck NodePort ${asked}: ${reason}`);
  if (asked) return;
  const port = taker.takeNext();
  if (port === undefined) throw internalError(`failed to allocate a HealthCheck NodePort 0: ${RANGE_IS_FULL}`);
  draft.spec.healthCheckNodePort = port;
}

function takeNext(taker: Taker<number>): number {
  const port = taker.takeNext();
  if (port === undefined) throw internalError(`failed to allocate a nodePort: ${RANGE_IS_FULL}`);
  return port;
}

interface Asked {
  index: number;
  asked: number;
  taker: Taker<number>;
}

function takeAsked(draft: Service, { index, asked, taker }: Asked): void {
  const reason = taker.take(asked);
  if (reason) refuseInvalid(draft, [invalid(`spec.ports[${index}].nodePort`, asked, reason)]);
}
