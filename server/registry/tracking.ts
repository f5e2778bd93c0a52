/** What field ownership needs to know of a write besides who does it and when. */
import type { Writer } from './managed-fields/track-changes.ts';
import type { UpdateTarget } from './targets.ts';

const STATUS: readonly string[] = ['status'];

/** Through the object itself nobody comes to own the status that its subresource writes, and the other way round. */
export function writerOf(
  { resource, part }: Pick<UpdateTarget, 'resource' | 'part'>,
  { manager, now }: Pick<Writer, 'manager' | 'now'>,
): Writer {
  const { home, apiVersion, otherVersions } = resource;
  const resetFields = part ? part.rules.resetFields : home.rules.subresources?.status && STATUS;
  return {
    manager,
    now,
    apiVersion,
    otherVersions,
    subresource: part?.name,
    ownedFields: part?.rules.ownedFields,
    resetFields,
  };
}
