const NAME = /\{([a-zA-Z]\w*)\}/g;
const RUN = /\{(.)\*(\d+)\}/g;
const COUNTED = /\{#\+(\d+)\}/g;

/** A value with the names in braces, the runs of characters and the series written out. */
export function fillIn(value: unknown, variables: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string') return fillInText(value, variables);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  if ('times' in value && 'item' in value) return series(value.item, Number(value.times));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [fillInText(key, variables), fillIn(item, variables)]),
  );
}

export function fillInText(text: string, variables: Readonly<Record<string, unknown>>): string {
  return text
    .replace(RUN, (_, character: string, times: string) => character.repeat(Number(times)))
    .replace(NAME, (braces, name: string) => (name in variables ? String(variables[name]) : braces));
}

function series(item: unknown, times: number): unknown[] {
  return Array.from({ length: times }, (_, index) => counted(item, index));
}

/** A text that is nothing but a counter becomes a number. */
function counted(value: unknown, index: number): unknown {
  if (typeof value === 'string') {
    const text = value.replace(COUNTED, (_, first: string) => String(Number(first) + index));
    return value.replace(COUNTED, '') === '' ? Number(text) : text;
  }
  if (Array.isArray(value)) return value.map((item) => counted(item, index));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, counted(item, index)]));
}
