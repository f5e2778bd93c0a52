/** Names of types in the facts, and where in schemas/ they go. */
import type { OpenApiSchema } from './facts.ts';

/** Types that schemas/ knows by their bare name. */
export const SCALARS = new Set([
  'string',
  'int32',
  'int64',
  'boolean',
  'bytes',
  'Time',
  'MicroTime',
  'Quantity',
  'IntOrString',
  'RawExtension',
  'FieldsV1',
]);

/** `io.k8s.api.core.v1.Service` → `core/v1`; undefined for what schemas/ leaves out. */
export function fileOf(name: string): string {
  const parts = /^io\.k8s\.(?:api|apimachinery\.pkg\.apis)\.(\w+)\.(\w+)\.\w+$/.exec(name);
  if (parts !== null) return `${parts[1]}/${parts[2]}`;
  if (name === 'io.k8s.apimachinery.pkg.version.Info') return 'meta/version';
  throw new Error(`no file for ${name}`);
}

/** The type as schemas/ writes it, seen from `file`, without a pointer. */
export function typeText(schema: OpenApiSchema, file: string): string {
  const reference = schema.allOf?.[0].$ref ?? schema.$ref;
  if (reference !== undefined) return referenceText(reference.slice(reference.lastIndexOf('/') + 1), file);
  switch (schema.type) {
    case 'array':
      return `[]${typeText(schema.items as OpenApiSchema, file)}`;
    case 'object':
      return `map[string]${typeText(schema.additionalProperties as OpenApiSchema, file)}`;
    case 'integer':
      return schema.format ?? 'int64';
    case 'boolean':
      return 'boolean';
    case 'string':
      return schema.format === 'byte' ? 'bytes' : 'string';
    default:
      throw new Error(`no type for ${JSON.stringify(schema)}`);
  }
}

function referenceText(name: string, file: string): string {
  const bare = name.slice(name.lastIndexOf('.') + 1);
  if (SCALARS.has(bare)) return bare;
  const home = fileOf(name);
  return home === file ? bare : `${home}.${bare}`;
}
