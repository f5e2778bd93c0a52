/** What is there in every cluster before anybody asks: system namespaces, priorities, roles, addresses. */
import {
  clusterRoleBindings,
  clusterRoles,
  flowSchemas,
  namespaces,
  priorityClasses,
  priorityLevelConfigurations,
} from '../api/resource-types.gen.ts';
import { SYSTEM_NAMESPACES } from '../api/system-namespaces.ts';
import type { Client } from '../client/client.ts';
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES } from './cluster-roles.ts';
import { ensureObject } from './ensure-object.ts';
import { FLOW_SCHEMAS, PRIORITY_LEVELS } from './flow-control.ts';
import { ensureServiceRange } from './service-range.ts';

const PRIORITY_CLASSES = [
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    description: 'For pods that the cluster cannot do without.',
  },
  { name: 'system-node-critical', value: 2_000_001_000, description: 'For pods that a node cannot do without.' },
];

/** `serviceCidr` is the range that addresses of Services are taken from. */
export async function bootstrap(client: Client, serviceCidr: string): Promise<void> {
  await Promise.all([
    ensureServiceRange(client, serviceCidr),
    ...SYSTEM_NAMESPACES.map((name) => ensureObject(client, namespaces, { metadata: { name } })),
    ...PRIORITY_CLASSES.map(({ name, ...rest }) =>
      ensureObject(client, priorityClasses, { metadata: { name }, ...rest }),
    ),
    ...CLUSTER_ROLES.map((role) => ensureObject(client, clusterRoles, role)),
    ...CLUSTER_ROLE_BINDINGS.map((binding) => ensureObject(client, clusterRoleBindings, binding)),
    ...PRIORITY_LEVELS.map((level) => ensureObject(client, priorityLevelConfigurations, level)),
    ...FLOW_SCHEMAS.map((schema) => ensureObject(client, flowSchemas, schema)),
  ]);
}
