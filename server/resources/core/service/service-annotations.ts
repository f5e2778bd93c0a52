export const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
/** The older name of `topology-mode`. */
export const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
/** The older form of `spec.loadBalancerSourceRanges`: networks joined by commas. */
export const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
