/** What the protobuf messages of Kubernetes look like, beside what schemas say of JSON. */
import type { Field, ListSchema, ObjectSchema, Schema } from '../schema/schema.ts';
import { findSchema, type KindOf, schemaNamed } from '../schema/schemas.ts';

/** A field of a message: one of JSON's, or a message that only protobuf has around some of JSON's fields. */
export type MessageField =
  | { readonly number: number; readonly field: Field }
  | { readonly number: number; readonly embedded: readonly MessageField[] };

/** What precedes a message that says what it is. */
export const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0]);

/** Sorted by number. Fields without a number (kind, apiVersion) are not part of messages. */
export function messageFields(schema: ObjectSchema): MessageField[] {
  const own: MessageField[] = [];
  const embedded = new Map<number, MessageField[]>();
  for (const field of schema.fields.values()) {
    if (!field.protobuf) continue;
    const { number, within } = field.protobuf;
    if (within === undefined) own.push({ number, field });
    else embedded.set(within, [...(embedded.get(within) ?? []), { number, field }]);
  }
  for (const [number, fields] of embedded) own.push({ number, embedded: fields.sort(byNumber) });
  return own.sort(byNumber);
}

function byNumber(a: MessageField, b: MessageField): number {
  return a.number - b.number;
}

/** A list that is a message of its own around its items: where protobuf cannot repeat (values of maps), and verbs. */
export function isWrapped(field: Field): boolean {
  return field.schema.type === 'list' && field.protobuf?.type.startsWith('repeated ') === false;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Kinds of schemas/, and those that are made of others: lists and partial objects. */
export function findMessage(type: KindOf): ObjectSchema | undefined {
  const known = findSchema(type);
  if (known) return known;
  if (type.group === 'meta.k8s.io') return partialMessage(type);
  const item = type.kind.endsWith('List') ? findSchema({ ...type, kind: type.kind.slice(0, -4) }) : undefined;
  return item && listMessage(item, { metadata: 1, items: 2 });
}

function partialMessage({ version, kind }: KindOf): ObjectSchema | undefined {
  const metadata = messageField('metadata', schemaNamed(`${META}.ObjectMeta`), 1);
  const partial = message('PartialObjectMetadata', [metadata]);
  if (kind === 'PartialObjectMetadata') return partial;
  if (kind !== 'PartialObjectMetadataList') return undefined;
  return listMessage(partial, version === 'v1' ? { metadata: 1, items: 2 } : { metadata: 2, items: 1 });
}

function listMessage(item: ObjectSchema, numbers: { metadata: number; items: number }): ObjectSchema {
  const known = listMessages.get(item);
  if (known) return known;
  const items: ListSchema = { type: 'list', items: item, listType: 'atomic', keys: [] };
  const made = message(`${item.name}List`, [
    messageField('metadata', schemaNamed(`${META}.ListMeta`), numbers.metadata),
    messageField('items', items, numbers.items),
  ]);
  listMessages.set(item, made);
  return made;
}

const listMessages = new WeakMap<ObjectSchema, ObjectSchema>();

function message(name: string, fields: readonly Field[]): ObjectSchema {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return { type: 'object', name, goName: name, fields: byName, atomic: false };
}

function messageField(name: string, schema: Schema, number: number): Field {
  const type = schema.type === 'list' ? 'repeated item' : name;
  return {
    name,
    schema,
    required: false,
    pointer: false,
    alwaysWritten: true,
    patchStrategy: [],
    protobuf: { number, type },
  };
}
