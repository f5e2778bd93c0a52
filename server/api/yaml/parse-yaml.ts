import { decodeNodes } from './decode-nodes.ts';
import { parseFirstDocument } from './parse-nodes.ts';
import { YamlError } from './yaml-error.ts';

export interface ParsedYaml {
  /** Plain JSON data; null for a text without a document. */
  value: unknown;
  /**
   * Keys that are there twice, of which the last counts: `line 5: key "name" already set in map`. Each is a warning of
   * its own, but one error: see `strictYamlError`.
   */
  duplicates: string[];
}

/** What no YAML may hold: most control characters and half surrogates. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * The first document of a text, as Kubernetes reads it: YAML 1.1, in which `yes` is a boolean and `0120` is 80. Throws
 * a YamlError in the words of Kubernetes: `yaml: line 3: mapping values are not allowed in this context`.
 */
export function parseYaml(text: string): ParsedYaml {
  if (FORBIDDEN.test(text)) throw new YamlError('yaml: control characters are not allowed');
  try {
    const node = parseFirstDocument(text);
    return node ? decodeNodes(node) : { value: null, duplicates: [] };
  } catch (error) {
    if (error instanceof RangeError) throw new YamlError('yaml: exceeded max depth of 10000');
    throw error;
  }
}

/** The duplicates as the error that they are where a body is read strictly. */
export function strictYamlError(duplicates: readonly string[]): string {
  return `yaml: unmarshal errors:\n${duplicates.map((line) => `  ${line}`).join('\n')}`;
}
