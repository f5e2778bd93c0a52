/** Flags as Go programs take them: `--name=value`, `--name value`, and `--name` for those that are on or off. */
export interface GoFlags {
  text(name: string): string | undefined;
  number(name: string, otherwise: number): number;
  flag(name: string): boolean;
  readonly operands: readonly string[];
}

export function readFlags(args: readonly string[], switches: readonly string[] = []): GoFlags {
  const values = new Map<string, string>();
  const operands: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, value] = /^--?([\w-]+?)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) operands.push(arg);
    else values.set(name, value ?? (switches.includes(name) ? 'true' : (rest.shift() ?? '')));
  }
  return {
    operands,
    text: (name) => values.get(name),
    number: (name, otherwise) => Number(values.get(name) ?? otherwise),
    flag: (name) => values.get(name) === 'true',
  };
}
