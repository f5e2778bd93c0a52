import { goFloat } from './go-float.ts';
import { writeText } from './write-text.ts';

/** Longer keys are printed with `? ` before them. */
const MAX_SIMPLE_KEY = 128;

/** JSON data as YAML, as Kubernetes prints it: keys in its order, lists not indented, long texts folded. */
export function writeYaml(data: unknown): string {
  return `${writeNode(data, { indent: -2, column: 0, isMember: false }).trimStart()}\n`;
}

/** Where a value is printed: `indent` is that of the mapping or list around it, `column` where the value begins. */
interface Context {
  indent: number;
  column: number;
  /** The value of a key in one line: a list may stand in the column of the key. */
  isMember: boolean;
}

/** A value with what separates it from what stands before it: a space, a new line, or nothing in a list. */
function writeNode(value: unknown, context: Context): string {
  const separator = context.isMember ? ' ' : '';
  if (Array.isArray(value)) return value.length === 0 ? `${separator}[]` : writeList(value, context);
  if (typeof value === 'object' && value !== null) return writeMapping(value as Record<string, unknown>, context);
  if (typeof value === 'string')
    return separator + writeText(value, { column: context.column, indent: context.indent + 2, isKey: false });
  return separator + (typeof value === 'number' ? writeNumber(value) : String(value));
}

function writeNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 64 ? String(BigInt(value)) : goFloat(value);
}

function writeList(items: readonly unknown[], { indent, isMember }: Context): string {
  const own = isMember ? Math.max(indent, 0) : indent + 2;
  const margin = ' '.repeat(own);
  const printed = items.map((item) => `- ${writeNode(item, { indent: own, column: own + 2, isMember: false })}`);
  return (isMember ? `\n${margin}` : '') + printed.join(`\n${margin}`);
}

function writeMapping(object: Record<string, unknown>, { indent, isMember }: Context): string {
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  if (keys.length === 0) return isMember ? ' {}' : '{}';
  const own = indent + 2;
  const margin = ' '.repeat(own);
  const printed = keys.sort(compareKeys).map((key) => writeMember(key, object[key], own));
  return (isMember ? `\n${margin}` : '') + printed.join(`\n${margin}`);
}

function writeMember(key: string, value: unknown, indent: number): string {
  const simple = Buffer.byteLength(key) <= MAX_SIMPLE_KEY && !/[\r\n\x85\u2028\u2029]/.test(key);
  if (simple) {
    const printed = writeText(key, { column: indent, indent, isKey: true });
    return `${printed}:${writeNode(value, { indent, column: indent + printed.length + 2, isMember: true })}`;
  }
  const printed = writeText(key, { column: indent + 2, indent: indent + 2, isKey: false });
  const node = writeNode(value, { indent, column: indent + 2, isMember: false });
  return `? ${printed}\n${' '.repeat(indent)}: ${node}`;
}

/** Numbers in keys count as numbers: `port2` comes before `port10`, and `a.b` before `ab`. */
function compareKeys(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [l, r] = [left[i] as string, right[i] as string];
    if (l !== r) return compareAt(left, right, i);
  }
  return left.length - right.length;
}

const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;

function compareAt(left: readonly string[], right: readonly string[], at: number): number {
  const [l, r] = [left[at] as string, right[at] as string];
  const [isLetter, otherIsLetter] = [LETTER.test(l), LETTER.test(r)];
  if (isLetter && otherIsLetter) return codeOf(l) - codeOf(r);
  if (isLetter || otherIsLetter) return otherIsLetter ? -1 : 1;
  const [number, otherNumber] = [numberAt(left, at, r), numberAt(right, at, l)];
  return number.value - otherNumber.value || number.digits - otherNumber.digits || codeOf(l) - codeOf(r);
}

/** The digits from there on as a number. After other digits than zeros, a zero makes it a longer number. */
function numberAt(text: readonly string[], at: number, other: string): { value: number; digits: number } {
  let value = (text[at] === '0' || other === '0') && continuesNumber(text, at) ? 1 : 0;
  let digits = 0;
  for (; DIGIT.test(text[at + digits] ?? ''); digits++) value = value * 10 + codeOf(text[at + digits] as string) - 48;
  return { value, digits };
}

function continuesNumber(text: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && DIGIT.test(text[i] as string); i--) if (text[i] !== '0') return true;
  return false;
}

function codeOf(character: string): number {
  return character.codePointAt(0) as number;
}
