/** All metrics of a cluster, and the page at which they are read. */
import { Buffer } from 'node:buffer';
import type { RequestListener } from 'node:http';
import type { ExchangeListener } from '../api/exchange.ts';
import type { QueueObserver } from '../lib/queue-observer.ts';
import type { Registry } from '../registry/registry.ts';
import { computed, type Metric, metricsText } from './metric.ts';
import { processMetrics } from './process-metrics.ts';
import { type CountingGate, createRequestMetrics, type RequestMetrics } from './request-metrics.ts';
import { createWorkQueueMetrics } from './work-queue-metrics.ts';

export interface ClusterMetrics {
  /** To be told of requests. */
  readonly requests: ExchangeListener;
  readonly inflight: RequestMetrics['inflight'];
  /** For the queue of a controller of this name. */
  observeQueue(controller: string): QueueObserver;
  /** Answers with all of them. */
  readonly listener: RequestListener;
}

/** `gitVersion` as in /version; `now` is the system's time; `gate` is opened by the first look at the page. */
export function createClusterMetrics(
  registry: Registry,
  { gitVersion, now, gate }: { gitVersion: string; now(): number; gate: CountingGate },
): ClusterMetrics {
  const requests = createRequestMetrics(gate);
  const queues = createWorkQueueMetrics(() => process.uptime() * 1000);
  const fixed = [...clusterMetrics(registry, gitVersion), ...processMetrics(now)];
  return {
    requests: requests.listener,
    inflight: requests.inflight,
    observeQueue: queues.observe,
    listener(request, response) {
      gate.isOpen = true;
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const text = isRead ? metricsText([...requests.metrics(), ...queues.metrics(), ...fixed]) : '';
      const body = Buffer.from(text);
      response.writeHead(isRead ? 200 : 405, { 'content-type': CONTENT_TYPE, 'content-length': body.length });
      response.end(body);
    },
  };
}

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** What kube-apiserver tells of itself and of what it stores. */
function clusterMetrics(registry: Registry, gitVersion: string): Metric[] {
  const homes = registry.resources.filter((resource) => resource.home === resource && !resource.rules.virtual);
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return [
    computed({ name: 'apiserver_resource_objects', help: 'Stored objects, by resource.' }, () =>
      homes.map(({ type, home }) => [{ group: type.group, resource: type.plural }, home.cache.size] as const),
    ),
    computed({ name: 'apiserver_storage_objects', help: 'Stored objects, by resource and group.' }, () =>
      homes.map(({ type, home }) => {
        const resource = type.group === '' ? type.plural : `${type.plural}.${type.group}`;
        return [{ resource }, home.cache.size] as const;
      }),
    ),
    computed({ name: 'kubernetes_build_info', help: 'Always 1; the labels say which version this is.' }, () => [
      [{ git_version: gitVersion, major, minor, platform: `${process.platform}/${process.arch}` }, 1],
    ]),
  ];
}
