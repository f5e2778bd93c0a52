/** The options of a command, as getopt reads them. */
export interface Options {
  /** By letter or long name; the value, or an empty text. The last of several counts. */
  readonly given: ReadonlyMap<string, string>;
  /** All values of an option, in their order. */
  all(name: string): readonly string[];
  has(...names: string[]): boolean;
  /** Of the first of the names that was given. */
  value(...names: string[]): string | undefined;
  readonly operands: readonly string[];
  /** An option that the command does not have. */
  readonly unknown: string | undefined;
}

/** `flags` are letters and long names without a value, `values` those with one. Long ones have several letters. */
export function readOptions(
  args: readonly string[],
  {
    flags,
    values = [],
    stopsAtOperand = false,
  }: { flags: readonly string[]; values?: readonly string[]; stopsAtOperand?: boolean },
): Options {
  const found: [string, string][] = [];
  const operands: string[] = [];
  let unknown: string | undefined;
  const rest = [...args];
  const take = (name: string, attached: string | undefined): boolean => {
    if (values.includes(name)) found.push([name, attached ?? rest.shift() ?? '']);
    else if (flags.includes(name)) found.push([name, '']);
    else unknown ??= name;
    return values.includes(name);
  };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      operands.push(...rest.splice(0));
    } else if (/^--./.test(arg)) {
      const [, name = '', , value] = /^--([^=]+)(=(.*))?$/s.exec(arg) ?? [];
      take(name, value);
    } else if (/^-./.test(arg)) {
      const letters = arg.slice(1);
      for (let at = 0; at < letters.length; at++) {
        const attached = letters.slice(at + 1);
        if (take(letters[at] as string, attached === '' ? undefined : attached)) break;
      }
    } else {
      operands.push(arg);
      if (stopsAtOperand) operands.push(...rest.splice(0));
    }
  }
  const given = new Map(found);
  return {
    given,
    operands,
    unknown,
    all: (name) => found.filter(([option]) => option === name).map(([, value]) => value),
    has: (...names) => names.some((name) => given.has(name)),
    value: (...names) => names.map((name) => given.get(name)).find((value) => value !== undefined),
  };
}
