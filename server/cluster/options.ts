import type { AuthorizationMode } from '../api/authorization.ts';
import type { ApiObject } from '../api/object.ts';
import type { StaticToken } from '../authentication/token-file.ts';
import type { ManualClock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import type { Pace } from '../node/pace.ts';

export interface ClusterOptions {
  /** 127.0.0.1 when left out. */
  host?: string;
  /** 0, the default, picks a free one. */
  port?: number;
  /** Where the state is kept; in memory when left out. */
  dataDir?: string;
  /** A file to write a kubeconfig to. */
  kubeconfigFile?: string;
  /** Simulated nodes. */
  nodes?: number;
  /** How long things take on them. */
  pace?: Partial<Pace>;
  serviceCidr?: string;
  podCidr?: string;
  clusterDomain?: string;
  /** Where load balancers get their addresses; none are given out without it, or without nodes. */
  loadBalancerCidr?: string;
  /** The cluster's DNS server; on a free port unless said otherwise, and only turned off by `false`. */
  dns?: false | ClusterDnsOptions;
  /** Turns authentication on: these tokens are let in, and those of service accounts. Otherwise everybody is. */
  tokens?: readonly StaticToken[];
  /** A file of tokens in kube-apiserver's form, in place of `tokens`. */
  tokenFile?: string;
  /**
   * `RBAC`: everybody may do what the stored roles say. `AlwaysAllow`, the default: whoever is let in may do everything,
   * and roles are asked only for those who bring no token, and for those in whose name somebody else asks.
   */
  authorizationMode?: AuthorizationMode;
  /** Goes with the system's time, but can be moved ahead, when left out. */
  clock?: ManualClock;
  /** What is applied at the start, in this order. */
  manifests?: readonly ApiObject[];
  log?: Logger;
  /** A random integer below the number. */
  random?: (below: number) => number;
  /** How many requests the journal keeps: 1000 when left out, none with 0. */
  journal?: number;
  /**
   * Requests are counted for `/metrics` from the start, or, with `when asked`, from the first look at it: it costs some
   * microseconds each. The journal and the audit log always begin at the start.
   */
  observe?: 'always' | 'when asked';
  /** A file for audit events, as kube-apiserver's `--audit-log-path`. */
  auditLog?: string;
  /** Its policy, as kube-apiserver's `--audit-policy-file`: without one the metadata of everything are written. */
  auditPolicyFile?: string;
  /** The control API, `/kubeling/v1/`; only turned off by `false`. It is open to this machine, and to who has the token. */
  control?: false | { token?: string | undefined };
}

export interface ClusterDnsOptions {
  port?: number | undefined;
  /** Who answers for names outside of the cluster; they are refused when left out. */
  upstream?: SocketAddress | undefined;
  /** Of the records, in seconds. */
  ttl?: number | undefined;
}
