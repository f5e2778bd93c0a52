import { JsonNumber } from './json-number.ts';

/** Follows a walk: a context belongs to each value, and leads to those of its members and items. */
export interface JsonVisitor<C> {
  /** Called before the member's value is read. `path` is such as `spec.ports[0]`, empty for the document. */
  member(context: C, key: string, options: { repeated: boolean; path: () => string }): C;
  item(context: C): C;
}

interface Frame<C> {
  container: Record<string, unknown> | unknown[];
  context: C;
  /** The member whose value is being read, and its context. */
  key: string;
  memberContext: C;
}

/**
 * Reads a text that JSON.parse has accepted, member by member in the order of the text; of repeated members the last
 * counts. Numbers that JavaScript would change become JsonNumbers. Slow, and without recursion: it is for the few
 * texts in which `scanJson` finds something.
 */
export function walkJson<C>(text: string, context: C, visitor: JsonVisitor<C>): unknown {
  const document: unknown[] = [];
  const frames: Frame<C>[] = [{ container: document, context, key: '', memberContext: context }];
  for (let at = skipSeparators(text, 0); at < text.length; at = skipSeparators(text, at)) {
    const frame = frames.at(-1) as Frame<C>;
    const end = endOfToken(text, at);
    const token = text.slice(at, end);
    at = end;
    if (token === '}' || token === ']') frames.pop();
    else if (isKey(frame, text, end, token)) startMember(frames, frame, JSON.parse(token) as string, visitor);
    else if (token === '{' || token === '[') frames.push(openContainer(frames.length, frame, token, visitor));
    else put(frame, scalarOf(token));
  }
  return document[0];
}

/** Whitespace, commas and colons: where they may be was checked before. */
function skipSeparators(text: string, from: number): number {
  let at = from;
  while (' \n\r\t,:'.includes(text.charAt(at)) && at < text.length) at++;
  return at;
}

function endOfToken(text: string, from: number): number {
  const first = text.charAt(from);
  if ('{}[]'.includes(first)) return from + 1;
  let at = from + 1;
  if (first !== '"') {
    while (at < text.length && !' \n\r\t,:{}[]"'.includes(text.charAt(at))) at++;
    return at;
  }
  while (text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}

function isKey(frame: Frame<unknown>, text: string, end: number, token: string): boolean {
  if (Array.isArray(frame.container) || !token.startsWith('"')) return false;
  let at = end;
  while (' \n\r\t'.includes(text.charAt(at))) at++;
  return text.charAt(at) === ':';
}

function startMember<C>(frames: readonly Frame<C>[], frame: Frame<C>, key: string, visitor: JsonVisitor<C>): void {
  const repeated = Object.hasOwn(frame.container, key);
  frame.key = key;
  frame.memberContext = visitor.member(frame.context, key, { repeated, path: () => pathOf(frames) });
}

function openContainer<C>(depth: number, frame: Frame<C>, token: string, visitor: JsonVisitor<C>): Frame<C> {
  const container = token === '{' ? {} : [];
  const isItem = Array.isArray(frame.container) && depth > 1;
  const context = isItem ? visitor.item(frame.context) : frame.memberContext;
  put(frame, container);
  return { container, context, key: '', memberContext: context };
}

function put(frame: Frame<unknown>, value: unknown): void {
  if (Array.isArray(frame.container)) frame.container.push(value);
  else if (frame.key !== '__proto__') frame.container[frame.key] = value;
  else {
    const own = { value, enumerable: true, writable: true, configurable: true };
    Object.defineProperty(frame.container, frame.key, own);
  }
}

/** Where the innermost container is. */
function pathOf(frames: readonly Frame<unknown>[]): string {
  let path = '';
  for (const { container, key } of frames.slice(1, -1)) {
    if (Array.isArray(container)) path += `[${container.length - 1}]`;
    else path += path === '' ? key : `.${key}`;
  }
  return path;
}

function scalarOf(token: string): unknown {
  const value = JSON.parse(token) as unknown;
  if (typeof value === 'string') return Buffer.from(value).toString();
  return typeof value === 'number' && String(value) !== token && token !== '-0' ? new JsonNumber(token) : value;
}
