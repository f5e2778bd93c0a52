import type { Endpoint, EndpointSlice } from '../../api/types.gen.ts';
import { keyOfEndpoint, sameEndpointState } from '../slice-endpoints.ts';

export const MAX_ENDPOINTS_PER_SLICE = 100;

export interface PackInput {
  /** The slices that carry these ports now. */
  slices: readonly EndpointSlice[];
  /** The endpoints that should be there, by `keyOfEndpoint`. */
  desired: ReadonlyMap<string, Endpoint>;
  /** Whether what the slice says besides its endpoints is right. */
  isRight(slice: EndpointSlice): boolean;
}

export interface Packing {
  /** The endpoints of new slices. */
  create: Endpoint[][];
  /** Slices to write, with the endpoints that they get. */
  update: { slice: EndpointSlice; endpoints: Endpoint[] }[];
  delete: EndpointSlice[];
}

/**
 * Spreads endpoints over slices with few writes, as Kubernetes' reconciler does: what is placed stays where it is; new
 * ones fill slices that must be written anyway, then one slice that has room for all the rest, then new slices.
 */
export function packEndpoints({ slices, desired, isRight }: PackInput): Packing {
  const placed = new Set<string>();
  const update = new Map<EndpointSlice, Endpoint[]>();
  const unchanged: EndpointSlice[] = [];
  const toDelete: EndpointSlice[] = [];
  for (const slice of slices) {
    const kept = keepDesired(slice.endpoints ?? [], desired, placed);
    if (kept && kept.length === 0) toDelete.push(slice);
    else if (kept || !isRight(slice)) update.set(slice, kept ?? [...(slice.endpoints ?? [])]);
    else unchanged.push(slice);
  }
  const create = placeRest(unplaced(desired, placed), update, unchanged);
  return { create, update: [...update].map(([slice, endpoints]) => ({ slice, endpoints })), delete: toDelete };
}

function unplaced(desired: ReadonlyMap<string, Endpoint>, placed: ReadonlySet<string>): Endpoint[] {
  if (placed.size === desired.size) return [];
  return [...desired].flatMap(([key, endpoint]) => (placed.has(key) ? [] : [endpoint]));
}

/** Puts the rest where it costs least; returns the endpoints of new slices. */
function placeRest(
  rest: Endpoint[],
  update: Map<EndpointSlice, Endpoint[]>,
  unchanged: readonly EndpointSlice[],
): Endpoint[][] {
  const fullestFirst = [...update.values()].sort((a, b) => b.length - a.length);
  for (const endpoints of fullestFirst) fill(endpoints, rest);
  const create: Endpoint[][] = [];
  while (rest.length > 0) {
    const roomy = rest.length < MAX_ENDPOINTS_PER_SLICE ? sliceToFill(unchanged, rest.length) : undefined;
    const endpoints: Endpoint[] = [...(roomy?.endpoints ?? [])];
    fill(endpoints, rest);
    if (roomy) update.set(roomy, endpoints);
    else create.push(endpoints);
  }
  return create;
}

/** The endpoints that stay, in their present state; undefined when nothing changes. Notes them as placed. */
function keepDesired(
  before: readonly Endpoint[],
  desired: ReadonlyMap<string, Endpoint>,
  placed: Set<string>,
): Endpoint[] | undefined {
  const kept: Endpoint[] = [];
  let changed = false;
  for (const endpoint of before) {
    const key = keyOfEndpoint(endpoint);
    const wanted = desired.get(key);
    if (!wanted || placed.has(key)) {
      changed = true;
      continue;
    }
    placed.add(key);
    kept.push(wanted);
    changed ||= !sameEndpointState(endpoint, wanted);
  }
  return changed ? kept : undefined;
}

function fill(endpoints: Endpoint[], rest: Endpoint[]): void {
  endpoints.push(...rest.splice(0, Math.max(0, MAX_ENDPOINTS_PER_SLICE - endpoints.length)));
}

/** The slice that is closest to full with so many more endpoints. */
function sliceToFill(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  let best: EndpointSlice | undefined;
  let bestRoom = MAX_ENDPOINTS_PER_SLICE;
  for (const slice of slices) {
    const room = MAX_ENDPOINTS_PER_SLICE - count - (slice.endpoints?.length ?? 0);
    if (room < 0 || room >= bestRoom) continue;
    best = slice;
    bestRoom = room;
  }
  return best;
}
