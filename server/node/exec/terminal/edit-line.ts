/** A line that is being typed: pure, one key after the other. */

export interface EditedLine {
  readonly text: string;
  /** Characters before the cursor. */
  readonly cursor: number;
}

export const EMPTY_LINE: EditedLine = { text: '', cursor: 0 };

/** What a key does to the line; undefined for keys that do something else. */
export function editLine({ text, cursor }: EditedLine, key: string): EditedLine | undefined {
  const before = text.slice(0, cursor);
  const after = text.slice(cursor);
  switch (key) {
    case 'backspace':
      return { text: before.slice(0, -1) + after, cursor: Math.max(0, cursor - 1) };
    case 'delete':
      return { text: before + after.slice(1), cursor };
    case 'left':
      return { text, cursor: Math.max(0, cursor - 1) };
    case 'right':
      return { text, cursor: Math.min(text.length, cursor + 1) };
    case 'home':
      return { text, cursor: 0 };
    case 'end':
      return { text, cursor: text.length };
    case 'word-left':
      return { text, cursor: before.replace(/\w*\W*$/, '').length };
    case 'word-right':
      return { text, cursor: cursor + (/^\W*\w*/.exec(after)?.[0].length ?? 0) };
    case 'kill-end':
      return { text: before, cursor };
    case 'kill-start':
      return { text: after, cursor: 0 };
    case 'kill-word': {
      const kept = before.replace(/\S*\s*$/, '');
      return { text: kept + after, cursor: kept.length };
    }
    default:
      return key.length === 1 && key >= ' ' ? { text: before + key + after, cursor: cursor + 1 } : undefined;
  }
}

const KEYS: Readonly<Record<string, string>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'end-of-input',
  '\x05': 'end',
  '\x06': 'right',
  '\b': 'backspace',
  '\t': 'complete',
  '\n': 'enter',
  '\r': 'enter',
  '\x0b': 'kill-end',
  '\x0c': 'clear',
  '\x0e': 'next',
  '\x10': 'previous',
  '\x15': 'kill-start',
  '\x17': 'kill-word',
  '\x7f': 'backspace',
};

const SEQUENCES: Readonly<Record<string, string>> = {
  A: 'previous',
  B: 'next',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '1~': 'home',
  '3~': 'delete',
  '4~': 'end',
  '1;5C': 'word-right',
  '1;5D': 'word-left',
};

const KEY = /\x1b(?:[[O]([\d;]*[A-Za-z~])|[bf])|\x1b|[\s\S]/uy;

/** The keys in what is typed: names for those that do something, else the character. */
export function* keysOf(typed: string): Generator<{ key: string; length: number }> {
  KEY.lastIndex = 0;
  for (let found = KEY.exec(typed); found; found = KEY.exec(typed)) {
    const [all, sequence] = found;
    const meta = all === '\x1bb' ? 'word-left' : all === '\x1bf' ? 'word-right' : undefined;
    const key = meta ?? (sequence === undefined ? (KEYS[all] ?? all) : (SEQUENCES[sequence] ?? 'unknown'));
    yield { key, length: all.length };
  }
}
