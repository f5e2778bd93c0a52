/** The functions that awk has. */
import { formatText } from '../../format-text.ts';
import { regularExpression } from '../../regular-expression.ts';
import { type Machine, splitText } from './machine.ts';
import type { Expression, Place } from './syntax.ts';
import { numberOf, textOf, type Value } from './values.ts';

export interface Evaluator {
  readonly machine: Machine;
  value(expression: Expression): Value;
  assign(place: Place, value: Value): void;
  /** The pattern that an expression means: one in slashes, or a text. */
  pattern(expression: Expression): string;
}

type AwkFunction = (values: readonly Expression[], by: Evaluator) => Value;

const onText =
  (change: (text: string, ...more: number[]) => Value): AwkFunction =>
  ([first, ...rest], by) =>
    change(first ? textOf(by.value(first)) : '', ...rest.map((value) => numberOf(by.value(value))));

const onNumber =
  (change: (number: number) => number): AwkFunction =>
  ([first], by) =>
    change(first ? numberOf(by.value(first)) : 0);

export const FUNCTIONS: Readonly<Record<string, AwkFunction>> = {
  length([first], by) {
    if (!first) return textOf(by.machine.field(0)).length;
    if (first.kind === 'variable' && by.machine.lists.has(first.name)) return by.machine.list(first.name).size;
    return textOf(by.value(first)).length;
  },
  toupper: onText((text) => text.toUpperCase()),
  tolower: onText((text) => text.toLowerCase()),
  substr: onText((text, from = 1, count = Number.POSITIVE_INFINITY) => {
    const begin = Math.round(from);
    return text.slice(Math.max(0, begin - 1), Math.max(0, begin - 1 + Math.round(count)));
  }),
  index: ([text, part], by) => (text && part ? textOf(by.value(text)).indexOf(textOf(by.value(part))) + 1 : 0),
  split([text, list, separator], by) {
    if (!text || list?.kind !== 'variable') return 0;
    const parts = splitText(textOf(by.value(text)), separator ? by.pattern(separator) : by.machine.text('FS'));
    const target = by.machine.list(list.name);
    target.clear();
    for (const [index, part] of parts.entries()) target.set(String(index + 1), { read: part });
    return parts.length;
  },
  sub: (values, by) => substitute(values, by, ''),
  gsub: (values, by) => substitute(values, by, 'g'),
  match([text, pattern], { machine, value, pattern: patternOf }) {
    const found = text && pattern ? expression(patternOf(pattern)).exec(textOf(value(text))) : null;
    machine.variables.set('RSTART', found ? found.index + 1 : 0).set('RLENGTH', found ? found[0].length : -1);
    return found ? found.index + 1 : 0;
  },
  sprintf: ([format, ...values], by) =>
    format
      ? formatText(
          textOf(by.value(format)),
          values.map((value) => textOf(by.value(value))),
        )
      : '',
  int: onNumber(Math.trunc),
  sqrt: onNumber(Math.sqrt),
  exp: onNumber(Math.exp),
  log: onNumber(Math.log),
  sin: onNumber(Math.sin),
  cos: onNumber(Math.cos),
};

function substitute([pattern, text, target]: readonly Expression[], by: Evaluator, flags: string): number {
  if (!pattern || !text) return 0;
  const place: Place =
    target && (target.kind === 'variable' || target.kind === 'field' || target.kind === 'element')
      ? target
      : { kind: 'field', index: { kind: 'constant', value: 0 } };
  const replacement = textOf(by.value(text));
  let count = 0;
  const changed = textOf(by.value(place)).replace(expression(by.pattern(pattern), flags), (found) => {
    count++;
    return replacement.replace(/\\&|&/g, (mark) => (mark === '&' ? found : '&'));
  });
  if (count > 0) by.assign(place, changed);
  return count;
}

export function expression(source: string, flags = ''): RegExp {
  return new RegExp(regularExpression(source, { isExtended: true }), flags);
}
