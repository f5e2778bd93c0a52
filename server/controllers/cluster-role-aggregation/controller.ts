/** Fills the rules of cluster roles that are made of others. */
import { compileLabelSelector } from '../../api/label-selector.ts';
import { clusterRoles } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { ClusterRole, PolicyRule } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';

const AGGREGATED = 'cluster-role-aggregation/aggregated';
const ALL = 'all';

export function clusterRoleAggregationController(): Controller {
  let roles: Informer<ClusterRole>;
  return {
    name: 'clusterrole-aggregation-controller',
    start({ informers }, queue) {
      roles = informers.for(clusterRoles);
      roles.addIndex(AGGREGATED, ({ aggregationRule }) => (aggregationRule ? [ALL] : []));
      roles.onEvent(() => {
        for (const { metadata } of roles.byIndex(AGGREGATED, ALL)) queue.add(metadata.name);
      });
    },
    async reconcile(name, { client }) {
      const role = roles.get(name);
      if (!role?.aggregationRule || role.metadata.deletionTimestamp !== undefined) return;
      const rules = aggregateRules(role, roles.list());
      if (!semanticEqual(rules, role.rules ?? [])) await client.update(clusterRoles, { ...role, rules });
    },
  };
}

/** The rules of all that the selectors choose, by selector and then by name, each rule once. */
export function aggregateRules(role: ClusterRole, all: Iterable<ClusterRole>): PolicyRule[] {
  const others = [...all]
    .filter(({ metadata }) => metadata.name !== role.metadata.name)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const rules: PolicyRule[] = [];
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const query = compileLabelSelector(selector);
    for (const other of others) {
      if (!query.matches(other.metadata.labels)) continue;
      for (const rule of other.rules ?? []) if (!rules.some((known) => semanticEqual(known, rule))) rules.push(rule);
    }
  }
  return rules;
}
