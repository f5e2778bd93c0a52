/** What a name in the cluster's zone asks for. All parts are in lower case. */
export type NameRequest =
  /** The zone itself, or `svc` or `pod` right below it. */
  | { kind: 'apex' }
  | { kind: 'version' }
  | { kind: 'nameServer' }
  | { kind: 'namespace'; namespace: string }
  | { kind: 'pod'; namespace: string; address: string }
  | ServiceRequest
  | { kind: 'unknown' };

export interface ServiceRequest {
  kind: 'service';
  namespace: string;
  service: string;
  endpoint?: string;
  /** With `protocol`; both without their underscores, and an empty one stands for all. */
  port?: string;
  protocol?: string;
}

/**
 * Reads the labels to the left of the zone, in lower case:
 *
 *     (nothing) | svc | pod                        the zone
 *     dns-version                                  the version of the specification
 *     ns.dns                                       this server
 *     NAMESPACE.svc | NAMESPACE.pod                a namespace
 *     SERVICE.NAMESPACE.svc                        a Service
 *     ENDPOINT.SERVICE.NAMESPACE.svc               an endpoint, by hostname or dashed address
 *     _PORT._PROTOCOL.SERVICE.NAMESPACE.svc        a port; CoreDNS does not insist on the underscores
 *     [LABEL.[LABEL.]]ADDRESS.NAMESPACE.pod        a pod, by dashed address; CoreDNS skips what is left of it
 */
export function parseName(labels: readonly string[]): NameRequest {
  const count = labels.length;
  const branch = labels[count - 1];
  if (branch === undefined) return { kind: 'apex' };
  if (branch !== 'svc' && branch !== 'pod') return parseSpecialName(labels);
  const namespace = labels[count - 2];
  if (namespace === undefined) return { kind: 'apex' };
  const name = labels[count - 3];
  if (name === undefined) return { kind: 'namespace', namespace };
  if (count > 5) return { kind: 'unknown' };
  if (branch === 'pod') return { kind: 'pod', namespace, address: name };
  const request: ServiceRequest = { kind: 'service', namespace, service: name };
  if (count === 4) request.endpoint = labels[0] as string;
  if (count === 5) {
    request.port = withoutUnderscore(labels[0] as string);
    request.protocol = withoutUnderscore(labels[1] as string);
  }
  return request;
}

function parseSpecialName(labels: readonly string[]): NameRequest {
  if (labels.length === 1 && labels[0] === 'dns-version') return { kind: 'version' };
  if (labels.length === 2 && labels[0] === 'ns' && labels[1] === 'dns') return { kind: 'nameServer' };
  return { kind: 'unknown' };
}

function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label;
}
