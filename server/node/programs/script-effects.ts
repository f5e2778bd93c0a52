/** What a script does beside printing, as far as it shows without running it. */
import type { Statement, Step } from './parse-script.ts';
import type { Word } from './tokenize-script.ts';

/** Commands that change files: somebody may look at them. */
const CHANGING = new Set(['mkdir', 'touch', 'rm', 'cp', 'mv', 'ln', 'chmod', 'chown']);

/** Whether it leaves files behind, or speaks of variables that are neither among the known ones nor its own. */
export function hasMore(steps: readonly Step[], known: readonly string[]): boolean {
  const statements = [...statementsIn(steps)];
  const own = new Set([...known, '?', ...statements.flatMap(assignedIn)]);
  return statements.some((statement) => {
    if (statement.kind === 'command' && (statement.writesFile || changesFiles(statement.words))) return true;
    return wordsOf(statement).some((word) => variablesIn(word).some((name) => !own.has(name)));
  });
}

function* statementsIn(steps: readonly Step[]): Generator<Statement> {
  for (const { statement } of steps) {
    yield statement;
    if (statement.kind === 'command') continue;
    if (statement.kind === 'while') yield* statementsIn(statement.condition);
    yield* statementsIn(statement.body);
  }
}

function wordsOf(statement: Statement): readonly Word[] {
  return statement.kind === 'while' ? [] : statement.words;
}

function changesFiles([first]: readonly Word[]): boolean {
  return CHANGING.has(textOf(first).replace(/^.*\//, ''));
}

function assignedIn(statement: Statement): string[] {
  if (statement.kind === 'for') return [statement.variable];
  return wordsOf(statement).flatMap((word) => /^(\w+)=/.exec(textOf(word))?.[1] ?? []);
}

function textOf(word: Word | undefined): string {
  const [first] = word ?? [];
  return first && 'text' in first ? first.text : '';
}

function variablesIn(word: Word): string[] {
  return word.flatMap((part) => {
    if ('variable' in part) return [part.variable];
    return 'sum' in part ? (part.sum.match(/[A-Za-z_]\w*/g) ?? []) : [];
  });
}
