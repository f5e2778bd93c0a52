/** What field ownership needs to know of a write besides who does it and when. */
import type { Writer } from './managed-fields/track-changes.ts';
import type { UpdateTarget } from './targets.ts';

/** Through the object itself nobody comes to own the status that its subresource writes, and the other way round. */
export function trackingOf({
  resource,
  part,
}: Pick<UpdateTarget, 'resource' | 'part'>): Omit<Writer, 'manager' | 'now'> {
  const { home, apiVersion, otherVersions } = resource;
  if (!part) {
    return { apiVersion, otherVersions, ...(home.rules.subresources?.status && { resetFields: ['status'] }) };
  }
  const { ownedFields, resetFields } = part.rules;
  return {
    apiVersion,
    otherVersions,
    subresource: part.name,
    ...(ownedFields && { ownedFields }),
    ...(resetFields && { resetFields }),
  };
}
