import { isIPv4 } from 'node:net';
import type { Draft } from '../../api/object.ts';
import type { EndpointSlice, Endpoints, Service } from '../../api/types.gen.ts';

export interface ServerAddress {
  /** The first address of the Services' range. */
  clusterIP: string;
  /** Where this server listens: an address, not a name. */
  address: string;
  port: number;
}

export interface KubernetesObjects {
  service: Draft<Service> & Pick<Service, 'spec'>;
  endpoints: Draft<Endpoints>;
  slice: Draft<EndpointSlice>;
}

const metadata = (labels: Record<string, string>) => ({ name: 'kubernetes', namespace: 'default', labels });

/** The Service `kubernetes` by which pods find the API, and its endpoints: this server. */
export function kubernetesObjects({ clusterIP, address, port }: ServerAddress): KubernetesObjects {
  const endpointPort = { name: 'https', port, protocol: 'TCP' } as const;
  return {
    service: {
      metadata: metadata({ component: 'apiserver', provider: 'kubernetes' }),
      spec: {
        type: 'ClusterIP',
        clusterIP,
        clusterIPs: [clusterIP],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: port }],
      },
    },
    endpoints: {
      metadata: metadata({ 'endpointslice.kubernetes.io/skip-mirror': 'true' }),
      subsets: [{ addresses: [{ ip: address }], ports: [endpointPort] }],
    },
    slice: {
      metadata: metadata({ 'kubernetes.io/service-name': 'kubernetes' }),
      addressType: isIPv4(address) ? 'IPv4' : 'IPv6',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: [endpointPort],
    },
  };
}
