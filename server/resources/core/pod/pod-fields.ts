import type { Pod } from '../../../api/types.gen.ts';

/** What field selectors may ask of pods. */
export const podFields: Readonly<Record<string, (pod: Pod) => string>> = {
  'spec.nodeName': (pod) => pod.spec?.nodeName ?? '',
  'spec.restartPolicy': (pod) => pod.spec?.restartPolicy ?? '',
  'spec.schedulerName': (pod) => pod.spec?.schedulerName ?? '',
  'spec.serviceAccountName': (pod) => pod.spec?.serviceAccountName ?? '',
  'spec.hostNetwork': (pod) => String(pod.spec?.hostNetwork ?? false),
  'status.phase': (pod) => pod.status?.phase ?? '',
  'status.podIP': (pod) => pod.status?.podIPs?.[0]?.ip ?? '',
  // NOTE: taken, but never set in Kubernetes' table of fields.
  'status.podIPs': () => '',
  'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
};
