/** Containers as somebody looks into them: each gets its files and processes when that first happens. */
import { configMaps, nodes, persistentVolumeClaims, pods, secrets } from '../../api/resource-types.gen.ts';
import type { Container, ContainerStatus, Pod } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import type { Informers } from '../../client/informer.ts';
import type { Clock } from '../../lib/clock.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import { type ContainerStarts, containerNamed } from '../environment/container-starts.ts';
import { expandReferences } from '../environment/expand-references.ts';
import type { LiveEnd } from '../live-reports.ts';
import type { ClusterNetwork } from '../network/create-pod-network.ts';
import { createPodNetwork } from '../network/create-pod-network.ts';
import { commandLine } from '../programs/command-line.ts';
import { hostnameOf } from '../programs/pod-program.ts';
import { COMMANDS } from './commands.ts';
import type { SimulatedContainer, User } from './container.ts';
import { baseFiles, processFiles } from './files/base-files.ts';
import { hostnameFile, hostsFile, resolverFile } from './files/etc-files.ts';
import { type DirectoryNode, directoryNode, fileNode } from './files/file-node.ts';
import { contentOf, createFileSystem } from './files/file-system.ts';
import { mountVolumes, volumeNamed } from './files/mount-volumes.ts';
import { readOnlyDirectory } from './files/read-only.ts';
import { type VolumeSources, volumeDirectory } from './files/volume-files.ts';
import { flavourOf } from './flavour.ts';
import { SIGHUP, SIGKILL } from './pipe.ts';
import { createProcessTable } from './process-table.ts';
import { mountedTokens } from './service-account-tokens.ts';
import { DEFAULT_PATH } from './shell/find-program.ts';

export interface ContainersOptions {
  informers: Informers;
  client: Client;
  clock: Clock;
  network: ClusterNetwork;
  starts: ContainerStarts;
  random(below: number): number;
  /** The container's program was told to end, from within. */
  ended(pod: Pod, container: string, end: LiveEnd): void;
}

export interface Containers {
  /** The container of a run that this status tells of. */
  open(pod: Pod, container: Container, status: ContainerStatus): Promise<SimulatedContainer>;
  /** A file of a container that somebody has looked into; undefined for all else. */
  readFile(pod: Pod, container: string, path: string): Buffer | undefined;
  stop(): void;
}

interface OpenPod {
  readonly volumes: Map<string, DirectoryNode>;
  /** By name, the latest run of each. */
  readonly containers: Map<string, { id: string; container: SimulatedContainer }>;
}

export function openContainers(options: ContainersOptions): Containers {
  const { informers, client, clock } = options;
  const allPods = informers.for(pods);
  const opened = new Map<string, OpenPod>();
  const shared = sharedDirectories(informers);
  const tokens = mountedTokens(client, clock);
  const current = (pod: Pod) => allPods.get(`${pod.metadata.namespace}/${pod.metadata.name}`) ?? pod;
  const stop = allPods.onEvent(({ type, object }) => {
    if (type !== 'DELETED') return;
    opened.delete(object.metadata.uid);
    tokens.forget(object);
  });

  const sourcesOf = (pod: Pod): VolumeSources => {
    const { namespace } = pod.metadata;
    const [allConfigMaps, allSecrets] = [informers.for(configMaps), informers.for(secrets)];
    return {
      pod: () => current(pod),
      configMap: (name) => allConfigMaps.get(`${namespace}/${name}`),
      secret: (name) => allSecrets.get(`${namespace}/${name}`),
      token: (audience) => tokens.get(pod, audience),
      allocatable: () => informers.for(nodes).get(pod.spec.nodeName ?? '')?.status.allocatable ?? {},
      shared: shared.get,
      now: () => clock.now(),
    };
  };
  const openPod = ({ metadata }: Pod): OpenPod => {
    const open = opened.get(metadata.uid) ?? { volumes: new Map(), containers: new Map() };
    opened.set(metadata.uid, open);
    return open;
  };
  const directoryOf = (pod: Pod, open: OpenPod) => (name: string) => {
    const known = open.volumes.get(name);
    const volume = volumeNamed(pod.spec.volumes, name);
    if (known || !volume) return known;
    const directory = volumeDirectory(volume, sourcesOf(pod));
    open.volumes.set(name, directory);
    return directory;
  };

  return {
    async open(pod, spec, status) {
      await tokens.refresh(pod);
      const open = openPod(pod);
      const known = open.containers.get(spec.name);
      const id = status.containerID ?? '';
      if (known?.id === id) return known.container;
      const container = createContainer(() => current(pod), spec, {
        status,
        options,
        directoryOf: directoryOf(pod, open),
      });
      open.containers.set(spec.name, { id, container });
      return container;
    },
    readFile(pod, name, path) {
      const open = openPod(pod);
      const known = open.containers.get(name)?.container.files;
      const node = (known ?? mountedOnly(pod, name, directoryOf(pod, open)))?.look(path);
      return node && node.kind !== 'directory' ? contentOf(node) : undefined;
    },
    stop,
  };
}

