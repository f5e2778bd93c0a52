const MOST = 20;
const LONGEST = 300;

/** Where two JSON values differ, a line for each place. */
export function differences(want: unknown, got: unknown): string[] {
  return [...differ(want, got, '')].slice(0, MOST);
}

function* differ(want: unknown, got: unknown, path: string): Iterable<string> {
  if (Object.is(want, got)) return;
  if (!isObject(want) || !isObject(got) || Array.isArray(want) !== Array.isArray(got)) {
    yield `${path}: want ${show(want)}, got ${show(got)}`;
    return;
  }
  for (const key of new Set([...Object.keys(want), ...Object.keys(got)])) {
    const place = path === '' ? key : `${path}.${key}`;
    if (!(key in got)) yield `${place}: missing, want ${show(want[key])}`;
    else if (!(key in want)) yield `${place}: unexpected ${show(got[key])}`;
    else yield* differ(want[key], got[key], place);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
