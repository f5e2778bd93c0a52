import { findCondition } from '../../../api/conditions.ts';
import type { Node, NodeSystemInfo } from '../../../api/types.gen.ts';
import type { RowContext } from '../../../registry/define-resource.ts';
import { age } from '../../table-cells.ts';

const ROLE_LABEL = 'kubernetes.io/role';
const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** NAME STATUS ROLES AGE VERSION INTERNAL-IP EXTERNAL-IP OS-IMAGE KERNEL-VERSION CONTAINER-RUNTIME */
export function nodeRow(node: Node, context: RowContext): unknown[] {
  const info = node.status.nodeInfo;
  return [
    node.metadata.name,
    statusText(node),
    rolesOf(node).join(',') || '<none>',
    age(node, context),
    info?.kubeletVersion ?? '',
    addressOf(node, 'InternalIP'),
    addressOf(node, 'ExternalIP'),
    info?.osImage || '<unknown>',
    kernelText(info),
    info?.containerRuntimeVersion || '<unknown>',
  ];
}

function statusText({ spec, status }: Node): string {
  const ready = findCondition(status.conditions, 'Ready');
  const text = !ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable ? `${text},SchedulingDisabled` : text;
}

function rolesOf({ metadata }: Node): string[] {
  const roles = Object.entries(metadata.labels ?? {}).map(([key, value]) =>
    key === ROLE_LABEL ? value : key.startsWith(ROLE_PREFIX) ? key.slice(ROLE_PREFIX.length) : '',
  );
  return [...new Set(roles.filter(Boolean))].sort();
}

function addressOf({ status }: Node, type: string): string {
  return status.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}

function kernelText(info: NodeSystemInfo | undefined): string {
  const kernel = info?.kernelVersion || '<unknown>';
  return info?.architecture ? `${kernel} (${info.architecture})` : kernel;
}
