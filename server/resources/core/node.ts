import { badRequest } from '../../api/errors.ts';
import { cidrWarnings } from '../../api/ip-validation.ts';
import { nodes } from '../../api/resource-types.gen.ts';
import type { Node } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { statusSubresource } from '../subresources.ts';
import { nodeRow } from './node/node-row.ts';
import { validateNode, validateNodeUpdate } from './node/validate-node.ts';

export const nodeResource = defineResource(nodes, {
  default(draft) {
    alignPodCidrs(draft);
    const { status } = draft;
    if (status.capacity) status.allocatable ??= { ...status.capacity };
  },
  prepareForCreate: dropConfig,
  prepareForUpdate: dropConfig,
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  warnings: nodeWarnings,
  generation: 'none',
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec.unschedulable ?? false) },
  row: nodeRow,
  subresources: { status: statusSubresource({ validateUpdate: validateNodeUpdate, prepareForUpdate: dropConfig }) },
});

/** `podCIDR` is the first of `podCIDRs`: older clients know only that one. */
function alignPodCidrs({ spec }: Node): void {
  const first = spec.podCIDRs?.[0];
  if (spec.podCIDR && first && spec.podCIDR !== first) {
    const reason = 'conversion Error: v1.PodCIDR and v1.CIDRs[0] do not match';
    throw badRequest(`Node in version "v1" cannot be handled as a Node: ${reason}`);
  }
  if (first) spec.podCIDR = first;
  else if (spec.podCIDR) spec.podCIDRs = [spec.podCIDR];
}

/** Configuration of kubelets through the API is gone since 1.24; its fields are not stored. */
function dropConfig({ spec, status }: Node): void {
  delete spec.configSource;
  delete status.config;
}

function nodeWarnings({ spec }: Node): string[] {
  return [
    ...(spec.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
    ...(spec.podCIDRs ?? []).flatMap((cidr, i) => cidrWarnings(`spec.podCIDRs[${i}]`, cidr)),
  ];
}
