/** The cluster's DNS as people find it in kube-system; what answers is a part of this program. */
import type { Draft } from '../api/object.ts';
import type { ConfigMap, Deployment, ObjectMeta, PodSpec, Service, ServiceAccount } from '../api/types.gen.ts';

const NAMESPACE = 'kube-system';
const LABELS: Record<string, string> = { 'k8s-app': 'kube-dns' };
const REPLICAS = 2;
/** Its version stands in the tag, as people ask for it there. */
const IMAGE = 'coredns/coredns:1.13.1';

export const DNS_ACCOUNT: Draft<ServiceAccount> = { metadata: { name: 'coredns', namespace: NAMESPACE } };

export function dnsConfig(clusterDomain: string): Draft<ConfigMap> {
  const corefile = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes ${clusterDomain} in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`;
  return { metadata: { name: 'coredns', namespace: NAMESPACE }, data: { Corefile: corefile } };
}

export function dnsService(clusterIP: string): Draft<Service> {
  return {
    metadata: {
      name: 'kube-dns',
      namespace: NAMESPACE,
      annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
      labels: { ...LABELS, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    },
    spec: {
      clusterIP,
      selector: LABELS,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  };
}

export const DNS_DEPLOYMENT: Draft<Deployment> = {
  metadata: { name: 'coredns', namespace: NAMESPACE, labels: LABELS },
  spec: {
    replicas: REPLICAS,
    selector: { matchLabels: LABELS },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    template: { metadata: templateMetadata(), spec: podSpec() },
  },
};

/** A template has neither a name nor a uid. */
function templateMetadata(): ObjectMeta {
  const metadata: Partial<ObjectMeta> = { labels: LABELS };
  return metadata as ObjectMeta;
}

function podSpec(): PodSpec {
  return {
    serviceAccountName: 'coredns',
    priorityClassName: 'system-cluster-critical',
    dnsPolicy: 'Default',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [
      { key: 'CriticalAddonsOnly', operator: 'Exists' },
      { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
    ],
    containers: [
      {
        name: 'coredns',
        image: IMAGE,
        imagePullPolicy: 'IfNotPresent',
        args: ['-conf', '/etc/coredns/Corefile'],
        ports: [
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
          { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
          { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
        ],
        livenessProbe: { httpGet: { path: '/health', port: 8080 }, initialDelaySeconds: 60, timeoutSeconds: 5 },
        readinessProbe: { httpGet: { path: '/ready', port: 8181 } },
        resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
      },
    ],
    volumes: [
      { name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } },
    ],
  };
}
