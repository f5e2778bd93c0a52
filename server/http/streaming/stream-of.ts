import type { RequestInfo } from '../request-info.ts';

export type StreamKind = 'log' | 'exec' | 'attach' | 'portforward' | 'proxy';

/** Undefined for all that is an object or a document. */
export function streamOf({ group, resource, name, subresource = '' }: RequestInfo): StreamKind | undefined {
  if (group !== '' || name === undefined) return undefined;
  return STREAMS[resource]?.find((kind) => kind === subresource);
}

const STREAMS: Readonly<Record<string, readonly StreamKind[]>> = {
  pods: ['log', 'exec', 'attach', 'portforward', 'proxy'],
  services: ['proxy'],
  nodes: ['proxy'],
};
