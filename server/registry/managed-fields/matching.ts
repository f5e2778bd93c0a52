import { type FieldSet, type FieldSetNode, isEmpty, isMember, MEMBER, withSelf } from './field-set.ts';
import { SELF } from './path-element.ts';

/** A pattern of paths, `*` standing for any element; what is below a whole pattern matches it. */
export type FieldPattern = readonly string[];

/** What of the set matches one of the patterns; a path on the way to a pattern matches too. */
export function matching(set: FieldSet, patterns: readonly FieldPattern[]): FieldSet {
  if (patterns.some((pattern) => pattern.length === 0)) return set;
  const kept: FieldSetNode = {};
  for (const element in set) {
    if (element === SELF) continue;
    const rests = patterns.filter(([first]) => first === '*' || first === element).map((pattern) => pattern.slice(1));
    if (rests.length === 0) continue;
    const node = set[element] as FieldSet;
    const below = matching(node, rests);
    if (isMember(node)) kept[element] = isEmpty(below) ? MEMBER : withSelf(below);
    else if (!isEmpty(below)) kept[element] = below;
  }
  return kept;
}
