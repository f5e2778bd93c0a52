/** Reads a line from a person: with a prompt, editing, history and completion. */
import { Buffer } from 'node:buffer';
import { type EditedLine, EMPTY_LINE, editLine, keysOf } from './edit-line.ts';
import type { Terminal } from './terminal.ts';

export interface LineRequest {
  prompt: string;
  /** Earlier lines, the oldest first. */
  history: readonly string[];
  /** What could stand in place of the word that ends at the cursor. */
  complete(before: string): readonly string[];
  signal: AbortSignal;
}

export type LineReply = { kind: 'line'; text: string } | { kind: 'interrupt' } | { kind: 'end' };

export async function readLine(terminal: Terminal, request: LineRequest): Promise<LineReply> {
  const editor = createEditor(terminal, request);
  terminal.setRaw(true);
  const stopResizing = terminal.onResize(() => void editor.redraw().catch(() => {}));
  const decoder = new TextDecoder();
  try {
    await terminal.output.write(request.prompt);
    for (;;) {
      const chunk = await terminal.input.read(request.signal);
      if (!chunk) return { kind: 'end' };
      const typed = decoder.decode(chunk, { stream: true });
      let at = 0;
      for (const { key, length } of keysOf(typed)) {
        at += length;
        const reply = await editor.press(key);
        if (!reply) continue;
        terminal.input.unread(Buffer.from(typed.slice(at)));
        return reply;
      }
    }
  } finally {
    stopResizing();
    terminal.setRaw(false);
  }
}

interface Editor {
  press(key: string): Promise<LineReply | undefined>;
  redraw(): Promise<void>;
}

function createEditor({ output, size }: Terminal, request: LineRequest): Editor {
  let line: EditedLine = EMPTY_LINE;
  let place = request.history.length;
  /** What was typed before somebody went back in history. */
  let kept = '';

  const show = async (next: EditedLine) => {
    const before = line;
    line = next;
    const isAppended = next.cursor === next.text.length && before.cursor === before.text.length;
    if (isAppended && next.text.startsWith(before.text)) await output.write(next.text.slice(before.text.length));
    else await output.write(repaint(request.prompt, { before, next, width: size.width }));
  };
  const recall = async (step: number) => {
    const wanted = place + step;
    if (wanted < 0 || wanted > request.history.length) return;
    if (place === request.history.length) kept = line.text;
    place = wanted;
    const text = request.history[wanted] ?? kept;
    await show({ text, cursor: text.length });
  };
  const complete = async () => {
    const before = line.text.slice(0, line.cursor);
    const found = request.complete(before);
    const word = /\S*$/.exec(before)?.[0] ?? '';
    const shared = commonStart(found);
    if (shared.length > word.length) {
      const added = shared.slice(word.length) + (found.length === 1 && !shared.endsWith('/') ? ' ' : '');
      await show({ text: before + added + line.text.slice(line.cursor), cursor: line.cursor + added.length });
    } else if (found.length > 1) {
      await output.write(
        `\n${found.map((path) => path.replace(/^.*\/(?=.)/, '')).join('  ')}\n${request.prompt}${line.text}`,
      );
    }
  };

  return {
    redraw: async () => {
      await output.write(repaint(request.prompt, { before: line, next: line, width: size.width }));
    },
    async press(key) {
      if (key === 'enter') {
        await output.write('\n');
        return { kind: 'line', text: line.text };
      }
      if (key === 'interrupt') {
        await output.write('^C\n');
        return { kind: 'interrupt' };
      }
      if (key === 'end-of-input' && line.text === '') return { kind: 'end' };
      if (key === 'previous' || key === 'next') await recall(key === 'next' ? 1 : -1);
      else if (key === 'complete') await complete();
      else if (key === 'clear') await output.write(`\x1b[H\x1b[J${request.prompt}${line.text}`);
      else {
        const next = editLine(line, key === 'end-of-input' ? 'delete' : key);
        if (next) await show(next);
      }
      return undefined;
    },
  };
}

/** Draws the line anew from its beginning, which may be some rows up. */
function repaint(
  prompt: string,
  { before, next, width }: { before: EditedLine; next: EditedLine; width: number },
): string {
  const columns = Math.max(1, width);
  const shown = prompt.replace(/^[\s\S]*\n/, '').replace(/\x1b\[[\d;]*m/g, '').length;
  const rowOf = (characters: number) => Math.floor((shown + characters) / columns);
  const up = (rows: number) => (rows > 0 ? `\x1b[${rows}A` : '');
  const start = `${up(rowOf(before.cursor))}\r\x1b[J${prompt.replace(/^[\s\S]*\n/, '')}${next.text}`;
  const column = (shown + next.cursor) % columns;
  if (next.cursor === next.text.length) return start;
  return `${start}${up(rowOf(next.text.length) - rowOf(next.cursor))}\r${column > 0 ? `\x1b[${column}C` : ''}`;
}

function commonStart(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  let length = first.length;
  for (const text of rest) while (!text.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}
