import { ApiError } from '../../api/errors.ts';
import { goQuote } from '../../api/field-error.ts';
import { printPath } from './field-set.ts';
import { type ManagerId, printManagerId } from './managers.ts';
import type { OwnershipConflict } from './ownership.ts';

/** 409 with a cause for each field that another manager owns. */
export function applyConflict(conflicts: readonly OwnershipConflict[]): ApiError {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printManager(manager)}`,
    field: printPath(path),
  }));
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: conflictMessage(conflicts),
    reason: 'Conflict',
    details: { causes },
    code: 409,
  });
}

function conflictMessage(conflicts: readonly OwnershipConflict[]): string {
  const [first] = conflicts;
  if (first !== undefined && conflicts.length === 1) {
    return `Apply failed with 1 conflict: conflict with ${printManager(first.manager)}: ${printPath(first.path)}`;
  }
  const lines: string[] = [];
  let last = '';
  for (const { manager, path } of conflicts) {
    const id = printManagerId(manager);
    if (id !== last) lines.push(`conflicts with ${printManager(manager)}:`);
    last = id;
    lines.push(`- ${printPath(path)}`);
  }
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

/** `"m1"`, `"kubelet" with subresource "status" using v1` */
function printManager({ name, operation, apiVersion, subresource }: ManagerId): string {
  const part = subresource === '' ? '' : ` with subresource ${goQuote(subresource)}`;
  return `${goQuote(name)}${part}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
