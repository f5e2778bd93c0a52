import type { Readable, Writable } from 'node:stream';

/**
 * What runs in a pod, offered by node/ and used by http/ for logs, exec, attach, port-forward and proxying. Every
 * method throws ApiError with Kubernetes' words when the pod or container is not there or not running.
 */
export interface PodRuntime {
  logs(pod: PodTarget, options: LogOptions, signal: AbortSignal): AsyncIterable<string>;
  exec(pod: PodTarget, options: ExecOptions, streams: ContainerStreams): Promise<ExitStatus>;
  attach(pod: PodTarget, options: ExecOptions, streams: ContainerStreams): Promise<ExitStatus>;
  /** A connection to a port of the pod, as bytes both ways. */
  connect(pod: PodTarget, port: number): Promise<{ readable: Readable; writable: Writable }>;
}

export interface PodTarget {
  namespace: string;
  name: string;
  container?: string;
}

export interface LogOptions {
  follow?: boolean;
  previous?: boolean;
  timestamps?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** RFC 3339. */
  sinceTime?: string;
  limitBytes?: number;
}

export interface ExecOptions {
  /** Empty for attach. */
  command: string[];
  tty: boolean;
}

export interface ContainerStreams {
  stdin?: Readable;
  stdout?: Writable;
  stderr?: Writable;
  /** Emits each new size of the terminal. */
  resize?: AsyncIterable<{ width: number; height: number }>;
  signal: AbortSignal;
}

export interface ExitStatus {
  code: number;
  /** Why it could not be started, in Kubernetes' words. */
  error?: string;
}
