import { goQuote } from '../field-error.ts';
import { decode } from './decode.ts';
import { hasDuplicates, MAX_STRICT_ERRORS, memberPath, parseAndScan } from './parse-json.ts';
import type { ObjectSchema, Schema } from './schema.ts';
import { walkJson } from './walk-json.ts';

export interface DecodedText {
  value: Record<string, unknown>;
  /**
   * `unknown field "spec.prt"` and `duplicate field "spec.ports[0].port"`, in the order of the text, at most 100: a
   * Warning each, or joined with `, ` after `strict decoding error: `.
   */
  strictErrors: string[];
}

/** Throws JsonSyntaxError and DecodeError. `inspect` sees what was parsed before it is decoded, and may throw. */
export function decodeText(schema: ObjectSchema, text: string, inspect?: (json: unknown) => void): DecodedText {
  const { value: json, scan } = parseAndScan(text);
  inspect?.(json);
  const { value, unknownFields } = decode(schema, json);
  const strictErrors = hasDuplicates(json, scan)
    ? strictErrorsOf(schema, text)
    : unknownFields.map((path) => `unknown field ${goQuote(path)}`);
  return { value, strictErrors };
}

/** Below unknown fields and values without a schema Go does not look: there the context is undefined. */
function strictErrorsOf(schema: ObjectSchema, text: string): string[] {
  const found = new Set<string>();
  const tell = (what: string, path: string, key: string) => {
    if (found.size < MAX_STRICT_ERRORS) found.add(`${what} field ${goQuote(memberPath(path, key))}`);
  };
  walkJson<Schema | undefined>(text, schema, {
    member(context, key, { repeated, path }) {
      if (context?.type !== 'object' && context?.type !== 'map') return undefined;
      const member = context.type === 'map' ? context.values : context.fields.get(key)?.schema;
      if (member === undefined) tell('unknown', path(), key);
      else if (repeated) tell('duplicate', path(), key);
      return member;
    },
    item: (context) => (context?.type === 'list' ? context.items : undefined),
  });
  return [...found];
}
