import type { Schema } from '../../api/schema/schema.ts';
import { type FieldSet, type FieldSetNode, isEmpty, withSelf } from './field-set.ts';

/**
 * The set with every field of a struct that has something below it; entries of maps and items of lists are not added.
 * Removing such a set from an object removes what is empty then.
 */
export function withNamedFields(set: FieldSet, schema: Schema | undefined): FieldSet {
  const named: FieldSetNode = {};
  for (const element in set) {
    const node = set[element] as FieldSet;
    if (isEmpty(node)) {
      named[element] = node;
      continue;
    }
    const below = withNamedFields(node, schemaBelow(schema, element));
    named[element] = isStructField(schema, element) ? withSelf(below) : below;
  }
  return named;
}

function isStructField(schema: Schema | undefined, element: string): boolean {
  return schema?.type === 'object' && element.startsWith('f:') && schema.fields.has(element.slice(2));
}

export function schemaBelow(schema: Schema | undefined, element: string): Schema | undefined {
  if (schema === undefined) return undefined;
  if (schema.type === 'list') return schema.items;
  if (!element.startsWith('f:')) return undefined;
  return schema.type === 'map' ? schema.values : fieldSchema(schema, element.slice(2));
}

function fieldSchema(schema: Schema, name: string): Schema | undefined {
  return schema.type === 'object' ? schema.fields.get(name)?.schema : undefined;
}
