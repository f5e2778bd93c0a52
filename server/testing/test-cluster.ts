import type { ApiObject } from '../api/object.ts';
import type { Kubeconfig } from '../client/kubeconfig.ts';
import type { Manifests } from '../client/read-manifests.ts';
import type { Cluster, ClusterOptions } from '../cluster.ts';
import type { ManualClock } from '../lib/clock.ts';

export interface TestClusterOptions extends Omit<ClusterOptions, 'clock' | 'manifests' | 'pace'> {
  /** Simulated nodes, 3 when left out. With 0 it is a bare API server with controllers: pods stay Pending. */
  nodes?: number;
  /**
   * How long pods take to start and to stop: `instant`, the default, is no time at all, `natural` some 100 ms for each
   * step; or said in milliseconds.
   */
  pace?: 'instant' | 'natural' | Exclude<ClusterOptions['pace'], undefined>;
  /** `running`, the default, goes with the system's time; `manual` begins on 2026-01-01 and is moved by the test. */
  clock?: 'running' | 'manual' | ManualClock;
  /** What is there from the start, and after `reset`. */
  manifests?: Manifests;
}

/** A cluster as tests like it. Ended by `await using`, or by `[Symbol.asyncDispose]()`. */
export interface TestCluster extends Omit<Cluster, 'apply' | 'dns' | 'fork'> {
  /** The kubeconfig as data. */
  readonly kubeconfigObject: Kubeconfig;
  /** Writes the kubeconfig to a file that lives as long as the cluster, and resolves with its path. */
  kubeconfigFile(): Promise<string>;
  /** Throws an Error when DNS was turned off. */
  readonly dns: Exclude<Cluster['dns'], undefined>;
  /** Server-side apply, forced and strict, of all objects in their order. Resolves with what has become of them. */
  apply(manifests: Manifests): Promise<ApiObject[]>;
  /**
   * Calls `check` until it neither throws nor answers `false`, and resolves with what it answers. Rejects with what it
   * last threw when that takes longer than `timeout`: 5 s of real time unless said otherwise.
   */
  eventually<R>(check: () => R | Promise<R>, options?: EventuallyOptions): Promise<R>;
  /** A second cluster that begins as this one is now: see `Cluster`. */
  fork(options?: TestClusterOptions): Promise<TestCluster>;
}

export interface EventuallyOptions {
  /** Milliseconds. */
  timeout?: number;
}
