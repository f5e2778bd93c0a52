/** POSIX regular expressions → JavaScript's. */
export function regularExpression(pattern: string, { isExtended }: { isExtended: boolean }): string {
  const classes = pattern.replace(/\[:(\w+):\]/g, (all, name: string) => CLASSES[name] ?? all);
  if (isExtended) return classes;
  // In basic expressions operators have a backslash, and characters have none: the other way round.
  return classes.replace(/\\([(){}|+?])|\[\^?\]?[^\]]*\]|[(){}|+?]|\\./g, (all, operator?: string) => {
    if (operator !== undefined) return operator;
    return /^[(){}|+?]$/.test(all) ? `\\${all}` : all;
  });
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};
