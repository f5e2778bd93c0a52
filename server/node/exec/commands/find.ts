import type { AnyNode } from '../files/file-node.ts';
import { joinPath } from '../files/file-system.ts';
import { type Command, fail } from '../process.ts';
import { runByName } from '../run-by-name.ts';
import { matchesPattern } from '../shell/pattern.ts';

/** `find [PATH …] [-name P] [-path P] [-type f|d|l] [-maxdepth N] [-exec COMMAND ;] [-print]` */
export const find: Command = {
  name: 'find',
  async run(process) {
    const { args, container, cwd, stdout } = process;
    const words = args.slice(1);
    const first = words.findIndex((word) => word.startsWith('-') || word === '!');
    const paths = first < 0 ? words : words.slice(0, first);
    const tests = testsOf(first < 0 ? [] : words.slice(first));
    if (typeof tests === 'string') return fail(process, `unknown predicate '${tests}'`);
    let code = 0;
    for (const path of paths.length > 0 ? paths : ['.']) {
      const root = container.files.look(joinPath(cwd, path), { followLast: false });
      if (!root) code = await fail(process, `'${path}': No such file or directory`);
      for (const found of root ? walk(path, root, 0) : []) {
        if (found.depth > tests.maxDepth || !tests.all.every((test) => test(found))) continue;
        if (tests.command)
          await runByName(
            process,
            tests.command.map((word) => word.replaceAll('{}', found.path)),
          );
        else await stdout.write(`${found.path}\n`);
      }
    }
    return code;
  },
};

interface Found {
  path: string;
  node: AnyNode;
  depth: number;
}

function* walk(path: string, node: AnyNode, depth: number): Generator<Found> {
  yield { path, node, depth };
  if (node.kind !== 'directory') return;
  for (const name of [...node.names()].sort()) {
    const inner = node.get(name);
    if (inner) yield* walk(`${path.replace(/\/$/, '')}/${name}`, inner, depth + 1);
  }
}

interface Tests {
  all: ((found: Found) => boolean)[];
  maxDepth: number;
  command: string[] | undefined;
}

const TYPES: Readonly<Record<string, readonly AnyNode['kind'][]>> = {
  f: ['file', 'computed', 'program'],
  d: ['directory'],
  l: ['link'],
  c: ['device'],
};

function testsOf(words: readonly string[]): Tests | string {
  const tests: Tests = { all: [], maxDepth: Number.POSITIVE_INFINITY, command: undefined };
  const like = (text: string, pattern: string) => matchesPattern(text, [{ text: pattern, isQuoted: false }]);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const value = words[at + 1] ?? '';
    if (word === '-print' || word === '-a') continue;
    if (word === '-exec') {
      const end = words.findIndex((other, index) => index > at && (other === ';' || other === '+'));
      tests.command = words.slice(at + 1, end < 0 ? undefined : end);
      at = end < 0 ? words.length : end;
      continue;
    }
    at++;
    if (word === '-name') tests.all.push(({ path }) => like(path.replace(/^.*\/(?=.)/, ''), value));
    else if (word === '-iname')
      tests.all.push(({ path }) => like(path.replace(/^.*\/(?=.)/, '').toLowerCase(), value.toLowerCase()));
    else if (word === '-path') tests.all.push(({ path }) => like(path, value));
    else if (word === '-type') tests.all.push(({ node }) => TYPES[value]?.includes(node.kind) ?? false);
    else if (word === '-mindepth') tests.all.push(({ depth }) => depth >= Number(value));
    else if (word === '-maxdepth') tests.maxDepth = Number(value);
    else return word;
  }
  return tests;
}
