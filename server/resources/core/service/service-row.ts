import { labelMapCell } from '../../../api/label-selector.ts';
import type { Service, ServicePort } from '../../../api/types.gen.ts';
import type { RowContext } from '../../../registry/define-resource.ts';
import { age } from '../../table-cells.ts';

/** NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE SELECTOR */
export function serviceRow(service: Service, context: RowContext): unknown[] {
  const { metadata, spec } = service;
  return [
    metadata.name,
    spec.type,
    spec.clusterIPs?.[0] ?? '<none>',
    externalAddress(service),
    (spec.ports ?? []).map(portText).join(',') || '<none>',
    age(service, context),
    labelMapCell(spec.selector),
  ];
}

function externalAddress({ spec, status }: Service): string {
  const externalIPs = spec.externalIPs ?? [];
  switch (spec.type) {
    case 'ExternalName':
      return spec.externalName ?? '';
    case 'LoadBalancer':
      return [...balancerAddresses(status), ...externalIPs].join(',') || '<pending>';
    default:
      return externalIPs.join(',') || '<none>';
  }
}

function balancerAddresses(status: Service['status']): string[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  return [...new Set(ingress.map(({ ip, hostname }) => ip || hostname || '').filter(Boolean))].sort();
}

function portText({ port, nodePort, protocol }: ServicePort): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}
