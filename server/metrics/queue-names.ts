/** The names under which kube-controller-manager's metrics know the queues, where they are not those of the controllers. */
const QUEUES: Readonly<Record<string, string>> = {
  'endpoint-slice-controller': 'endpoint_slice',
  'endpoint-slice-mirroring-controller': 'endpoint_slice_mirroring',
  'garbage-collector-controller': 'garbage_collector_graph_changes',
  'node-lifecycle-controller': 'node_lifecycle_controller',
  'replication-controller': 'replicationmanager',
  'resourcequota-controller': 'resourcequota_primary',
  'root-ca-certificate-publisher-controller': 'root_ca_cert_publisher',
  'service-account-controller': 'serviceaccount',
};

/** `deployment` for `deployment-controller`. */
export function queueName(controller: string): string {
  return QUEUES[controller] ?? controller.replace(/-controller$/, '').replaceAll('-', '_');
}
