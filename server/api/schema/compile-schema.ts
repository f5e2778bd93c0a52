/** Makes schema nodes of the entries in schemas/. Each type is compiled once, with all types that it refers to. */
import type { Field, ObjectSchema, Schema } from './schema.ts';
import type { FieldEntry, SchemaFile, TypeEntry } from './schema-file.ts';
import { schemaFile } from './schema-files.ts';
import { wireType } from './wire-type.ts';

const compiled = new Map<string, ObjectSchema>();

/** The type `name` in the file `path`, such as `core/v1`. */
export function compileType(path: string, name: string): ObjectSchema {
  const key = `${path}.${name}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const file = schemaFile(path);
  const entry = file !== undefined && Object.hasOwn(file.types, name) ? file.types[name] : undefined;
  if (file === undefined || entry === undefined) throw new Error(`no type ${key} in schemas/`);
  return compileEntry(key, file, name, entry);
}

function compileEntry(key: string, file: SchemaFile, name: string, entry: TypeEntry): ObjectSchema {
  const fields = new Map<string, Field>();
  const version = file.package.slice(file.package.lastIndexOf('.') + 1);
  const schema: ObjectSchema = {
    type: 'object',
    name: `${file.package}.${name}`,
    goName: `${version}.${name}`,
    ...(entry.description !== undefined && { description: entry.description }),
    fields,
    atomic: entry.atomic === true,
    ...(entry.kind && { kinds: [{ group: groupOfKinds(file), version: file.version, kind: name }] }),
    ...(entry.unions && { unions: entry.unions }),
  };
  // Before the fields: a type may contain itself.
  compiled.set(key, schema);
  const path = key.slice(0, key.lastIndexOf('.'));
  for (const [field, fieldEntry] of Object.entries(entry.fields)) {
    fields.set(field, compileField(field, fieldEntry, path, file.package));
  }
  return schema;
}

/** Status, DeleteOptions and their like belong to no group of their own. */
function groupOfKinds(file: SchemaFile): string {
  return file.group === 'meta.k8s.io' ? '' : file.group;
}

function compileField(name: string, entry: FieldEntry, path: string, home: string): Field {
  const pointer = entry.type.startsWith('*');
  const type = pointer ? entry.type.slice(1) : entry.type;
  const schema = compileNode(type, path, entry, entry.go);
  const emptyValue = emptyValueOf(entry, schema, pointer);
  return {
    name,
    schema,
    required: entry.required === true,
    pointer,
    ...(entry.default !== undefined && { default: entry.default }),
    alwaysWritten: emptyValue !== undefined || (schema.type === 'object' && !pointer),
    ...(emptyValue !== undefined && { emptyValue }),
    ...(entry.description !== undefined && { description: entry.description }),
    patchStrategy: entry.strategy ?? [],
    ...(entry.mergeKey !== undefined && { patchMergeKey: entry.mergeKey }),
    ...(entry.listType && { listType: entry.listType }),
    ...(entry.mapType && { mapType: entry.mapType }),
    ...(entry.number !== undefined && {
      protobuf: {
        number: entry.number,
        type: entry.wire ?? wireType(type, home),
        ...(entry.within !== undefined && { within: entry.within }),
      },
    }),
  };
}

function compileNode(type: string, path: string, entry: FieldEntry, go: string | undefined): Schema {
  if (type.startsWith('[]')) return compileList(type, path, entry, go);
  if (type.startsWith('map[string]')) return compileMap(type, path, entry, go);
  const goType = go === undefined ? {} : { goType: go };
  switch (type) {
    case 'string':
      return { type: 'string', ...(entry.enum && { enum: entry.enum }), ...goType };
    case 'int32':
    case 'int64':
      return { type: 'integer', bits: type === 'int32' ? 32 : 64, ...goType };
    default:
      return PLAIN_NODES[type] ?? referredType(type, path, entry);
  }
}

const PLAIN_NODES: Readonly<Record<string, Schema>> = {
  boolean: { type: 'boolean' },
  bytes: { type: 'bytes' },
  Time: { type: 'time', micro: false },
  MicroTime: { type: 'time', micro: true },
  Quantity: { type: 'quantity' },
  IntOrString: { type: 'intOrString' },
  RawExtension: { type: 'any', name: 'RawExtension' },
  FieldsV1: { type: 'any', name: 'FieldsV1' },
};

function compileList(type: string, path: string, entry: FieldEntry, go: string | undefined): Schema {
  return {
    type: 'list',
    items: compileNode(type.slice(2), path, entry, go?.startsWith('[]') ? go.slice(2) : undefined),
    listType: entry.listType ?? 'atomic',
    keys: entry.listKeys ?? [],
    ...(go !== undefined && { goType: go }),
  };
}

function compileMap(type: string, path: string, entry: FieldEntry, go: string | undefined): Schema {
  const item = type.slice('map[string]'.length);
  return {
    type: 'map',
    values: compileNode(
      item,
      path,
      {} as FieldEntry,
      go?.startsWith('map[') ? go.slice(go.indexOf(']') + 1) : undefined,
    ),
    atomic: entry.mapType === 'atomic',
    ...(go !== undefined && { goType: go }),
  };
}

function referredType(type: string, path: string, entry: FieldEntry): ObjectSchema {
  const dot = type.lastIndexOf('.');
  const schema = dot < 0 ? compileType(path, type) : compileType(type.slice(0, dot), type.slice(dot + 1));
  // A field may say otherwise than its type: PersistentVolume's claimRef is merged, ObjectReferences are not.
  return schema.atomic && entry.mapType === 'granular' ? { ...schema, atomic: false } : schema;
}

/** Undefined where an empty field is left out, and for objects. */
function emptyValueOf(entry: FieldEntry, schema: Schema, pointer: boolean): unknown {
  if (entry.null) return null;
  if (pointer || entry.omit) return undefined;
  switch (schema.type) {
    case 'time':
    case 'any':
      return null;
    case 'quantity':
      return '0';
    case 'intOrString':
      return 0;
    default:
      return entry.keep ? EMPTY_SCALARS[schema.type] : undefined;
  }
}

/** Lists and maps of the one kind are frozen because they are shared. */
const EMPTY_SCALARS: Readonly<Partial<Record<Schema['type'], unknown>>> = {
  string: '',
  integer: 0,
  number: 0,
  boolean: false,
  bytes: '',
  list: Object.freeze([]),
  map: Object.freeze({}),
};
