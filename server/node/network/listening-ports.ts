/** Which ports of a simulated pod answer, and which real process answers for one. */
import type { Container, Pod } from '../../api/types.gen.ts';
import { containersOf } from '../containers.ts';
import { simulated } from '../simulation.ts';

/** Images that listen where everybody knows, whether their pods say so or not. */
const WELL_KNOWN: readonly (readonly [image: RegExp, ports: readonly number[]])[] = [
  [/nginx|httpd|apache|caddy|whoami|traefik|haproxy|wordpress|ghost/, [80, 443]],
  [/mysql|mariadb/, [3306]],
  [/postgres/, [5432]],
  [/redis|valkey/, [6379]],
  [/mongo/, [27017]],
  [/memcached/, [11211]],
  [/rabbitmq/, [5672, 15672]],
  [/kafka/, [9092]],
  [/elasticsearch|opensearch/, [9200]],
  [/cassandra/, [9042]],
  [/zookeeper/, [2181]],
  [/etcd/, [2379]],
  [/coredns/, [53, 9153, 8080, 8181]],
  [/echoserver|agnhost|hello-(?:app|kubernetes|node)|tomcat|jenkins/, [8080]],
  [/serve[-_]hostname/, [9376]],
  [/http-echo/, [5678]],
];

/** Images and commands that are there to be worked in: they listen nowhere. */
const TOOLS = /busybox|alpine|ubuntu|debian|centos|fedora|dnsutils|netutils|netshoot|curl|pause|toolbox/;

export interface Listener {
  readonly container: Container;
  /** Where a real process answers instead: the annotation `sim.kubeling.dev/forward`. */
  readonly forward: { host: string; port: number } | undefined;
}

/** Undefined when nothing listens there. What `isApart` says is left out: such containers speak for themselves. */
export function listenerOf(pod: Pod, port: number, isApart: (container: Container) => boolean): Listener | undefined {
  const running = containersOf(pod).filter(({ status }) => status.state?.running);
  const forward = forwardOf(pod, port);
  const container =
    running.find(({ spec }) => listensOn(spec, port) && !isApart(spec))?.spec ?? (forward && running[0]?.spec);
  return container && { container, forward };
}

function listensOn(container: Container, port: number): boolean {
  const declared = (container.ports ?? []).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  if (declared.some(({ containerPort }) => containerPort === port)) return true;
  if (probedPorts(container).includes(port)) return true;
  const image = (container.image ?? '').replace(/^.*\/(?=[^/]*\/)/, '').replace(/[:@].*$/, '');
  const known = WELL_KNOWN.find(([pattern]) => pattern.test(image));
  if (known) return known[1].includes(port);
  // Nobody knows where an unknown program listens, so it does where it is asked.
  const hasOwnCommand = (container.command?.length ?? 0) + (container.args?.length ?? 0) > 0;
  return declared.length === 0 && !hasOwnCommand && !TOOLS.test(image);
}

function probedPorts({ livenessProbe, readinessProbe, startupProbe }: Container): unknown[] {
  return [livenessProbe, readinessProbe, startupProbe].map((probe) => probe?.httpGet?.port ?? probe?.tcpSocket?.port);
}

/** `8080=127.0.0.1:3000, 9090=localhost:9000` */
function forwardOf(pod: Pod, port: number): Listener['forward'] {
  for (const entry of simulated(pod, 'forward')?.split(',') ?? []) {
    const [, from, host = '', to] = /^\s*(\d+)\s*=\s*(?:\[?([^\]]*?)\]?:)?(\d+)\s*$/.exec(entry) ?? [];
    if (from !== undefined && Number(from) === port) return { host: host || '127.0.0.1', port: Number(to) };
  }
  return undefined;
}
