/** What kube-apiserver counts of requests, by the same names and labels. */
import type { Asked, Exchange, ExchangeListener } from '../api/exchange.ts';
import { computed, counter, gauge, histogram, type Labels, type Metric } from './metric.ts';

export interface RequestMetrics {
  metrics(): readonly Metric[];
  listener: ExchangeListener;
  /** To be kept up by who answers the requests. */
  inflight: { mutating: number; readOnly: number };
}

const SECONDS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
const BYTES = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** What is over is counted in batches: it costs less than the rest of a request, but still something. */
const MAX_UNCOUNTED = 1000;

/** What is counted of requests that are alike. */
interface RequestCounts {
  readonly byCode: Map<number, () => void>;
  withCode(code: number): () => void;
  duration?: (value: number) => void;
  size?: (value: number) => void;
}

/** While it is closed no request is counted when it is over: that costs some microseconds for each. */
export interface CountingGate {
  isOpen: boolean;
}

export function createRequestMetrics(gate: CountingGate): RequestMetrics {
  const total = counter({
    name: 'apiserver_request_total',
    help: 'Requests by verb, dry run, group, version, resource, scope, component and status code.',
  });
  const durations = histogram({
    name: 'apiserver_request_duration_seconds',
    help: 'Time until the end of the answer, in seconds; of requests that do not run for long.',
    bounds: SECONDS,
  });
  const sizes = histogram({
    name: 'apiserver_response_sizes',
    help: 'Size of answers to GET and LIST, in bytes.',
    bounds: BYTES,
  });
  const longRunning = gauge({
    name: 'apiserver_longrunning_requests',
    help: 'Requests under way that run for long: watches, logs, exec, attach, port forwarding, proxying.',
  });
  const inflight = { mutating: 0, readOnly: 0 };
  const current = currentRequests(inflight);
  let uncounted: Exchange[] = [];

  const counts = new Map<string, RequestCounts>();
  const countsOf = (asked: Asked): RequestCounts => {
    const { verb, group, version, resource, subresource, uri } = asked;
    const what = resource === '' ? uri.split('?', 1)[0] : `${group}/${version}/${resource}/${subresource}`;
    const key = `${verb} ${what} ${scopeOf(asked)} ${isDryRun(asked)}`;
    const known = counts.get(key);
    if (known) return known;
    const labels = labelsOf(asked);
    const { dry_run: _dryRun, ...plain } = labels;
    const isRead = labels.verb === 'GET' || labels.verb === 'LIST';
    const made: RequestCounts = {
      byCode: new Map(),
      withCode: (code) => total.series({ code: String(code), ...labels }),
      ...(!LONG.has(labels.verb) && { duration: durations.series(labels) }),
      ...(isRead && { size: sizes.series(plain) }),
    };
    counts.set(key, made);
    return made;
  };
  const count = ({ asked, code, took, responseBytes, isLong }: Exchange) => {
    const { byCode, withCode, duration, size } = countsOf(asked);
    // Without an answer there is no code to count by.
    if (code > 0) {
      const add = byCode.get(code) ?? withCode(code);
      byCode.set(code, add);
      add();
    }
    if (isLong) return;
    duration?.(took / 1000);
    size?.(responseBytes);
  };
  const countAll = () => {
    const exchanges = uncounted;
    uncounted = [];
    for (const exchange of exchanges) if (isCounted(exchange.asked)) count(exchange);
  };
  return {
    metrics() {
      countAll();
      return [total, durations, sizes, longRunning, current];
    },
    inflight,
    listener: {
      started(exchange) {
        longRunning.add(longLabels(exchange), 1);
      },
      ended(exchange) {
        if (exchange.hasStarted) longRunning.add(longLabels(exchange), -1);
        if (!gate.isOpen) return;
        uncounted.push(exchange);
        if (uncounted.length >= MAX_UNCOUNTED) countAll();
      },
    },
  };
}

function currentRequests(inflight: RequestMetrics['inflight']): Metric {
  return computed(
    {
      name: 'apiserver_current_inflight_requests',
      help: 'Requests under way that do not run for long, by their kind.',
    },
    () => Object.entries(inflight).map(([request_kind, count]) => [{ request_kind }, count] as const),
  );
}

function longLabels({ asked }: Exchange): Labels {
  const { dry_run: _dryRun, ...labels } = labelsOf(asked);
  return labels;
}

/** Of paths that are no resources Kubernetes counts only the checks of its health. */
function isCounted({ resource, kind, uri }: Asked): boolean {
  return resource === '' ? /^\/(healthz|livez|readyz)(\?|$)/.test(uri) : kind !== '';
}

/** In the order in which Prometheus' library writes them, which is that of their names. */
function labelsOf(asked: Asked): Labels & { verb: string; dry_run: string } {
  const { group, version, resource, uri } = asked;
  return {
    component: 'apiserver',
    dry_run: isDryRun(asked) ? 'All' : '',
    group,
    resource,
    scope: scopeOf(asked),
    subresource: resource === '' ? (uri.split('?', 1)[0] ?? '') : asked.subresource,
    verb: verbOf(asked),
    version,
  };
}

function isDryRun({ uri }: Asked): boolean {
  return uri.includes('dryRun=All');
}

const LONG: ReadonlySet<string> = new Set(['WATCH', 'CONNECT']);

function scopeOf({ resource, name, verb, namespace }: Asked): string {
  if (resource === '') return '';
  if (name !== '' || verb === 'create') return 'resource';
  return namespace === '' ? 'cluster' : 'namespace';
}

const CONNECTED: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward', 'proxy']);
const VERBS: Readonly<Record<string, string>> = { create: 'POST', update: 'PUT' };

/** Words of HTTP, but for what HTTP does not tell apart. */
function verbOf({ verb, subresource }: Asked): string {
  if (CONNECTED.has(subresource)) return 'CONNECT';
  return VERBS[verb] ?? verb.toUpperCase();
}
