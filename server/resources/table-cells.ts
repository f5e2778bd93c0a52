/** The cells that the table rows of several kinds share. */
import { humanDuration } from '../api/human-duration.ts';
import type { ApiObject } from '../api/object.ts';
import type { PodSpec } from '../api/types.gen.ts';
import { millisecondsOf } from '../lib/timestamps.ts';
import type { RowContext } from '../registry/define-resource.ts';

/** How long ago the object was made, such as `5d3h`. */
export function age(object: ApiObject, context: RowContext): string {
  return timeSince(object.metadata?.creationTimestamp, context);
}

export function timeSince(time: string | undefined | null, context: RowContext): string {
  return time ? humanDuration(context.now - millisecondsOf(time)) : '<unknown>';
}

/** Names and images of the containers, each joined by commas. */
export function containerCells(spec: PodSpec | undefined): [names: string, images: string] {
  const containers = spec?.containers ?? [];
  return [containers.map((c) => c.name).join(','), containers.map((c) => c.image ?? '').join(',')];
}
