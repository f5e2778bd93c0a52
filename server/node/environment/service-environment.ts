/** The variables by which programs find Services without DNS (pkg/kubelet/envvars). */
import type { Service } from '../../api/types.gen.ts';

/** The Service that every container hears of, wherever it runs. */
const MASTER = { namespace: 'default', name: 'kubernetes' };

/** Whether a container of the namespace hears of the Service. */
export function isVisible(
  { metadata, spec }: Service,
  { namespace, serviceLinks }: { namespace: string; serviceLinks: boolean },
): boolean {
  if (!spec.clusterIP || spec.clusterIP === 'None') return false;
  if (metadata.namespace === MASTER.namespace && metadata.name === MASTER.name) return true;
  return serviceLinks && metadata.namespace === namespace;
}

/** Of the Services that are visible; by their names. */
export function serviceEnvironment(services: Iterable<Service>): Record<string, string> {
  const variables: Record<string, string> = {};
  // A Service of the namespace itself comes before the one that all know.
  for (const service of sortedByName(services)) Object.assign(variables, variablesOf(service));
  return variables;
}

function sortedByName(services: Iterable<Service>): Service[] {
  return [...services].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

function variablesOf({ metadata, spec }: Service): Record<string, string> {
  const prefix = variableName(metadata.name);
  const { clusterIP = '', ports = [] } = spec;
  const [first] = ports;
  const variables: Record<string, string> = { [`${prefix}_SERVICE_HOST`]: clusterIP };
  if (!first) return variables;
  variables[`${prefix}_SERVICE_PORT`] = String(first.port);
  for (const { name, port } of ports)
    if (name) variables[`${prefix}_SERVICE_PORT_${variableName(name)}`] = String(port);
  const address = clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP;
  for (const [index, { port, protocol = 'TCP' }] of ports.entries()) {
    const url = `${protocol.toLowerCase()}://${address}:${port}`;
    if (index === 0) variables[`${prefix}_PORT`] = url;
    const link = `${prefix}_PORT_${port}_${protocol}`;
    variables[link] = url;
    variables[`${link}_PROTO`] = protocol.toLowerCase();
    variables[`${link}_PORT`] = String(port);
    variables[`${link}_ADDR`] = clusterIP;
  }
  return variables;
}

function variableName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
