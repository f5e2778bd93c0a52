import { required } from '../../api/field-error.ts';
import { controllerOf } from '../../api/owner-references.ts';
import { controllerRevisions } from '../../api/resource-types.gen.ts';
import type { ControllerRevision } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, nonNegative } from '../field-checks.ts';
import { age } from '../table-cells.ts';

export const controllerRevisionResource = defineResource<ControllerRevision>(controllerRevisions, {
  validate: ({ revision, data }) => [
    ...nonNegative('revision', revision),
    ...(data === undefined || data === null ? [required('data', 'data is mandatory')] : []),
  ],
  validateUpdate: (object, old) => immutable('data', object.data, old.data),
  row: (object, context) => [object.metadata.name, controllerCell(object), object.revision, age(object, context)],
});

/** `statefulset.apps/web` */
function controllerCell(object: ControllerRevision): string {
  const owner = controllerOf(object);
  if (!owner) return '<none>';
  const [group] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
  return `${owner.kind.toLowerCase()}${group ? `.${group}` : ''}/${owner.name}`;
}
