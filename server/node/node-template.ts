import type { Node, NodeCondition } from '../api/types.gen.ts';
import { digestOf } from './images.ts';
import { SIMULATION_PREFIX } from './simulation.ts';

export const KUBELET_VERSION = 'v1.36.2';

/** Nodes with this annotation are simulated; those that were registered at the start have the value `registered`. */
export const NODE_ANNOTATION = `${SIMULATION_PREFIX}node`;
export const REGISTERED = 'registered';

/**
 * More pods than a kubelet takes by default (110): they cost next to nothing here, and three nodes should be enough for
 * thousands of them.
 */
const CAPACITY = { cpu: '64', 'ephemeral-storage': '1Ti', 'hugepages-2Mi': '0', memory: '256Gi', pods: '5k' };

const ZONES = ['zone-a', 'zone-b', 'zone-c'];

export interface NodeFacts {
  name: string;
  /** Its place among the nodes, from 0. */
  index: number;
  address: string;
  podCidr: string;
  /** RFC 3339. */
  now: string;
}

/** A node as a kubelet registers it. */
export function nodeTemplate(facts: NodeFacts): Node {
  const { name, podCidr } = facts;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: '',
      labels: nodeLabels(facts),
      annotations: { [NODE_ANNOTATION]: REGISTERED, 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: { podCIDR: podCidr, podCIDRs: [podCidr] },
    status: nodeStatus(facts),
  };
}

export function nodeLabels({ name, index }: Pick<NodeFacts, 'name' | 'index'>): Record<string, string> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'topology.kubernetes.io/region': 'local',
    'topology.kubernetes.io/zone': ZONES[index % ZONES.length] as string,
  };
}

export function nodeStatus({ name, address, now }: Pick<NodeFacts, 'name' | 'address' | 'now'>): Node['status'] {
  return {
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: name },
    ],
    allocatable: CAPACITY,
    capacity: CAPACITY,
    conditions: nodeConditions(now),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: uuidOf(`boot ${name}`),
      containerRuntimeVersion: 'containerd://2.2.1',
      kernelVersion: '6.12.0',
      kubeProxyVersion: '',
      kubeletVersion: KUBELET_VERSION,
      machineID: digestOf(`machine ${name}`).slice(0, 32),
      operatingSystem: 'linux',
      osImage: 'kubeling (simulated)',
      systemUUID: uuidOf(`system ${name}`),
    },
  };
}

const FINE = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
] as const;

function nodeConditions(now: string): NodeCondition[] {
  const times = { lastHeartbeatTime: now, lastTransitionTime: now };
  return [
    ...FINE.map(([type, reason, message]) => ({ type, status: 'False', ...times, reason, message })),
    { type: 'Ready', ...readiness(true), ...times },
  ];
}

/** What the Ready condition says. */
export function readiness(isReady: boolean): Pick<NodeCondition, 'status' | 'reason' | 'message'> {
  return isReady
    ? { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
    : { status: 'False', reason: 'KubeletNotReady', message: 'simulated failure' };
}

/** The conditions as they are now, with the times since when they have been so. */
export function withTransitions(
  now: readonly NodeCondition[],
  before: readonly NodeCondition[] | undefined,
): NodeCondition[] {
  return now.map((condition) => {
    const old = before?.find(({ type }) => type === condition.type);
    const isSame = old?.status === condition.status;
    return isSame ? { ...condition, lastTransitionTime: old?.lastTransitionTime } : condition;
  });
}

/** The same for the same text, so that nodes keep theirs over a restart. */
function uuidOf(text: string): string {
  const digest = digestOf(text);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}
