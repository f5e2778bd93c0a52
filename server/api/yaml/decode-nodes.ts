import { goFloat } from './go-float.ts';
import type { AliasNode, MappingNode, Node, ScalarNode } from './parse-nodes.ts';
import { type Resolved, resolveScalar } from './resolve-scalar.ts';
import { dataError, YamlError } from './yaml-error.ts';

interface Decoded {
  value: unknown;
  /** One for each key that is there twice, as Kubernetes words it: `line 5: key "name" already set in map`. */
  duplicates: string[];
}

/** The document as JSON data. Throws a YamlError for what JSON cannot say, and for aliases that make it explode. */
export function decodeNodes(node: Node): Decoded {
  const decoder = new NodeDecoder();
  return { value: decoder.decode(node), duplicates: decoder.duplicates };
}

class NodeDecoder {
  readonly duplicates: string[] = [];
  readonly #open = new Set<AliasNode>();
  #decoded = 0;
  #decodedInAliases = 0;

  decode(node: Node): unknown {
    this.#count();
    switch (node.kind) {
      case 'scalar':
        return jsonValue(resolveNode(node));
      case 'sequence':
        return node.items.map((item) => this.decode(item));
      case 'mapping':
        return this.#decodeMapping(node);
      case 'alias':
        return this.#decodeAlias(node);
    }
  }

  #decodeAlias(node: AliasNode): unknown {
    return this.#within(node, () => this.decode(node.target));
  }

  #within<T>(node: AliasNode, decode: () => T): T {
    if (this.#open.has(node)) throw dataError(`anchor '${node.name}' value contains itself`);
    this.#open.add(node);
    const decoded = decode();
    this.#open.delete(node);
    return decoded;
  }

  /** A document may repeat itself by aliases, the less the larger it is. */
  #count(): void {
    this.#decoded++;
    if (this.#open.size === 0) return;
    this.#decodedInAliases++;
    if (this.#decodedInAliases <= 100 || this.#decoded <= 1000) return;
    if (this.#decodedInAliases / this.#decoded > allowedAliasRatio(this.#decoded))
      throw dataError('document contains excessive aliasing');
  }

  #decodeMapping(node: MappingNode): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#decodeEntries(node, object, new Set());
    return withSortedKeys(object);
  }

  #decodeEntries(node: MappingNode, object: Record<string, unknown>, seen: Set<string>): void {
    for (const [keyNode, valueNode] of node.entries) {
      if (isMerge(keyNode)) {
        this.#merge(valueNode, object, seen);
        continue;
      }
      const key = this.#decodeKey(keyNode);
      const value = this.decode(valueNode);
      const name = keyName(key, value);
      if (seen.has(name)) this.duplicates.push(`line ${valueNode.line + 1}: key ${goLiteral(key)} already set in map`);
      seen.add(name);
      setProperty(object, name, value);
    }
  }

  #decodeKey(node: Node): Resolved['value'] {
    const target = node.kind === 'alias' ? node.target : node;
    if (target.kind !== 'scalar') throw dataError(`invalid map key: ${goLiteral(this.decode(node))}`);
    this.#count();
    return resolveNode(target);
  }

  #merge(node: Node, object: Record<string, unknown>, seen: Set<string>): void {
    // Earlier ones win, so they come last.
    const sources = node.kind === 'sequence' ? node.items.toReversed() : [node];
    for (const source of sources) {
      const mapping = source.kind === 'alias' ? source.target : source;
      if (mapping.kind !== 'mapping') throw notMergeable();
      this.#count();
      if (source.kind !== 'alias') this.#decodeEntries(mapping, object, seen);
      else this.#within(source, () => this.#mergeTarget(mapping, object, seen));
    }
  }

  #mergeTarget(mapping: MappingNode, object: Record<string, unknown>, seen: Set<string>): void {
    this.#count();
    this.#decodeEntries(mapping, object, seen);
  }
}

function notMergeable(): YamlError {
  return dataError('map merge requires map or sequence of maps as the value');
}

/** 0.99 up to 400 000 values, 0.1 from 4 000 000: about 5 KB of text that repeats itself, or 4.5 MB of one that does not. */
function allowedAliasRatio(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  return decoded >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}

function isMerge(node: Node): boolean {
  if (node.kind !== 'scalar' || node.text !== '<<') return false;
  return node.tag === '' ? node.plain : node.tag === 'tag:yaml.org,2002:merge';
}

/** Kubernetes makes JSON with sorted keys of YAML, and finds what is wrong in that order. */
function withSortedKeys(object: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(object);
  if (keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key)) return object;
  const sorted: Record<string, unknown> = {};
  for (const key of keys.sort()) setProperty(sorted, key, object[key]);
  return sorted;
}

/** Assignment would change the prototype for one name. */
function setProperty(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

const TAG_TYPES: Readonly<Record<string, Resolved['type'] | 'binary'>> = {
  'tag:yaml.org,2002:null': 'null',
  'tag:yaml.org,2002:bool': 'bool',
  'tag:yaml.org,2002:int': 'int',
  'tag:yaml.org,2002:float': 'float',
  'tag:yaml.org,2002:timestamp': 'timestamp',
  'tag:yaml.org,2002:str': 'str',
  'tag:yaml.org,2002:binary': 'binary',
};

function resolveNode({ text, plain, tag }: ScalarNode): Resolved['value'] {
  if (tag === '') return plain ? resolveScalar(text).value : text;
  const type = TAG_TYPES[tag];
  if (type === undefined || type === 'str') return text;
  if (type === 'binary') return decodeBinary(text);
  const { type: actual, value } = resolveScalar(text);
  if (actual === type || (type === 'float' && actual === 'int')) return value;
  throw dataError(`cannot decode !!${actual} \`${text}\` as a !!${type}`);
}

function jsonValue(value: Resolved['value']): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new YamlError(`json: unsupported value: ${value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN'}`);
}

function decodeBinary(text: string): string {
  const base64 = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64))
    throw dataError('!!binary value contains invalid base64 data');
  return Buffer.from(base64, 'base64').toString();
}

/** The name of a JSON member for a key that may be a number or a boolean. */
function keyName(key: Resolved['value'], value: unknown): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'boolean') return String(key);
  if (typeof key === 'number') return numberName(key);
  const literal = value === null ? '<nil>' : goLiteral(value);
  throw new YamlError(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${literal}`);
}

/** Integers as they are, the rest as a float of 32 bits with the fewest digits that tell it from others. */
function numberName(key: number): string {
  if (Number.isInteger(key) && Math.abs(key) < 2 ** 64) return String(BigInt(key));
  if (!Number.isFinite(key)) return key > 0 ? '+.inf' : key < 0 ? '-.inf' : '.nan';
  let digits = 1;
  while (Math.fround(Number(key.toPrecision(digits))) !== Math.fround(key)) digits++;
  return goFloat(Number(key.toPrecision(digits)));
}

/** A value as Go's `%#v` prints it. */
function goLiteral(value: unknown): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goLiteral).join(', ')}}`;
  const entries = Object.entries(value as object).map(([name, member]) => `${goLiteral(name)}:${goLiteral(member)}`);
  return `map[interface {}]interface {}{${entries.join(', ')}}`;
}
