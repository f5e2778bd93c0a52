/** What an awk program has in hand while it runs: variables, lists, and the record's fields. */
import { textOf, type Value } from './values.ts';

export interface Machine {
  readonly variables: Map<string, Value>;
  readonly lists: Map<string, Map<string, Value>>;
  readonly fields: readonly string[];
  setRecord(text: string): void;
  field(index: number): Value;
  setField(index: number, text: string): void;
  text(name: string): string;
  list(name: string): Map<string, Value>;
}

export function createMachine(given: Iterable<[string, Value]>): Machine {
  const variables = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['SUBSEP', '\x1c'],
    ['NR', 0],
    ['FNR', 0],
    ['NF', 0],
    ...given,
  ]);
  const lists = new Map<string, Map<string, Value>>();
  let record = '';
  let fields: string[] = [];
  const machine: Machine = {
    variables,
    lists,
    get fields() {
      return fields;
    },
    setRecord(text) {
      record = text;
      fields = splitText(text, machine.text('FS'));
      variables.set('NF', fields.length);
    },
    field(index) {
      const text = index === 0 ? record : fields[index - 1];
      return text === undefined ? '' : { read: text };
    },
    setField(index, text) {
      if (index === 0) {
        machine.setRecord(text);
        return;
      }
      while (fields.length < index) fields.push('');
      fields[index - 1] = text;
      variables.set('NF', fields.length);
      record = fields.join(machine.text('OFS'));
    },
    text: (name) => textOf(variables.get(name) ?? ''),
    list(name) {
      const known = lists.get(name) ?? new Map<string, Value>();
      lists.set(name, known);
      return known;
    },
  };
  return machine;
}

/** A blank stands for any white space, other single characters for themselves, and all else is a pattern. */
export function splitText(text: string, separator: string): string[] {
  if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/\s+/);
  if (text === '') return [];
  if (separator === '') return [...text];
  return text.split(separator.length === 1 && separator !== '|' ? separator : new RegExp(separator));
}
