/** Exact, or with `*` for any characters; of several any one. */
export type TextPattern = string | readonly string[];

/** True for every text when there is no pattern. */
export function textMatcher(pattern: TextPattern | undefined): (text: string) => boolean {
  if (pattern === undefined) return () => true;
  const tests = (typeof pattern === 'string' ? [pattern] : pattern).map(single);
  return (text) => tests.some((test) => test(text));
}

function single(pattern: string): (text: string) => boolean {
  if (!pattern.includes('*')) return (text) => text === pattern;
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 's');
  return (text) => expression.test(text);
}
