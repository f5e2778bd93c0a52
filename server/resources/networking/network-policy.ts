import { cidrWarnings } from '../../api/ip-validation.ts';
import { formatLabelSelector } from '../../api/label-selector.ts';
import { networkPolicies } from '../../api/resource-types.gen.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { age } from '../table-cells.ts';
import { validateNetworkPolicySpec } from './network-policy-spec.ts';

export const networkPolicyResource = defineResource<NetworkPolicy>(networkPolicies, {
  generation: 'spec',
  default: (draft) => defaultSpec(draft.spec),
  validate: ({ spec }) => validateNetworkPolicySpec(spec ?? {}, 'spec'),
  warnings: ({ spec }) => policyWarnings(spec ?? {}),
  row: (policy, context) => [policy.metadata.name, formatLabelSelector(policy.spec?.podSelector), age(policy, context)],
});

/** A policy with egress rules is about egress; any is about ingress. */
function defaultSpec(spec: NetworkPolicySpec | undefined): void {
  if (!spec) return;
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) rule.ports?.forEach(defaultPort);
  if (spec.policyTypes?.length) return;
  spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
}

function defaultPort(port: NetworkPolicyPort): void {
  port.protocol ??= 'TCP';
}

function policyWarnings(spec: NetworkPolicySpec): string[] {
  return [
    ...(spec.ingress ?? []).flatMap(({ from }, i) => peerWarnings(from, `spec.ingress[${i}].from`)),
    ...(spec.egress ?? []).flatMap(({ to }, i) => peerWarnings(to, `spec.egress[${i}].to`)),
  ];
}

function peerWarnings(peers: readonly NetworkPolicyPeer[] | undefined, field: string): string[] {
  return (peers ?? []).flatMap(({ ipBlock }, i) => {
    if (!ipBlock) return [];
    const at = `${field}[${i}].ipBlock`;
    const exceptions = (ipBlock.except ?? []).flatMap((cidr, j) => cidrWarnings(`${at}.except[${j}]`, cidr));
    return [...cidrWarnings(`${at}.cidr`, ipBlock.cidr), ...exceptions];
  });
}
