import { computeUsage, quantities } from '../api/quota/quota-usage.ts';
import type { PodSpec } from '../api/types.gen.ts';

/** What every container must say when the quota limits it. */
const COMPUTE = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** What the containers leave open that the quota would have to know: `requests.cpu for: a,b; limits.cpu for: a`. */
export function missingAmounts(spec: PodSpec | undefined, hard: Readonly<Record<string, string>>): string {
  if (!spec || spec.resources) return '';
  const required = COMPUTE.filter((name) => hard[name] !== undefined);
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name, resources }) => {
    return { name, said: computeUsage(quantities(resources?.requests), quantities(resources?.limits)) };
  });
  const missing = required.sort().flatMap((what) => {
    const silent = containers.filter(({ said }) => !said.has(what)).map(({ name }) => name);
    return silent.length === 0 ? [] : [`${what} for: ${[...new Set(silent)].sort().join(',')}`];
  });
  return missing.join('; ');
}