/** What is in volumes can be read without anybody having looked into the container. */
function mountedOnly(pod: Pod, name: string, directoryOf: (volume: string) => DirectoryNode | undefined) {
  const container = containerNamed(pod, name);
  if (!container?.volumeMounts) return undefined;
  const root = createFileSystem(directoryNode(), () => 0);
  mountVolumes(root, container, { directoryOf, env: {}, now: 0 });
  return root;
}

interface SharedDirectories {
  get(key: string): DirectoryNode;
}

/** Volumes that outlive pods: they go with their claims. */
function sharedDirectories(informers: Informers): SharedDirectories {
  const directories = new Map<string, DirectoryNode>();
  informers.for(persistentVolumeClaims).onEvent(({ type, object: { metadata } }) => {
    if (type === 'DELETED') directories.delete(`claim ${metadata.namespace}/${metadata.name}`);
  });
  return {
    get(key) {
      const directory = directories.get(key) ?? directoryNode([], { mode: 0o777 });
      directories.set(key, directory);
      return directory;
    },
  };
}

function createContainer(
  pod: () => Pod,
  spec: Container,
  by: {
    status: ContainerStatus;
    options: ContainersOptions;
    directoryOf(name: string): DirectoryNode | undefined;
  },
): SimulatedContainer {
  const { network, clock, starts, random, ended } = by.options;
  const now = clock.now();
  const startedAt = millisecondsOf(by.status.state?.running?.startedAt) ?? now;
  const flavour = flavourOf(spec.image ?? '');
  const user = userOf(pod(), spec);
  const hostname = pod().spec.hostNetwork ? (pod().spec.nodeName ?? '') : hostnameOf(pod());
  const own = starts.environmentOf(pod(), spec, by.status);
  const env = { PATH: DEFAULT_PATH, HOSTNAME: hostname, ...own, HOME: own.HOME ?? user.home };
  const files = createFileSystem(baseFiles(flavour, { commands: COMMANDS.keys(), user, now }), () => clock.now());
  const podNetwork = createPodNetwork(pod, network);
  const workingDirectory = spec.workingDir || '/';
  const args = (commandLine(spec) ?? []).map((word) => expandReferences(word, env));
  const container: SimulatedContainer = {
    pod,
    spec,
    flavour,
    env,
    files,
    hostname,
    workingDirectory,
    user,
    network: podNetwork,
    clusterDomain: network.resolver.clusterDomain,
    clock,
    startedAt,
    random,
    commands: COMMANDS,
    processes: createProcessTable(clock, {
      args: args.length > 0 ? args : [programNameOf(spec.image ?? '')],
      hasTerminal: spec.tty ?? false,
      startedAt,
      // Shells and the like ignore signals as first processes; servers end well.
      kill(signalNumber) {
        if (args.length > 0 || signalNumber === SIGHUP || signalNumber === SIGKILL) return;
        ended(pod(), spec.name, { containerID: by.status.containerID ?? '', exitCode: 0 });
      },
    }),
  };
  files.write('/etc/hosts', hostsFile(pod(), network.resolver.clusterDomain));
  files.write('/etc/resolv.conf', resolverFile(podNetwork.resolver()));
  files.write('/etc/hostname', hostnameFile(pod()));
  files.mount('/proc', directoryNode(processFiles(() => container)));
  files.makeDirectory(workingDirectory, { parents: true });
  mountVolumes(files, spec, { directoryOf: by.directoryOf, env, now });
  files.mount('/dev', files.find('/dev'));
  files.mount(spec.terminationMessagePath || '/dev/termination-log', fileNode(''));
  if (!spec.securityContext?.readOnlyRootFilesystem) return container;
  const root = readOnlyDirectory(files.root, { sparesMounts: true });
  return { ...container, files: createFileSystem(root, () => clock.now()) };
}

function userOf(pod: Pod, { securityContext }: Container): User {
  const uid = securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? 0;
  const gid = securityContext?.runAsGroup ?? pod.spec.securityContext?.runAsGroup ?? 0;
  return uid === 0 ? { name: 'root', uid, gid, home: '/root' } : { name: String(uid), uid, gid, home: '/' };
}

function programNameOf(image: string): string {
  return image.replace(/[:@].*$/, '').replace(/^.*\//, '');
}
