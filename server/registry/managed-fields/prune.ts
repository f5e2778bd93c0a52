import type { ObjectSchema } from '../../api/schema/schema.ts';
import { difference, type FieldSet, intersection, isEmpty, union } from './field-set.ts';
import { withNamedFields } from './named-fields.ts';
import { removeFields } from './remove-fields.ts';
import { toFieldSet } from './to-field-set.ts';

/**
 * Takes out of `merged` what the applier had and does not want any more, unless someone owns it: `given` is what the
 * applier had, `kept` what anybody owns now, the applier included. What was in a removed item without an owner stays,
 * and with it the item.
 */
export function prune(
  schema: ObjectSchema,
  merged: unknown,
  { given, kept }: { given: FieldSet | undefined; kept: FieldSet },
): unknown {
  if (given === undefined || isEmpty(difference(given, kept))) return merged;
  const named = (set: FieldSet) => withNamedFields(set, schema);
  const had = named(given);
  const all = named(toFieldSet(schema, merged));
  const fieldsLeft = (value: unknown) => named(toFieldSet(schema, value));

  const withoutGiven = removeFields(schema, merged, had);
  const unowned = difference(all, union(fieldsLeft(withoutGiven), named(kept)));
  const withOwned = removeFields(schema, merged, unowned);
  const gone = intersection(difference(all, fieldsLeft(withOwned)), had);
  return removeFields(schema, merged, gone);
}
