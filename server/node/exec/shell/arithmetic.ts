/** Whole-number arithmetic of the shell, `$(( … ))`, as C has it. */

export interface Numbers {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

export class ArithmeticError extends Error {}

const TOKEN =
  /\s*(?:(0[xX][0-9a-fA-F]+|\d+)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|<=|>=|==|!=|[-+*/%&|^]=|[-+*/%<>!~&|^?:=(),]))/y;

/** Throws an ArithmeticError. */
export function evaluate(expression: string, numbers: Numbers): bigint {
  const tokens = tokensOf(expression);
  if (tokens.length === 0) return 0n;
  const parser = new ExpressionParser(tokens, numbers);
  const value = parser.comma();
  parser.end();
  return value;
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = expression.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(expression);
    if (!found) throw new ArithmeticError(`arithmetic syntax error: "${expression.slice(from).trim()}"`);
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '');
  }
  return tokens;
}

type Operation = (a: bigint, b: bigint) => bigint;

const truth = (value: boolean): bigint => (value ? 1n : 0n);

/** From those that bind least to those that bind most. */
const LEVELS: readonly Readonly<Record<string, Operation>>[] = [
  { '|': (a, b) => a | b },
  { '^': (a, b) => a ^ b },
  { '&': (a, b) => a & b },
  { '==': (a, b) => truth(a === b), '!=': (a, b) => truth(a !== b) },
  {
    '<': (a, b) => truth(a < b),
    '>': (a, b) => truth(a > b),
    '<=': (a, b) => truth(a <= b),
    '>=': (a, b) => truth(a >= b),
  },
  { '<<': (a, b) => a << (b & 63n), '>>': (a, b) => a >> (b & 63n) },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / divisor(b), '%': (a, b) => a % divisor(b) },
];

function divisor(value: bigint): bigint {
  if (value === 0n) throw new ArithmeticError('division by zero');
  return value;
}

const MAX_EXPONENT = 64n;

class ExpressionParser {
  readonly #tokens: readonly string[];
  readonly #numbers: Numbers;
  #at = 0;

  constructor(tokens: readonly string[], numbers: Numbers) {
    this.#tokens = tokens;
    this.#numbers = numbers;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#unexpected();
  }

  comma(): bigint {
    let value = this.#assignment();
    while (this.#take(',')) value = this.#assignment();
    return value;
  }

  #assignment(): bigint {
    const [name = '', operator = ''] = this.#tokens.slice(this.#at, this.#at + 2);
    const found = /^(<<|>>|[-+*/%&|^])?=$/.exec(operator);
    if (!/^[A-Za-z_]/.test(name) || !found) return this.#choice();
    this.#at += 2;
    const right = this.#assignment();
    const [, combined] = found;
    return this.#store(name, combined ? operationOf(combined)(this.#load(name), right) : right);
  }

  #choice(): bigint {
    const condition = this.#or();
    if (!this.#take('?')) return condition;
    const yes = this.#assignment();
    if (!this.#take(':')) throw this.#unexpected();
    const no = this.#assignment();
    return condition !== 0n ? yes : no;
  }

  #or(): bigint {
    let value = this.#and();
    while (this.#take('||')) value = truth([value, this.#and()].some((part) => part !== 0n));
    return value;
  }

  #and(): bigint {
    let value = this.#binary(0);
    while (this.#take('&&')) value = truth([value, this.#binary(0)].every((part) => part !== 0n));
    return value;
  }

  #binary(level: number): bigint {
    const operations = LEVELS[level];
    if (!operations) return this.#power();
    let value = this.#binary(level + 1);
    for (;;) {
      const operation = operations[this.#tokens[this.#at] ?? ''];
      if (!operation) return value;
      this.#at++;
      value = BigInt.asIntN(64, operation(value, this.#binary(level + 1)));
    }
  }

  #power(): bigint {
    const base = this.#unary();
    if (!this.#take('**')) return base;
    const exponent = this.#power();
    if (exponent < 0n || exponent > MAX_EXPONENT) throw new ArithmeticError('exponent out of range');
    return BigInt.asIntN(64, base ** exponent);
  }

  #unary(): bigint {
    if (this.#take('-')) return -this.#unary();
    if (this.#take('+')) return this.#unary();
    if (this.#take('!')) return truth(this.#unary() === 0n);
    if (this.#take('~')) return ~this.#unary();
    for (const [operator, step] of STEPS) {
      if (!this.#take(operator)) continue;
      const name = this.#tokens[this.#at++] ?? '';
      return this.#store(name, this.#load(name) + step);
    }
    return this.#primary();
  }

  #primary(): bigint {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw this.#unexpected();
    if (token === '(') {
      const value = this.comma();
      if (!this.#take(')')) throw this.#unexpected();
      return value;
    }
    if (/^\d/.test(token)) return numberOf(token);
    if (!/^[A-Za-z_]/.test(token)) throw new ArithmeticError(`arithmetic syntax error: "${token}"`);
    const value = this.#load(token);
    for (const [operator, step] of STEPS) if (this.#take(operator)) this.#store(token, value + step);
    return value;
  }

  #load(name: string): bigint {
    const text = this.#numbers.get(name)?.trim() ?? '';
    return /^[-+]?(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text) ? numberOf(text) : 0n;
  }

  #store(name: string, value: bigint): bigint {
    const stored = BigInt.asIntN(64, value);
    this.#numbers.set(name, String(stored));
    return stored;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #unexpected(): ArithmeticError {
    return new ArithmeticError(`arithmetic syntax error: "${this.#tokens.slice(this.#at).join('')}"`);
  }
}

const STEPS = [
  ['++', 1n],
  ['--', -1n],
] as const;

function operationOf(operator: string): Operation {
  return LEVELS.find((level) => operator in level)?.[operator] as Operation;
}

/** A leading zero means octal. */
function numberOf(text: string): bigint {
  const [, sign, digits = '0'] = /^([-+]?)(.*)$/.exec(text) ?? [];
  const value = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : BigInt(digits.replace(/^0+(?=\d)/, ''));
  return BigInt.asIntN(64, sign === '-' ? -value : value);
}
