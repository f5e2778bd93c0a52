import type { Duplex, Readable, Writable } from 'node:stream';

/**
 * What runs in pods and on nodes, offered by node/ and used by http/ for logs, exec, attach, port-forward and proxying:
 * the part that a kubelet plays. Every method throws, or rejects with, an ApiError whose message is what a kubelet says
 * when the pod or container is not there or not running.
 */
export interface PodRuntime {
  /** Whether the node is simulated here: no other can be reached. */
  serves(node: string): boolean;
  /** Throws before it yields anything. */
  logs(pod: PodTarget, options: LogOptions, signal: AbortSignal): AsyncIterable<string>;
  exec(pod: PodTarget, options: ExecOptions): Promise<Execution>;
  /** `options.command` is empty. */
  attach(pod: PodTarget, options: ExecOptions): Promise<Execution>;
  /**
   * A connection to a port of the pod, as bytes both ways. When there is none the error has a `code` as sockets' errors
   * have: ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH.
   */
  connect(pod: PodTarget, port: number): Promise<Duplex>;
  /** A connection to the HTTP server of the node's kubelet. */
  connectNode(node: string): Promise<Duplex>;
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

/** A command that may begin, or a container that may be attached to: to be run once. */
export interface Execution {
  /** Resolves when the command has ended, the container has ended, or the signal aborted. Ends the outputs. */
  run(streams: ContainerStreams): Promise<ExitStatus>;
}

export interface ContainerStreams {
  stdin?: Readable;
  stdout?: Writable;
  stderr?: Writable;
  /** Each new size of the terminal, in characters. */
  resize?: AsyncIterable<TerminalSize>;
  /** The client is gone. */
  signal: AbortSignal;
}

export interface TerminalSize {
  width: number;
  height: number;
}

export interface ExitStatus {
  code: number;
  /** Why it could not be started, in Kubernetes' words. */
  error?: string;
}
