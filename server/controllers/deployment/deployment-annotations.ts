import type { Deployment, ReplicaSet } from '../../api/types.gen.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** Annotations of a Deployment that its ReplicaSets do not get. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);
const MAX_HISTORY_LENGTH = 2000;

type Annotations = Record<string, string>;

export function revisionOf({ metadata }: ReplicaSet | Deployment): number {
  return Number(metadata.annotations?.[REVISION] ?? 0) || 0;
}

/** The annotations of the ReplicaSet of the present template, whose revision is to be `revision` at least. */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  before: Readonly<Annotations> | undefined,
  revision: number,
): Annotations {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.has(key));
  const annotations: Annotations = { ...before, ...Object.fromEntries(copied) };
  const old = before?.[REVISION];
  if ((Number(old ?? 0) || 0) >= revision) return annotations;
  annotations[REVISION] = String(revision);
  // It had a revision and gets a new one: a rollback. What it was before is kept.
  if (old !== undefined) annotations[REVISION_HISTORY] = withRevision(before?.[REVISION_HISTORY] ?? '', old);
  return annotations;
}

/** The oldest revisions are forgotten when the text gets too long. */
function withRevision(history: string, revision: string): string {
  const revisions = [...history.split(',').filter((r) => r !== ''), revision];
  while (revisions.join().length > MAX_HISTORY_LENGTH) revisions.shift();
  return revisions.join();
}

/** How many replicas were wanted, and how many there could be, when the ReplicaSet was last sized. */
export function sizeAnnotations(desired: number, max: number): Annotations {
  return { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(max) };
}

export function sizeAnnotation({ metadata }: ReplicaSet, key: string): number | undefined {
  const text = metadata.annotations?.[key];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
