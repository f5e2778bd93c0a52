import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Endpoint, EndpointHints, EndpointSlice, Service } from '../../api/types.gen.ts';

/** What hints the endpoints of a Service get (`spec.trafficDistribution`, KEP-3015). */
export interface HintRule {
  zones: boolean;
  nodes: boolean;
}

const RULES: Readonly<Record<string, HintRule>> = {
  PreferClose: { zones: true, nodes: false },
  PreferSameZone: { zones: true, nodes: false },
  PreferSameNode: { zones: true, nodes: true },
};
const NO_HINTS: HintRule = { zones: false, nodes: false };

export function hintRuleOf({ metadata, spec }: Service): HintRule {
  const annotations = metadata.annotations ?? {};
  const mode =
    annotations['service.kubernetes.io/topology-aware-hints'] ?? annotations['service.kubernetes.io/topology-mode'];
  // The annotation comes first, and its own hints need more of a cluster than zones and nodes.
  if (mode === 'Auto' || mode === 'auto') return NO_HINTS;
  return RULES[spec.trafficDistribution ?? ''] ?? NO_HINTS;
}

export function needsOtherHints(slice: EndpointSlice, rule: HintRule): boolean {
  return (slice.endpoints ?? []).some((endpoint) => !semanticEqual(endpoint.hints, hintsFor(endpoint, rule)));
}

export function withHints(endpoints: readonly Endpoint[], rule: HintRule): Endpoint[] {
  return endpoints.map((endpoint) => {
    const hints = hintsFor(endpoint, rule);
    const { hints: _, ...rest } = endpoint;
    return hints ? { ...rest, hints } : rest;
  });
}

/** Endpoints that are not ready keep what hints they have, unless none are wanted at all. */
function hintsFor(endpoint: Endpoint, rule: HintRule): EndpointHints | undefined {
  if (!rule.zones) return undefined;
  if (!endpoint.conditions?.ready) return endpoint.hints;
  const { zone, nodeName } = endpoint;
  if (zone === undefined && (nodeName === undefined || !rule.nodes)) return undefined;
  return {
    ...(zone !== undefined && { forZones: [{ name: zone }] }),
    ...(nodeName !== undefined && rule.nodes && { forNodes: [{ name: nodeName }] }),
  };
}
