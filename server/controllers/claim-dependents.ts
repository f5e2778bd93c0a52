import { isNotFound, isReason } from '../api/errors.ts';
import type { LabelQuery } from '../api/label-selector.ts';
import { type ApiObject, keyOf, parseKey, type ResourceType } from '../api/object.ts';
import { controllerOf, controllerReference } from '../api/owner-references.ts';
import type { Client } from '../client/client.ts';

export interface Claims<D> {
  /** It controls them and selects them. */
  owned: D[];
  /** It selects them and nobody controls them. */
  adopt: D[];
  /** It controls them but no longer selects them. */
  release: D[];
}

/** What an owner may do about each object that it controls or selects. */
export function planClaims<D extends ApiObject>(owner: ApiObject, selector: LabelQuery, candidates: D[]): Claims<D> {
  const claims: Claims<D> = { owned: [], adopt: [], release: [] };
  const isGoing = owner.metadata?.deletionTimestamp !== undefined;
  for (const object of candidates) {
    const controller = controllerOf(object);
    const isSelected = selector.matches(object.metadata?.labels);
    if (controller) {
      if (controller.uid !== owner.metadata?.uid) continue;
      if (isSelected) claims.owned.push(object);
      else if (!isGoing) claims.release.push(object);
    } else if (isSelected && !isGoing && object.metadata?.deletionTimestamp === undefined) claims.adopt.push(object);
  }
  return claims;
}

export interface ClaimOptions<O extends ApiObject, D extends ApiObject> {
  ownerType: ResourceType<O>;
  owner: O;
  dependentType: ResourceType<D>;
  selector: LabelQuery;
  candidates: D[];
  /** Set on what is adopted. */
  finalizers?: string[];
}

/** Adopts and releases, and returns all that the owner controls then. */
export async function claimDependents<O extends ApiObject, D extends ApiObject>(
  client: Client,
  options: ClaimOptions<O, D>,
): Promise<D[]> {
  const { owner, ownerType, dependentType } = options;
  const claims = planClaims(owner, options.selector, options.candidates);
  await Promise.all(claims.release.map((object) => release(client, dependentType, object, owner)));
  if (claims.adopt.length === 0 || !(await mayAdopt(client, ownerType, owner))) return claims.owned;
  const adopted = await Promise.all(claims.adopt.map((object) => adopt(client, object, options)));
  return [...claims.owned, ...adopted.filter((object) => object !== undefined)];
}

/** Our copy may be older than the owner's deletion: the server is asked before anything is adopted. */
async function mayAdopt<O extends ApiObject>(client: Client, type: ResourceType<O>, owner: O): Promise<boolean> {
  try {
    const fresh = await client.get(type, parseKey(keyOf(owner)));
    return fresh.metadata?.uid === owner.metadata?.uid && fresh.metadata?.deletionTimestamp === undefined;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function adopt<O extends ApiObject, D extends ApiObject>(
  client: Client,
  object: D,
  { owner, ownerType, dependentType, finalizers }: ClaimOptions<O, D>,
): Promise<D | undefined> {
  const metadata = {
    ownerReferences: [controllerReference(ownerType, owner)],
    uid: object.metadata?.uid,
    ...(finalizers && { finalizers }),
  };
  try {
    return await patchMetadata(client, dependentType, object, metadata);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function release<D extends ApiObject>(client: Client, type: ResourceType<D>, object: D, owner: ApiObject) {
  const ownerReferences = [{ $patch: 'delete', uid: owner.metadata?.uid }];
  try {
    await patchMetadata(client, type, object, { ownerReferences, uid: object.metadata?.uid });
  } catch (error) {
    // Gone, or made again under its name: then there is nothing to release.
    if (!isNotFound(error) && !isReason(error, 'Invalid')) throw error;
  }
}

function patchMetadata<D extends ApiObject>(client: Client, type: ResourceType<D>, object: D, metadata: object) {
  const patch = { type: 'application/strategic-merge-patch+json' as const, body: { metadata } };
  return client.patch(type, parseKey(keyOf(object)), patch);
}
