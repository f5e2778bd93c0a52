import { Scanner } from './scanner.ts';
import type { Punctuation, Token } from './token.ts';
import { dataError, parserError } from './yaml-error.ts';

/** A document as it is written; `line` counts from 0. */
export type Node = ScalarNode | SequenceNode | MappingNode | AliasNode;

interface NodeStart {
  line: number;
  /** In full, `tag:yaml.org,2002:int`; empty without one. */
  tag: string;
}

export interface ScalarNode extends NodeStart {
  kind: 'scalar';
  text: string;
  /** Neither quoted nor a block: it may be a number. */
  plain: boolean;
}

interface SequenceNode extends NodeStart {
  kind: 'sequence';
  items: Node[];
}

export interface MappingNode extends NodeStart {
  kind: 'mapping';
  entries: [key: Node, value: Node][];
}

export interface AliasNode extends NodeStart {
  kind: 'alias';
  name: string;
  target: Node;
}

const STANDARD_TAG = 'tag:yaml.org,2002:';

/** The first document of the text, or undefined when there is none. What comes after it is not looked at. */
export function parseFirstDocument(text: string): Node | undefined {
  return new NodeParser(text).parseDocument();
}

class NodeParser {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, Node>();
  readonly #handles = new Map([
    ['!', '!'],
    ['!!', STANDARD_TAG],
  ]);

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  parseDocument(): Node | undefined {
    const first = this.#scanner.peek();
    if (first.type === 'stream-end') return undefined;
    const explicit = first.type === 'directive' || first.type === 'document-start';
    if (explicit) this.#parseDocumentStart();
    const empty = explicit && this.#at('directive', 'document-start', 'document-end', 'stream-end');
    const node = empty ? emptyScalar(this.#scanner.peek().line) : this.#parseNode({ block: true });
    // The token after the document is looked at, and nothing more.
    this.#scanner.peek();
    return node;
  }

  #parseDocumentStart(): void {
    for (let token = this.#scanner.peek(); token.type === 'directive'; token = this.#scanner.peek()) {
      this.#scanner.take();
      if (token.name === 'YAML' && token.value !== '1.1')
        throw parserError(token.line, 'found incompatible YAML document');
      const [handle, prefix] = token.value.split(/\s+/);
      if (token.name === 'TAG' && handle && prefix) this.#handles.set(handle, prefix);
    }
    if (!this.#skip('document-start'))
      throw parserError(this.#scanner.peek().line, 'did not find expected <document start>');
  }

  /** `indentless`: a list may stand in the column of the key that it belongs to. */
  #parseNode({ block = false, indentless = false }): Node {
    const { line } = this.#scanner.peek();
    const { tag, anchor } = this.#parseProperties();
    const start = { line, tag: tag ?? '' };
    const token = this.#scanner.peek();
    if (token.type === 'alias' && tag === undefined && anchor === undefined) return this.#parseAlias(token.text, start);
    const node = this.#startNode(token, start, { block, indentless });
    if (!node && tag === undefined && anchor === undefined)
      throw parserError(token.line, 'did not find expected node content');
    const parsed = node ?? { ...emptyScalar(line), ...start };
    if (anchor !== undefined) this.#anchors.set(anchor, parsed);
    this.#parseContent(parsed, token.type);
    return parsed;
  }

  /** Anchor and tag, in either order. */
  #parseProperties(): { tag?: string; anchor?: string } {
    const properties: { tag?: string; anchor?: string } = {};
    for (let token = this.#scanner.peek(); ; token = this.#scanner.peek()) {
      if (token.type === 'anchor' && properties.anchor === undefined) properties.anchor = token.text;
      else if (token.type === 'tag' && properties.tag === undefined) properties.tag = this.#resolveTag(token);
      else return properties;
      this.#scanner.take();
    }
  }

  #resolveTag({ handle, suffix, line }: Token & { type: 'tag' }): string {
    if (handle === '') return suffix;
    const prefix = this.#handles.get(handle);
    if (prefix === undefined) throw parserError(line, 'found undefined tag handle');
    return prefix + suffix;
  }

  #parseAlias(name: string, start: NodeStart): AliasNode {
    this.#scanner.take();
    const target = this.#anchors.get(name);
    if (!target) throw dataError(`unknown anchor '${name}' referenced`);
    return { kind: 'alias', name, target, ...start };
  }

  /** The node without its content, so that its content can refer to it. */
  #startNode(token: Token, start: NodeStart, { block = false, indentless = false }): Node | undefined {
    switch (token.type) {
      case 'scalar':
        return { kind: 'scalar', text: token.text, plain: token.plain, ...start };
      case 'flow-sequence-start':
        return { kind: 'sequence', items: [], ...start };
      case 'flow-mapping-start':
        return { kind: 'mapping', entries: [], ...start };
      case 'block-sequence-start':
        return block ? { kind: 'sequence', items: [], ...start } : undefined;
      case 'block-mapping-start':
        return block ? { kind: 'mapping', entries: [], ...start } : undefined;
      case 'block-entry':
        return indentless ? { kind: 'sequence', items: [], ...start } : undefined;
      default:
        return undefined;
    }
  }

  #parseContent(node: Node, type: Token['type']): void {
    if (type === 'block-entry' && node.kind === 'sequence') this.#parseIndentlessSequence(node);
    else if (node.kind === 'sequence') {
      this.#scanner.take();
      if (type === 'flow-sequence-start') this.#parseFlowSequence(node);
      else this.#parseBlockSequence(node);
    } else if (node.kind === 'mapping') {
      this.#scanner.take();
      if (type === 'flow-mapping-start') this.#parseFlowMapping(node);
      else this.#parseBlockMapping(node);
    } else if (type === 'scalar') this.#scanner.take();
  }

  #parseBlockSequence({ items }: SequenceNode): void {
    while (!this.#skip('block-end')) {
      const { line } = this.#scanner.peek();
      if (!this.#skip('block-entry')) throw parserError(line, "did not find expected '-' indicator");
      items.push(this.#at('block-entry', 'block-end') ? emptyScalar(line) : this.#parseNode({ block: true }));
    }
  }

  #parseIndentlessSequence({ items }: SequenceNode): void {
    for (let line = this.#scanner.peek().line; this.#skip('block-entry'); line = this.#scanner.peek().line) {
      const empty = this.#at('block-entry', 'key', 'value', 'block-end');
      items.push(empty ? emptyScalar(line) : this.#parseNode({ block: true }));
    }
  }

  #parseBlockMapping({ entries }: MappingNode): void {
    while (!this.#skip('block-end')) {
      const { line } = this.#scanner.peek();
      if (!this.#skip('key')) throw parserError(line, 'did not find expected key');
      entries.push([this.#parseBlockPart(line), this.#parseBlockValue()]);
    }
  }

  #parseBlockValue(): Node {
    const { line } = this.#scanner.peek();
    return this.#skip('value') ? this.#parseBlockPart(line) : emptyScalar(line);
  }

  #parseBlockPart(line: number): Node {
    if (this.#at('key', 'value', 'block-end')) return emptyScalar(line);
    return this.#parseNode({ block: true, indentless: true });
  }

  #parseFlowSequence({ items }: SequenceNode): void {
    for (let first = true; !this.#at('flow-sequence-end'); first = false) {
      if (!first && !this.#skip('flow-entry'))
        throw parserError(this.#scanner.peek().line, "did not find expected ',' or ']'");
      if (this.#at('flow-sequence-end')) break;
      items.push(this.#at('key') ? this.#parsePair() : this.#parseNode({}));
    }
    this.#scanner.take();
  }

  /** `[a: b]` is a list of one mapping. */
  #parsePair(): MappingNode {
    const { line } = this.#scanner.take();
    const key = this.#at('value', 'flow-entry', 'flow-sequence-end') ? emptyScalar(line) : this.#parseNode({});
    const value = this.#parseFlowValue('flow-sequence-end');
    return { kind: 'mapping', line, tag: '', entries: [[key, value]] };
  }

  #parseFlowMapping({ entries }: MappingNode): void {
    for (let first = true; !this.#at('flow-mapping-end'); first = false) {
      if (!first && !this.#skip('flow-entry'))
        throw parserError(this.#scanner.peek().line, "did not find expected ',' or '}'");
      if (this.#at('flow-mapping-end')) break;
      entries.push(this.#parseFlowEntry());
    }
    this.#scanner.take();
  }

  #parseFlowEntry(): [Node, Node] {
    const { line } = this.#scanner.peek();
    if (!this.#skip('key')) return [this.#parseNode({}), emptyScalar(line)];
    const empty = this.#at('value', 'flow-entry', 'flow-mapping-end');
    const key = empty ? emptyScalar(line) : this.#parseNode({});
    return [key, this.#parseFlowValue('flow-mapping-end')];
  }

  #parseFlowValue(end: Punctuation): Node {
    const { line } = this.#scanner.peek();
    if (!this.#skip('value') || this.#at('flow-entry', end)) return emptyScalar(line);
    return this.#parseNode({});
  }

  #at(...types: Token['type'][]): boolean {
    return types.includes(this.#scanner.peek().type);
  }

  /** Takes the token when it is of this type. */
  #skip(type: Token['type']): boolean {
    if (this.#scanner.peek().type !== type) return false;
    this.#scanner.take();
    return true;
  }
}

function emptyScalar(line: number): ScalarNode {
  return { kind: 'scalar', line, tag: '', text: '', plain: true };
}
