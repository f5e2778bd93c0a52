/** The objects that the load is made of, as JSON. */
import type { Question } from './http-connection.ts';

const MERGE = 'application/merge-patch+json';

export function namespaceText(name: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

export function serviceText(name: string, app = name): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { app } },
    spec: { selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  });
}

/** A node that nobody runs: pods on it are what the load says they are. */
export const NODE = 'bench-node';

export function nodeText(): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: NODE } });
}

/** Without a node the pod waits for a scheduler. */
export function podText(name: string, labels: Record<string, string>, node?: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: {
      ...(node !== undefined && { nodeName: node }),
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'web', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }] }],
    },
  });
}

export function createIn(namespace: string, plural: string, body: string): Question {
  return { method: 'POST', path: `/api/v1/namespaces/${namespace}/${plural}`, body };
}

/** A merge patch of an object's labels. */
export function labelPatch(path: string, value: string): Question {
  return { method: 'PATCH', path, type: MERGE, body: JSON.stringify({ metadata: { labels: { changed: value } } }) };
}

/** What a kubelet says of a pod that serves, or of one that does not. */
export function statusPatch(path: string, by: { ip: string; ready: boolean }): Question {
  const status = {
    phase: 'Running',
    podIP: by.ip,
    podIPs: [{ ip: by.ip }],
    conditions: [{ type: 'Ready', status: by.ready ? 'True' : 'False' }],
  };
  return { method: 'PATCH', path: `${path}/status`, type: MERGE, body: JSON.stringify({ status }) };
}

export function podAddress(i: number): string {
  return `10.200.${(i >> 8) & 255}.${i & 255}`;
}
