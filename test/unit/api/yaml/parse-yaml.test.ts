import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseYaml, strictYamlError } from '../../../../server/api/yaml/parse-yaml.ts';

/** What kubectl made of these texts: a value or an error. */
interface Reading {
  text: string;
  value?: unknown;
  error?: string;
}

const readings = JSON.parse(readFileSync(new URL('kubectl-reads.json', import.meta.url), 'utf8')) as Reading[];

function errorOf(text: string): string | undefined {
  try {
    parseYaml(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const read = (text: string) => parseYaml(text).value;

describe('reading YAML', () => {
  it('gives the values and the errors that kubectl gives', () => {
    for (const { text, value, error } of readings) {
      expect(errorOf(text), JSON.stringify(text)).toBe(error);
      if (error === undefined) expect(read(text), JSON.stringify(text)).toEqual(value);
    }
  });

  it.each([
    ['a: b: c', 'yaml: mapping values are not allowed in this context'],
    ['a:\n  b: 1\n c: 2\n', 'yaml: line 2: did not find expected key'],
    ['a:\n\tb: 1\n', 'yaml: line 2: found character that cannot start any token'],
    ['x: 1\na: "b\nc: d\n', 'yaml: line 4: found unexpected end of stream'],
    ['a: [1, 2\n', "yaml: line 1: did not find expected ',' or ']'"],
    ['x: 1\nkind Service\ny: 2\n', "yaml: line 3: could not find expected ':'"],
  ])('says of %j what is wrong, and where', (text, error) => {
    expect(errorOf(text)).toBe(error);
  });

  it('knows the booleans, octal numbers and underscores of YAML 1.1', () => {
    expect(read('a: [y, No, on, OFF, 0120, 0x1F, 1_000, 0b11, 190:20:30, 1e3, .5, 2001-01-01, ~]')).toEqual({
      a: [true, false, true, false, 80, 31, 1000, 3, '190:20:30', 1000, 0.5, '2001-01-01', null],
    });
  });

  it('reads the first document and nothing behind it', () => {
    expect(read('a: 1\n---\nb: [')).toEqual({ a: 1 });
    expect(read('# nothing\n')).toBeNull();
    expect(read('')).toBeNull();
    expect(read('---\n---\na: 1')).toBeNull();
  });

  it('lets the last of two equal keys count, and tells of them', () => {
    const { value, duplicates } = parseYaml('metadata:\n  name: y\n  name: z\nspec: {a: 1, 2: v, 2: w}\n');
    expect(value).toEqual({ metadata: { name: 'z' }, spec: { a: 1, 2: 'w' } });
    expect(duplicates).toEqual(['line 3: key "name" already set in map', 'line 4: key 2 already set in map']);
    expect(strictYamlError(duplicates)).toBe(
      'yaml: unmarshal errors:\n  line 3: key "name" already set in map\n  line 4: key 2 already set in map',
    );
  });

  it('sorts keys, as Kubernetes does before it looks at them', () => {
    expect(JSON.stringify(read('kind: a\ndata: {z: 1, b: 2}\napiVersion: v1\n'))).toBe(
      '{"apiVersion":"v1","data":{"b":2,"z":1},"kind":"a"}',
    );
  });

  it('repeats what aliases repeat, within bounds', () => {
    expect(read('a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n')).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: { b: 1, e: 2 },
    });
    const lines = ['l0: &l0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 10; i++)
      lines.push(
        `l${i}: &l${i} [${Array(10)
          .fill(`*l${i - 1}`)
          .join(', ')}]`,
      );
    expect(errorOf(lines.join('\n'))).toBe('yaml: document contains excessive aliasing');
    expect(errorOf('a: &x [*x]')).toBe("yaml: anchor 'x' value contains itself");
  });

  it('survives deep nesting', () => {
    for (const text of ['['.repeat(200_000), '- '.repeat(200_000), '{a: '.repeat(200_000), '? '.repeat(200_000)])
      expect(errorOf(text)).toBe('yaml: exceeded max depth of 10000');
  });

  it('takes __proto__ for a key like others', () => {
    const value = read('__proto__: {polluted: true}\nconstructor: 1') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});
