import type { Service, ServicePort } from '../../../api/types.gen.ts';
import { needsClusterIp, needsHealthCheckPort, nodePortsOf, sameList, wantsNodePorts } from './service-traits.ts';

/**
 * Fills in what the server gave before and the writer left out, so that the manifest that made a Service can be sent
 * again.
 */
export function keepAllocated(draft: Service, old: Service): void {
  if (needsClusterIp(old) && needsClusterIp(draft)) {
    if (!draft.spec.clusterIP) setOrDelete(draft.spec, 'clusterIP', old.spec.clusterIP);
    if (!draft.spec.clusterIPs?.length) setOrDelete(draft.spec, 'clusterIPs', copied(old.spec.clusterIPs));
  }
  if (wantsNodePorts(old) && wantsNodePorts(draft)) keepNodePorts(draft, old);
  if (needsHealthCheckPort(old) && needsHealthCheckPort(draft) && !draft.spec.healthCheckNodePort) {
    setOrDelete(draft.spec, 'healthCheckNodePort', old.spec.healthCheckNodePort);
  }
}

/** Ports are the same when they have the same name. */
function keepNodePorts(draft: Service, old: Service): void {
  const asked = new Set(nodePortsOf(draft));
  const byName = new Map((old.spec.ports ?? []).map((port) => [port.name ?? '', port.nodePort]));
  const missing = (draft.spec.ports ?? []).filter((port: ServicePort) => !port.nodePort);
  for (const port of missing) {
    const before = byName.get(port.name ?? '');
    if (before && !asked.has(before)) port.nodePort = before;
  }
}

/**
 * Makes `clusterIPs` follow `clusterIP`, which is all that older clients know. What cannot be understood is left for
 * validation.
 */
export function alignClusterIps(draft: Service, old: Service | undefined): void {
  const { spec } = draft;
  if (!old) {
    if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
    return;
  }
  const before = old.spec;
  const same = spec.clusterIP === before.clusterIP;
  if (!spec.clusterIPs?.length && same) setOrDelete(spec, 'clusterIPs', copied(before.clusterIPs));
  if (same || !sameList(spec.clusterIPs, before.clusterIPs)) return;
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
  else delete spec.clusterIPs;
}

function copied(list: string[] | undefined): string[] | undefined {
  return list && [...list];
}

function setOrDelete<O extends object, K extends keyof O>(target: O, key: K, value: O[K] | undefined): void {
  if (value === undefined) delete target[key];
  else target[key] = value;
}
