/** `printf` in all its places: the specifiers of a format are filled with values, which it takes from the list. */
import { unescapeText } from './unescape-text.ts';

const SPECIFIER = /%(%|([-0 +#]*)(\d+|\*)?(?:\.(\d+))?([sdiuxXofcbqeEgG]))/g;

export function formatText(text: string, values: string[]): string {
  return text.replace(SPECIFIER, (_, kind: string, flags = '', width = '', precision?: string, letter = '') => {
    if (kind === '%') return '%';
    const length = width === '*' ? Number(values.shift() ?? 0) : Number(width || 0);
    const shown = converted(values.shift(), { letter, precision, flags });
    if (flags.includes('-')) return shown.padEnd(length);
    const isZeroed = flags.includes('0') && letter !== 's';
    return isZeroed
      ? shown.replace(/^(-?)(.*)$/, (__, sign, digits) => sign + digits.padStart(length - sign.length, '0'))
      : shown.padStart(length);
  });
}

function converted(
  value: string | undefined,
  { letter, precision, flags }: { letter: string; precision: string | undefined; flags: string },
): string {
  const text = value ?? '';
  const number = /^['"]./.test(text) ? text.charCodeAt(1) : Number(text || 0) || 0;
  switch (letter) {
    case 'd':
    case 'i':
    case 'u':
      return `${flags.includes('+') && number >= 0 ? '+' : ''}${Math.trunc(number)}`;
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(number).toString(8);
    case 'f':
      return number.toFixed(Number(precision ?? 6));
    case 'e':
    case 'E':
    case 'g':
    case 'G':
      return letter === 'g' ? String(number) : number.toExponential(Number(precision ?? 6));
    case 'c':
      return text.slice(0, 1);
    case 'b':
      return unescapeText(text);
    case 'q':
      return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
    default:
      return precision === undefined ? text : text.slice(0, Number(precision));
  }
}
