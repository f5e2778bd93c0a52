import type { FieldEntry, SchemaFile, TypeEntry } from '../../server/api/schema/schema-file.ts';
import { type TypePlace, typeNames } from './type-names.ts';

const HEAD = `// Generated from schemas/ by scripts/generate-types.ts: do not edit.

/** A number with a unit, such as \`500m\` or \`1Gi\`, as text. */
export type Quantity = string;
export type IntOrString = number | string;
`;

/** The TypeScript of types.gen.ts; `files` by their path in schemas/ without `.json`. */
export function typesSource(files: ReadonlyMap<string, SchemaFile>): string {
  const places = [...files].flatMap(([path, file]) => Object.keys(file.types).map((name) => `${path}.${name}`));
  const names = typeNames(places.filter((place) => !place.startsWith('meta/version')));
  const byName = [...names].sort(([, a], [, b]) => (a < b ? -1 : 1));
  const sources = byName.map(([place, name]) => {
    const path = place.slice(0, place.lastIndexOf('.'));
    const type = files.get(path)?.types[place.slice(path.length + 1)] as TypeEntry;
    return interfaceSource(name, type, path, names);
  });
  return [HEAD, ...sources].join('\n');
}

function interfaceSource(name: string, type: TypeEntry, path: string, names: ReadonlyMap<TypePlace, string>): string {
  const fields = Object.entries(type.fields).map(([field, entry]) => {
    const always = isAlwaysThere(name, type, field, entry);
    const text = fieldType(entry, path, names) + (isNullable(entry) ? ' | null' : '');
    const key = /^\w+$/.test(field) ? field : `'${field}'`;
    const line = always ? `  ${key}: ${text};\n` : `  ${key}?: ${text} | undefined;\n`;
    return comment(entry.description, '  ') + line;
  });
  return `${comment(type.description, '')}export interface ${name} {\n${fields.join('')}}\n`;
}

/** Fields that every object from the registry has; a writer's object is a Draft. */
function isAlwaysThere(name: string, type: TypeEntry, field: string, entry: FieldEntry): boolean {
  if (name === 'ObjectMeta') return field === 'name' || field === 'uid';
  if (type.kind && field === 'metadata') return true;
  const isPart = type.kind === true && (field === 'spec' || field === 'status');
  return entry.required === true || (isPart && /^[A-Z]/.test(entry.type));
}

/** Go has no empty time that is text: one that is no pointer is written as null. */
function isNullable(entry: FieldEntry): boolean {
  const isEmptyTime = (entry.type === 'Time' || entry.type === 'MicroTime') && !entry.omit;
  return entry.null === true || isEmptyTime;
}

function fieldType(entry: FieldEntry, path: string, names: ReadonlyMap<TypePlace, string>): string {
  const literals = entry.enum?.map((value) => `'${value}'`).join(' | ');
  return typeScriptOf(entry.type.replace(/^\*/, ''), path, names, literals);
}

function typeScriptOf(
  type: string,
  path: string,
  names: ReadonlyMap<TypePlace, string>,
  literals: string | undefined,
): string {
  if (type.startsWith('[]')) {
    const item = typeScriptOf(type.slice(2), path, names, literals);
    return item.includes(' ') ? `(${item})[]` : `${item}[]`;
  }
  if (type.startsWith('map[string]')) {
    return `Record<string, ${typeScriptOf(type.slice('map[string]'.length), path, names, literals)}>`;
  }
  const scalar = SCALARS[type];
  if (scalar !== undefined) return scalar === 'string' ? (literals ?? scalar) : scalar;
  return names.get(type.includes('/') ? type : `${path}.${type}`) ?? 'unknown';
}

const SCALARS: Record<string, string> = {
  string: 'string',
  bytes: 'string',
  int32: 'number',
  int64: 'number',
  boolean: 'boolean',
  Time: 'string',
  MicroTime: 'string',
  Quantity: 'Quantity',
  IntOrString: 'IntOrString',
  RawExtension: 'Record<string, unknown>',
  FieldsV1: 'Record<string, unknown>',
};

function comment(text: string | undefined, indent: string): string {
  return text === undefined ? '' : `${indent}/** ${text} */\n`;
}
