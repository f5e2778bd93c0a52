import { readFileSync } from 'node:fs';

/** The parts of a kubeconfig file (`kind: Config`) that a client needs, parsed from its YAML. */
export interface Kubeconfig {
  'current-context'?: string;
  contexts?: { name: string; context: { cluster: string; user?: string; namespace?: string } }[];
  clusters?: { name: string; cluster: KubeconfigCluster }[];
  users?: { name: string; user: KubeconfigUser }[];
}

interface KubeconfigCluster {
  server: string;
  'certificate-authority'?: string;
  'certificate-authority-data'?: string;
  'insecure-skip-tls-verify'?: boolean;
}

interface KubeconfigUser {
  token?: string;
  tokenFile?: string;
  username?: string;
  password?: string;
  'client-certificate'?: string;
  'client-certificate-data'?: string;
  'client-key'?: string;
  'client-key-data'?: string;
}

/** Where an API server is and who asks; certificates and keys as PEM. */
export interface Connection {
  server: string;
  /** The whole value of the Authorization header. */
  authorization?: string;
  ca?: string;
  cert?: string;
  key?: string;
  skipVerify?: boolean;
}

/** The connection of the current context, or of the one named. Throws an Error that says what is missing. */
export function connectionOf(config: Kubeconfig, contextName = config['current-context']): Connection {
  const context = config.contexts?.find((c) => c.name === contextName)?.context;
  if (!context) throw new Error(`the kubeconfig has no context "${contextName ?? ''}"`);
  const cluster = config.clusters?.find((c) => c.name === context.cluster)?.cluster;
  if (!cluster) throw new Error(`the kubeconfig has no cluster "${context.cluster}"`);
  const user = config.users?.find((u) => u.name === context.user)?.user ?? {};
  const authorization = authorizationOf(user);
  const ca = pem(cluster['certificate-authority-data'], cluster['certificate-authority']);
  const cert = pem(user['client-certificate-data'], user['client-certificate']);
  const key = pem(user['client-key-data'], user['client-key']);
  return {
    server: cluster.server,
    ...(authorization !== undefined && { authorization }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(cluster['insecure-skip-tls-verify'] && { skipVerify: true }),
  };
}

function authorizationOf(user: KubeconfigUser): string | undefined {
  const token = user.token ?? (user.tokenFile && readFileSync(user.tokenFile, 'utf8').trim());
  if (token) return `Bearer ${token}`;
  if (user.username === undefined) return undefined;
  return `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
}

function pem(data: string | undefined, file: string | undefined): string | undefined {
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  return file === undefined ? undefined : readFileSync(file, 'utf8');
}
