import { semanticEqual } from '../../../api/semantic-equal.ts';

/**
 * What differs between two values, in the manner of the text that Kubernetes appends to its refusal: changed lines after
 * `-` and `+`, and how many fields are the same. Kubernetes' own text is unstable on purpose, so that nobody parses it.
 */
export function specDiff(old: object, next: object, type = 'core.PodSpec'): string {
  return `  ${type}{\n${objectDiff(old as Fields, next as Fields, 1).join('\n')}\n  }\n`;
}

type Fields = Readonly<Record<string, unknown>>;

function objectDiff(old: Fields, next: Fields, depth: number): string[] {
  const lines: string[] = [];
  let same = 0;
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    if (semanticEqual(old[key], next[key])) same += 1;
    else lines.push(...valueDiff(fieldName(key), old[key], next[key], depth));
  }
  return same === 0 ? lines : [...lines, line(' ', depth, `... // ${same} identical fields`)];
}

function valueDiff(name: string, old: unknown, next: unknown, depth: number): string[] {
  if (isObject(old) && isObject(next) && Array.isArray(old) === Array.isArray(next)) {
    const lists = Array.isArray(old) && Array.isArray(next);
    const inner = lists ? listDiff(old, next, depth + 1) : objectDiff(old, next, depth + 1);
    return [line(' ', depth, `${name}{`), ...inner, line(' ', depth, '},')];
  }
  return [...removed(name, old, depth), ...added(name, next, depth)];
}

function listDiff(old: readonly unknown[], next: readonly unknown[], depth: number): string[] {
  const length = Math.max(old.length, next.length);
  return Array.from({ length }, (_, i) => i).flatMap((i) => {
    if (semanticEqual(old[i], next[i])) return [line(' ', depth, '{...},')];
    return valueDiff('', old[i], next[i], depth);
  });
}

function removed(name: string, value: unknown, depth: number): string[] {
  return value === undefined ? [] : [line('-', depth, `${name}${JSON.stringify(value)},`)];
}

function added(name: string, value: unknown, depth: number): string[] {
  return value === undefined ? [] : [line('+', depth, `${name}${JSON.stringify(value)},`)];
}

function line(mark: string, depth: number, text: string): string {
  return `${mark} ${'\t'.repeat(depth)}${text}`;
}

/** Go's name of a field. */
function fieldName(key: string): string {
  return `${key.charAt(0).toUpperCase()}${key.slice(1)}: `;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
