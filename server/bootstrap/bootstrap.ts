/** What is there in every cluster before anybody asks: system namespaces and priority classes. */
import { isAlreadyExists } from './api/errors.ts';
import type { ApiObject, Draft, ResourceType } from './api/object.ts';
import { namespaces, priorityClasses } from './api/resource-types.gen.ts';
import type { Client } from './client/client.ts';

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
const PRIORITY_CLASSES = [
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    description: 'For pods that the cluster cannot do without.',
  },
  { name: 'system-node-critical', value: 2_000_001_000, description: 'For pods that a node cannot do without.' },
];

export async function bootstrap(client: Client): Promise<void> {
  await Promise.all([
    ...NAMESPACES.map((name) => ensure(client, namespaces, { metadata: { name } })),
    ...PRIORITY_CLASSES.map(({ name, ...rest }) => ensure(client, priorityClasses, { metadata: { name }, ...rest })),
  ]);
}

async function ensure<T extends ApiObject>(client: Client, type: ResourceType<T>, object: Draft<T>): Promise<void> {
  try {
    await client.create(type, object);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}
