/** The names of Go types in go-types.json. */
import { SCALARS } from './type-names.ts';

export function splitPointer(text: string): { pointer: boolean; rest: string } {
  return text.startsWith('*') ? { pointer: true, rest: text.slice(1) } : { pointer: false, rest: text };
}

/** The type as Go prints it: names without a package are of the file's own. Undefined where it is the plain type. */
export function goTypeOf(text: string, file: string, base: string): string | undefined {
  if (text === base) return undefined;
  if (text.startsWith('[]')) return `[]${goTypeOf(text.slice(2), file, base.slice(2))}`;
  if (text.startsWith('map[string]')) return `map[string]${goTypeOf(text.slice('map[string]'.length), file, '')}`;
  if (SCALARS.has(text)) throw new Error(`${text} is not the type of a ${base} (${file})`);
  return text.includes('.') ? text : `${file.slice(file.indexOf('/') + 1)}.${text}`;
}
