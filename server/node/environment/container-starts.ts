/** What containers are started with, kept from their start on: later changes are none of their business. */
import { configMaps, nodes, pods, secrets, services } from '../../api/resource-types.gen.ts';
import type { ConfigMap, Container, ContainerStatus, Pod, Secret, Service } from '../../api/types.gen.ts';
import type { Informers } from '../../client/informer.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import { containerEnvironment } from './container-environment.ts';
import { isVisible, serviceEnvironment } from './service-environment.ts';

export interface ContainerStarts {
  /** The variables with which the run of a container that this status tells of was started. */
  environmentOf(pod: Pod, container: Container, status: ContainerStatus): Record<string, string>;
  stop(): void;
}

/** What was there when the container started: only references, worked out when somebody asks. */
interface Start {
  readonly containerID: string;
  readonly heard: Heard;
}

interface Heard {
  readonly services: readonly Service[];
  readonly configMaps: ReadonlyMap<string, ConfigMap>;
  readonly secrets: ReadonlyMap<string, Secret>;
}

export function followContainerStarts(informers: Informers): ContainerStarts {
  const starts = new Map<string, Start[]>();
  const allServices = informers.for(services);
  const allConfigMaps = informers.for(configMaps);
  const allSecrets = informers.for(secrets);
  const allNodes = informers.for(nodes);
  const visible = visibleServices(informers);

  const capture = (pod: Pod, container: Container): Heard => {
    const { namespace = '' } = pod.metadata;
    const names = referencesOf(container);
    if (names.configMaps.length + names.secrets.length === 0) return visible.of(namespace);
    const found = <T>(from: { get(key: string): T | undefined }, wanted: readonly string[]) =>
      new Map(wanted.flatMap((name) => present(name, from.get(`${namespace}/${name}`))));
    return {
      services: visible.of(namespace).services,
      configMaps: found(allConfigMaps, names.configMaps),
      secrets: found(allSecrets, names.secrets),
    };
  };
  const remember = (pod: Pod) => {
    for (const { name, containerID, state } of statusesOf(pod)) {
      if (!state?.running || !containerID) continue;
      const known = starts.get(pod.metadata.uid) ?? [];
      if (known.some((start) => start.containerID === containerID)) continue;
      const container = containerNamed(pod, name);
      if (container) starts.set(pod.metadata.uid, known.concat({ containerID, heard: capture(pod, container) }));
    }
  };
  const stopPods = informers.for(pods).onEvent(({ type, object }) => {
    if (type === 'DELETED') starts.delete(object.metadata.uid);
    else if (object.spec.nodeName) remember(object);
  });

  return {
    environmentOf(pod, container, status) {
      const known = starts.get(pod.metadata.uid)?.find(({ containerID }) => containerID === status.containerID);
      const start = known?.heard ?? capture(pod, container);
      const { namespace = '' } = pod.metadata;
      const serviceLinks = pod.spec.enableServiceLinks ?? true;
      const startedAt = millisecondsOf(status.state?.running?.startedAt) ?? Number.POSITIVE_INFINITY;
      const heardOf = start.services.filter(
        (service) => isVisible(service, { namespace, serviceLinks }) && existedAt(service, startedAt),
      );
      return containerEnvironment(pod, container, {
        services: serviceEnvironment(heardOf),
        configMap: (name) => start.configMaps.get(name),
        secret: (name) => start.secrets.get(name),
        allocatable: allNodes.get(pod.spec.nodeName ?? '')?.status.allocatable ?? {},
      });
    },
    stop() {
      stopPods();
      visible.stop();
    },
  };

  /** Shared by all containers without references that start between two changes of a namespace's Services. */
  function visibleServices({ for: informerOf }: Informers) {
    const lists = new Map<string, Heard>();
    const stop = informerOf(services).onEvent(({ object }) => {
      if (object.metadata.name === 'kubernetes') lists.clear();
      else lists.delete(object.metadata.namespace ?? '');
    });
    const listOf = (namespace: string): Heard => ({
      services: [...allServices.list()].filter((service) => isVisible(service, { namespace, serviceLinks: true })),
      configMaps: NONE,
      secrets: NONE,
    });
    return {
      stop,
      of(namespace: string): Heard {
        const list = lists.get(namespace) ?? listOf(namespace);
        lists.set(namespace, list);
        return list;
      },
    };
  }
}

const NONE = new Map<string, never>();

/** After a restart of this program nobody knows what was there then, but times tell what cannot have been. */
function existedAt({ metadata }: Service, time: number): boolean {
  return (millisecondsOf(metadata.creationTimestamp) ?? 0) <= time;
}

function present<T>(name: string, object: T | undefined): [string, T][] {
  return object === undefined ? [] : [[name, object]];
}

function statusesOf({ status }: Pod): ContainerStatus[] {
  const { containerStatuses, initContainerStatuses, ephemeralContainerStatuses } = status;
  return [...(containerStatuses ?? []), ...(initContainerStatuses ?? []), ...(ephemeralContainerStatuses ?? [])];
}

export function containerNamed({ spec }: Pod, name: string): Container | undefined {
  const all = [
    ...spec.containers,
    ...(spec.initContainers ?? []),
    ...((spec.ephemeralContainers ?? []) as Container[]),
  ];
  return all.find((container) => container.name === name);
}

function referencesOf({ env = [], envFrom = [] }: Container): { configMaps: string[]; secrets: string[] } {
  return {
    configMaps: [
      ...envFrom.flatMap(({ configMapRef }) => configMapRef?.name ?? []),
      ...env.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef?.name ?? []),
    ],
    secrets: [
      ...envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []),
      ...env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []),
    ],
  };
}
