import type { Schema } from './schema.ts';

/** As Go prints the type in errors. */
export function goTypeOf(schema: Schema): string {
  switch (schema.type) {
    case 'object':
      return schema.goName;
    case 'list':
      return schema.goType ?? `[]${goTypeOf(schema.items)}`;
    case 'map':
      return schema.goType ?? `map[string]${goTypeOf(schema.values)}`;
    case 'string':
      return schema.goType ?? 'string';
    case 'integer':
      return schema.goType ?? `int${schema.bits}`;
    case 'number':
      return 'float64';
    case 'boolean':
      return 'bool';
    case 'bytes':
      return '[]uint8';
    case 'time':
      return schema.micro ? 'v1.MicroTime' : 'v1.Time';
    case 'quantity':
      return 'resource.Quantity';
    case 'intOrString':
      return 'intstr.IntOrString';
    case 'any':
      return `runtime.${schema.name}`;
  }
}
