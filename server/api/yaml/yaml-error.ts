/** A text that is not YAML, or YAML that cannot be JSON, in the words of Kubernetes. */
export class YamlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'YamlError';
  }
}

/**
 * An error that was found while cutting the text into tokens, at a line counted from 0. The first line is not named;
 * the number is that of people here, while `parserError` counts from 0: so does Kubernetes' parser.
 */
export function scannerError(line: number, problem: string): YamlError {
  return new YamlError(line === 0 ? `yaml: ${problem}` : `yaml: line ${line + 1}: ${problem}`);
}

/** Tokens in an order that makes no document. */
export function parserError(line: number, problem: string): YamlError {
  return new YamlError(line === 0 ? `yaml: ${problem}` : `yaml: line ${line}: ${problem}`);
}

/** Documents that cannot be data: unknown anchors, keys that are lists, tags that do not fit. */
export function dataError(problem: string): YamlError {
  return new YamlError(`yaml: ${problem}`);
}
