/** What can be done with the served resources, before it is told in OpenAPI's version 2 or 3. */
import { capitalised, META, type Naming, type Operation, type ServedVersion } from './operation.ts';
import { resourceOperations } from './resource-operations.ts';

export function operationsOf(served: ServedVersion): Operation[] {
  const naming = namingOf(served);
  return [
    {
      path: `${naming.root}/`,
      method: 'get',
      id: `get${naming.title}APIResources`,
      tag: naming.tag,
      description: 'get available resources',
      query: [],
      answer: `${META}.APIResourceList`,
      codes: [200],
    },
    ...served.resources.flatMap((entry) => resourceOperations(served, entry, naming)),
  ];
}

function namingOf({ group, version }: ServedVersion): Naming {
  const title = groupTitle(group);
  return {
    root: group === '' ? `/api/${version}` : `/apis/${group}/${version}`,
    title: title + capitalised(version),
    tag: `${title.charAt(0).toLowerCase()}${title.slice(1)}_${version}`,
  };
}

/** `Core`, `Apps`, `RbacAuthorization`. */
export function groupTitle(group: string): string {
  if (group === '') return 'Core';
  return group
    .replace(/\.k8s\.io$/, '')
    .split('.')
    .map(capitalised)
    .join('');
}

/** Where the document of a version is: `api/v1`, `apis/apps/v1`. */
export function documentPath({ group, version }: { group: string; version: string }): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}
