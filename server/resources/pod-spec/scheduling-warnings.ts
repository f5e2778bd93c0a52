import { labelValueErrors } from '../../api/names.ts';
import type { Affinity, LabelSelector, NodeSelectorTerm, PodAffinity, PodSpec } from '../../api/types.gen.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

const DEPRECATED_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

/** Old labels of nodes, wherever a pod asks for them. */
export function nodeLabelWarnings(spec: PodSpec, field: string): string[] {
  const affinity = spec.affinity?.nodeAffinity;
  const at = `${field}.affinity.nodeAffinity`;
  const required = affinity?.[REQUIRED]?.nodeSelectorTerms ?? [];
  const preferred = affinity?.[PREFERRED] ?? [];
  return [
    ...Object.keys(spec.nodeSelector ?? {}).flatMap((key) => {
      const text = DEPRECATED_LABELS[key];
      return text === undefined ? [] : [`${field}.nodeSelector[${key}]: ${text}`];
    }),
    ...required.flatMap((term, i) => termWarnings(term, `${at}.${REQUIRED}.nodeSelectorTerms[${i}]`)),
    ...preferred.flatMap(({ preference }, i) => {
      const path = `${at}.${PREFERRED}[${i}].preference`;
      return [...termWarnings(preference ?? {}, path), ...valueWarnings(preference ?? {}, path)];
    }),
    ...spreadWarnings(spec, `${field}.topologySpreadConstraints`),
  ];
}

function termWarnings(term: NodeSelectorTerm, field: string): string[] {
  return (term.matchExpressions ?? []).flatMap(({ key }, i) => {
    const text = DEPRECATED_LABELS[key];
    return text === undefined ? [] : [`${field}.matchExpressions[${i}].key: ${key} is ${text}`];
  });
}

/** Preferences may name values that no label can have. */
function valueWarnings(term: NodeSelectorTerm, field: string): string[] {
  return (term.matchExpressions ?? []).flatMap(({ values = [] }, i) =>
    values.flatMap((value, j) =>
      labelValueErrors(value).map((text) => `${field}.matchExpressions[${i}].values[${j}]: ${text}`),
    ),
  );
}

function spreadWarnings(spec: PodSpec, field: string): string[] {
  return (spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, i) => {
    const text = DEPRECATED_LABELS[topologyKey];
    return [
      ...(text === undefined ? [] : [`${field}[${i}].topologyKey: ${topologyKey} is ${text}`]),
      ...selectorWarnings(labelSelector, `${field}[${i}].labelSelector`),
    ];
  });
}

export function affinityWarnings(affinity: Affinity | undefined, field: string): string[] {
  return [
    ...podAffinityWarnings(affinity?.podAffinity, `${field}.podAffinity`),
    ...podAffinityWarnings(affinity?.podAntiAffinity, `${field}.podAntiAffinity`),
  ];
}

function podAffinityWarnings(affinity: PodAffinity | undefined, field: string): string[] {
  return [
    ...(affinity?.[REQUIRED] ?? []).flatMap((term, i) =>
      selectorWarnings(term.labelSelector, `${field}.${REQUIRED}[${i}].labelSelector`),
    ),
    ...(affinity?.[PREFERRED] ?? []).flatMap(({ podAffinityTerm }, i) =>
      selectorWarnings(podAffinityTerm?.labelSelector, `${field}.${PREFERRED}[${i}].podAffinityTerm.labelSelector`),
    ),
  ];
}

function selectorWarnings(selector: LabelSelector | undefined, field: string): string[] {
  return selector ? [] : [`${field}: a null labelSelector results in matching no pod`];
}
