/** What the controller of ServiceCIDRs puts on each of them. */
export const SERVICE_CIDR_FINALIZER = 'networking.k8s.io/service-cidr-finalizer';

/** The condition of a range that addresses are taken from, but for its time. */
export const READY_RANGE = {
  type: 'Ready',
  status: 'True',
  reason: '',
  message: 'Kubernetes Service CIDR is ready',
} as const;
