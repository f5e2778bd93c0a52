/** Runs the statements of an awk program. What it prints is collected. */
import { formatText } from '../../format-text.ts';
import { type Evaluator, expression, FUNCTIONS } from './functions.ts';
import type { Machine } from './machine.ts';
import type { Expression, Place, Statement } from './syntax.ts';
import { compare, isTrue, numberOf, textOf, type Value } from './values.ts';

export class NextRecord extends Error {}
export class ExitProgram extends Error {
  readonly code: number;
  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}
class BreakLoop extends Error {}
class ContinueLoop extends Error {}

export interface Runner {
  run(statements: readonly Statement[]): void;
  isTrue(expression: Expression): boolean;
  /** What was printed since it was last asked for. */
  takeOutput(): string;
}

/** Rounds of loops after which a program counts as one that never ends. */
const MAX_ROUNDS = 10_000_000;

export function createRunner(machine: Machine): Runner {
  let output = '';
  let rounds = 0;
  const by: Evaluator = { machine, value, assign, pattern };

  function value(of: Expression): Value {
    switch (of.kind) {
      case 'constant':
        return of.value;
      case 'pattern':
        return Number(expression(of.source).test(textOf(machine.field(0))));
      case 'variable':
        return machine.variables.get(of.name) ?? '';
      case 'field':
        return machine.field(numberOf(value(of.index)));
      case 'element':
        return elementOf(of);
      case 'assign':
        return assigned(of);
      case 'step':
        return stepped(of);
      case 'unary':
        return of.operator === '!'
          ? Number(!isTrue(value(of.value)))
          : numberOf(value(of.value)) * (of.operator === '-' ? -1 : 1);
      case 'binary':
        return binary(of);
      case 'choice':
        return value(isTrue(value(of.test)) ? of.yes : of.no);
      case 'in':
        return Number(machine.list(of.list).has(keyOf(of.key)));
      case 'call':
        return called(of);
    }
  }

  function keyOf(key: readonly Expression[]): string {
    return key.map((part) => textOf(value(part))).join(machine.text('SUBSEP'));
  }

  function elementOf({ list, key }: Extract<Expression, { kind: 'element' }>): Value {
    const elements = machine.list(list);
    const name = keyOf(key);
    if (!elements.has(name)) elements.set(name, '');
    return elements.get(name) ?? '';
  }

  function assign(place: Place, to: Value): void {
    if (place.kind === 'variable') machine.variables.set(place.name, to);
    else if (place.kind === 'field') machine.setField(numberOf(value(place.index)), textOf(to));
    else machine.list(place.list).set(keyOf(place.key), to);
  }

  function assigned({ operator, to, value: from }: Extract<Expression, { kind: 'assign' }>): Value {
    const next =
      operator === '=' ? value(from) : arithmetic(operator.slice(0, -1), numberOf(value(to)), numberOf(value(from)));
    assign(to, next);
    return next;
  }

  function stepped({ to, by: step, isAfter }: Extract<Expression, { kind: 'step' }>): Value {
    const before = numberOf(value(to));
    assign(to, before + step);
    return isAfter ? before : before + step;
  }

  function binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    if (operator === '&&') return Number(isTrue(value(left)) && isTrue(value(right)));
    if (operator === '||') return Number(isTrue(value(left)) || isTrue(value(right)));
    if (operator === '~' || operator === '!~') {
      return Number(expression(pattern(right)).test(textOf(value(left))) === (operator === '~'));
    }
    const [a, b] = [value(left), value(right)];
    if (operator === 'concatenation') return textOf(a) + textOf(b);
    const test = COMPARISONS[operator];
    return test ? Number(test(compare(a, b))) : arithmetic(operator, numberOf(a), numberOf(b));
  }

  function pattern(of: Expression): string {
    return of.kind === 'pattern' ? of.source : textOf(value(of));
  }

  function called({ name, values }: Extract<Expression, { kind: 'call' }>): Value {
    const found = FUNCTIONS[name];
    if (!found) throw new SyntaxError(`calling undefined function ${name}`);
    return found(values, by);
  }

  function run(statements: readonly Statement[]): void {
    for (const statement of statements) runOne(statement);
  }

  function runOne(statement: Statement): void {
    switch (statement.kind) {
      case 'expression':
        value(statement.value);
        return;
      case 'print':
        output += printed(statement);
        return;
      case 'block':
        run(statement.body);
        return;
      case 'if':
        run(isTrue(value(statement.test)) ? statement.body : statement.otherwise);
        return;
      case 'while':
        loop(statement);
        return;
      case 'each':
        each(statement);
        return;
      case 'delete':
        if (statement.key) machine.list(statement.list).delete(keyOf(statement.key));
        else machine.list(statement.list).clear();
        return;
      case 'next':
        throw new NextRecord();
      case 'break':
        throw new BreakLoop();
      case 'continue':
        throw new ContinueLoop();
      case 'exit':
        throw new ExitProgram(statement.code ? numberOf(value(statement.code)) : 0);
    }
  }

  function printed({ format, values }: Extract<Statement, { kind: 'print' }>): string {
    const texts = values.map((one) => textOf(value(one)));
    if (format) return formatText(texts[0] ?? '', texts.slice(1));
    const line = texts.length === 0 ? textOf(machine.field(0)) : texts.join(machine.text('OFS'));
    return line + machine.text('ORS');
  }

  /** False when the loop is left. */
  function round(body: readonly Statement[]): boolean {
    if (++rounds > MAX_ROUNDS) throw new Error('the program does not end');
    try {
      run(body);
      return true;
    } catch (error) {
      if (error instanceof ContinueLoop) return true;
      if (error instanceof BreakLoop) return false;
      throw error;
    }
  }

  function loop({ test, body, step, isDo = false }: Extract<Statement, { kind: 'while' }>): void {
    const goesOn = () => !test || isTrue(value(test));
    for (let isFirst = isDo; isFirst || goesOn(); isFirst = false) {
      if (!round(body)) return;
      if (step) runOne(step);
    }
  }

  function each({ name, list, body }: Extract<Statement, { kind: 'each' }>): void {
    for (const key of [...machine.list(list).keys()]) {
      machine.variables.set(name, { read: key });
      if (!round(body)) return;
    }
  }

  return {
    run,
    isTrue: (test) => isTrue(value(test)),
    takeOutput() {
      const taken = output;
      output = '';
      return taken;
    },
  };
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new Error('division by zero');
      return a / b;
    case '%':
      return a % b;
    default:
      return a ** b;
  }
}
