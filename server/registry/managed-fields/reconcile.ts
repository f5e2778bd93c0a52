import type { Schema } from '../../api/schema/schema.ts';
import { type FieldSet, type FieldSetNode, isEmpty, MEMBER } from './field-set.ts';
import { schemaBelow } from './named-fields.ts';
import { SELF } from './path-element.ts';
import { isLeafSchema } from './to-field-set.ts';

/**
 * A set as it is in an API in which some lists, maps and structs that had owners for their parts are owned as a whole
 * now: who owned a part owns the whole.
 */
export function withAtomicFieldsWhole(set: FieldSet, schema: Schema): FieldSet {
  const whole: FieldSetNode = {};
  for (const element in set) whole[element] = reconciled(set[element] as FieldSet, below(schema, element));
  return whole;
}

function below(schema: Schema, element: string): Schema | undefined {
  return element === SELF ? undefined : schemaBelow(schema, element);
}

function reconciled(node: FieldSet, schema: Schema | undefined): FieldSet {
  if (schema === undefined || isEmpty(node) || isScalar(schema)) return node;
  return isLeafSchema(schema) ? MEMBER : withAtomicFieldsWhole(node, schema);
}

function isScalar({ type }: Schema): boolean {
  return type !== 'object' && type !== 'map' && type !== 'list';
}
