import { isInt64, type LabelRequirement, requirementText } from './label-requirement.ts';
import { parseLabelRequirements } from './label-selector-parser.ts';
import type { LabelSelector } from './types.gen.ts';

export type Labels = Readonly<Record<string, string>>;

/** A selector ready for use. */
export interface LabelQuery {
  /** All of them must hold; sorted by key. None: everything matches. */
  readonly requirements: readonly LabelRequirement[];
  matches(labels: Labels | undefined): boolean;
}

const EVERYTHING: LabelQuery = { requirements: [], matches: () => true };
const NOTHING: LabelQuery = { requirements: [], matches: () => false };

/** The form of queries: `app=web,tier in (front, back),!legacy`. Throws 400 with Kubernetes' words. */
export function parseLabelSelector(text: string): LabelQuery {
  return text === '' ? EVERYTHING : labelQuery(parseLabelRequirements(text));
}

/** A plain map of labels, as in `Service.spec.selector`. An empty one matches everything: the caller may want nothing. */
export function labelQueryOfMap(labels: Labels | undefined): LabelQuery {
  const requirements = Object.entries(labels ?? {}).map(([key, value]) => equalTo(key, value));
  return requirements.length === 0 ? EVERYTHING : labelQuery(requirements);
}

/** The form in objects. Left out it matches nothing, empty it matches everything. Expects what has been validated. */
export function compileLabelSelector(selector: LabelSelector | undefined): LabelQuery {
  if (!selector) return NOTHING;
  const requirements = selectorRequirements(selector);
  return requirements.length === 0 ? EVERYTHING : labelQuery(requirements);
}

/** The text form of a selector in an object; '' when it is empty or left out. */
export function labelSelectorText(selector: LabelSelector | undefined): string {
  return selector ? queryText(selectorRequirements(selector)) : '';
}

/** The text form as tables show it: `<none>` when there is none. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  return labelSelectorText(selector) || '<none>';
}

/** A plain map of labels as tables show it: `a=b,c=d` or `<none>`. */
export function labelMapCell(labels: Labels | undefined): string {
  return formatLabelSelector(labels && { matchLabels: { ...labels } });
}

function queryText(requirements: readonly LabelRequirement[]): string {
  return sortedByKey(requirements).map(requirementText).join(',');
}

function selectorRequirements(selector: LabelSelector): LabelRequirement[] {
  const equals = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => equalTo(key, value));
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }) => ({
    key,
    operator: OPERATORS[operator] ?? 'exists',
    values: values ?? [],
  }));
  return [...equals, ...expressions];
}

const OPERATORS: Readonly<Record<string, LabelRequirement['operator']>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

function equalTo(key: string, value: string): LabelRequirement {
  return { key, operator: '=', values: [value] };
}

function sortedByKey(requirements: readonly LabelRequirement[]): LabelRequirement[] {
  return [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

type Predicate = (labels: Labels) => boolean;

const NO_LABELS: Labels = {};

function labelQuery(requirements: readonly LabelRequirement[]): LabelQuery {
  const sorted = sortedByKey(requirements);
  const matches = allOf(sorted.map(predicateOf));
  return { requirements: sorted, matches: (labels) => matches(labels ?? NO_LABELS) };
}

function allOf(predicates: readonly Predicate[]): Predicate {
  const [first, ...others] = predicates;
  if (first === undefined) return () => true;
  return others.length === 0 ? first : (labels) => predicates.every((holds) => holds(labels));
}

function predicateOf({ key, operator, values }: LabelRequirement): Predicate {
  switch (operator) {
    case 'exists':
      return (labels) => typeof labels[key] === 'string';
    case '!':
      return (labels) => typeof labels[key] !== 'string';
    case '=':
    case '==':
    case 'in':
      return oneOf(key, values);
    case '!=':
    case 'notin':
      return noneOf(oneOf(key, values));
    case 'gt':
    case 'lt':
      return inOrder(key, BigInt(values[0] ?? 0), operator);
  }
}

function oneOf(key: string, values: readonly string[]): Predicate {
  if (values.length === 1) return (labels) => labels[key] === values[0];
  const allowed = new Set<string | undefined>(values);
  return (labels) => allowed.has(labels[key]);
}

function noneOf(matches: Predicate): Predicate {
  return (labels) => !matches(labels);
}

function inOrder(key: string, bound: bigint, operator: 'gt' | 'lt'): Predicate {
  return (labels) => {
    const value = labels[key];
    if (typeof value !== 'string' || !isInt64(value)) return false;
    return operator === 'gt' ? BigInt(value) > bound : BigInt(value) < bound;
  };
}
