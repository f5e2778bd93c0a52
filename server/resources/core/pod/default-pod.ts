import { containerRequests } from '../../../api/container-amounts.ts';
import { formatQuantity } from '../../../api/quantity.ts';
import type { Container, Pod, PodSpec, PodStatus } from '../../../api/types.gen.ts';
import { defaultPodSpec } from '../../pod-spec/defaults.ts';
import { isHugePagesName, mayBeOvercommitted } from '../../pod-spec/resource-names.ts';

/** What a pod has beyond what a template has: the server decides it for the pod alone. */
export function defaultPod(draft: Pod): void {
  draft.spec ??= { containers: [] };
  const { spec } = draft;
  defaultPodSpec(spec);
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) requestLimits(container);
  requestForPod(spec);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork) {
    for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) openOnHost(container);
  }
  defaultPodStatus(draft);
}

export function defaultPodStatus({ status }: Pod): void {
  if (status) agreeOnPodIps(status);
}

/** Who limits asks for as much. */
function requestLimits(container: Container): void {
  const { resources } = container;
  if (resources?.limits) resources.requests = { ...resources.requests, ...resources.limits, ...resources.requests };
}

/** A pod that limits itself as a whole asks for what its containers do, or else for its limits (KEP-2837). */
function requestForPod(spec: PodSpec): void {
  const limits = spec.resources?.limits;
  if (!spec.resources || !limits || Object.keys(limits).length === 0) return;
  const requests = { ...spec.resources.requests };
  for (const [name, amount] of containerRequests(spec)) {
    if (isForPods(name) && mayBeOvercommitted(name)) requests[name] ??= formatQuantity(amount);
  }
  for (const [name, amount] of Object.entries(limits)) {
    if (isForPods(name)) requests[name] ??= amount;
  }
  spec.resources.requests = requests;
}

function isForPods(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePagesName(name);
}

function openOnHost(container: Container): void {
  for (const port of container.ports ?? []) port.hostPort ||= port.containerPort;
}

/** The single address and the list say the same: where they do not, the single one wins. */
function agreeOnPodIps(status: PodStatus): void {
  const { podIP, podIPs = [] } = status;
  if (podIP && podIPs[0]?.ip !== podIP) status.podIPs = [{ ip: podIP }];
  else if (!podIP && podIPs[0]?.ip) status.podIP = podIPs[0].ip;
}
