/** What rules allow that others do not. */
import { goQuote } from '../../api/field-error.ts';
import type { PolicyRule } from '../../api/types.gen.ts';

/** One verb on one thing. */
interface Grain {
  verb: string;
  group?: string;
  resource?: string;
  resourceName?: string;
  path?: string;
}

/** Those of `wanted` that nothing in `held` covers, one line for each thing, as Kubernetes prints them. */
export function uncovered(wanted: readonly PolicyRule[], held: readonly PolicyRule[]): string[] {
  const missing = wanted.flatMap(grainsOf).filter((grain) => !held.some((rule) => covers(rule, grain)));
  return [...new Set(compact(missing).map(printRule))].sort();
}

function grainsOf(rule: PolicyRule): Grain[] {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
  const names = resourceNames?.length ? resourceNames : [undefined];
  const things = (apiGroups ?? []).flatMap((group) =>
    (resources ?? []).flatMap((resource) =>
      (verbs ?? []).flatMap((verb) =>
        names.map((name): Grain => ({ verb, group, resource, ...(name !== undefined && { resourceName: name }) })),
      ),
    ),
  );
  return [...things, ...(nonResourceURLs ?? []).flatMap((path) => (verbs ?? []).map((verb) => ({ verb, path })))];
}

function covers(rule: PolicyRule, { verb, group = '', resource = '', resourceName, path }: Grain): boolean {
  if (!hasOrAll(rule.verbs, verb)) return false;
  if (path !== undefined) return (rule.nonResourceURLs ?? []).some((held) => coversPath(held, path));
  return hasOrAll(rule.apiGroups, group) && coversResource(rule.resources, resource) && coversName(rule, resourceName);
}

function hasOrAll(values: readonly string[] | null | undefined, value: string): boolean {
  return !!values && (values.includes('*') || values.includes(value));
}

function coversResource(held: readonly string[] | null | undefined, resource: string): boolean {
  if (hasOrAll(held, resource)) return true;
  const [, subresource] = resource.split('/');
  return subresource !== undefined && !!held?.includes(`*/${subresource}`);
}

function coversName({ resourceNames }: PolicyRule, name: string | undefined): boolean {
  return !resourceNames?.length || (name !== undefined && resourceNames.includes(name));
}

function coversPath(held: string, path: string): boolean {
  return held === path || (held.endsWith('*') && path.startsWith(held.slice(0, -1)));
}

/** The verbs on one thing together. */
function compact(grains: readonly Grain[]): PolicyRule[] {
  const rules = new Map<string, PolicyRule & { verbs: string[] }>();
  for (const { verb, group, resource, resourceName, path } of grains) {
    // Kubernetes leaves those of paths apart.
    const key = JSON.stringify(path === undefined ? [group, resource, resourceName] : [path, verb]);
    const known = rules.get(key);
    if (known) known.verbs.push(verb);
    else rules.set(key, { verbs: [verb], ...thingOf({ group, resource, resourceName, path }) });
  }
  return [...rules.values()];
}

function thingOf({ group, resource, resourceName, path }: { [K in keyof Grain]?: Grain[K] | undefined }) {
  if (path !== undefined) return { nonResourceURLs: [path] };
  const names = resourceName === undefined ? {} : { resourceNames: [resourceName] };
  return { apiGroups: [group ?? ''], resources: [resource ?? ''], ...names };
}

function printRule({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const parts = { APIGroups: apiGroups, Resources: resources, NonResourceURLs: nonResourceURLs };
  const all = { ...parts, ResourceNames: resourceNames, Verbs: verbs };
  const printed = Object.entries(all).filter(([, values]) => values?.length);
  return `{${printed.map(([name, values]) => `${name}:${printList(values ?? [])}`).join(', ')}}`;
}

/** `["a" "b"]` */
export function printList(values: readonly string[]): string {
  return `[${values.map(goQuote).join(' ')}]`;
}
