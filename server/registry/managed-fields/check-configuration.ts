/** What is wrong with the types of an applied configuration: it is not decoded, so nothing is dropped silently. */
import { printPlain, printSyntax, printType } from '../../api/go-print.ts';
import type { ListSchema, Schema } from '../../api/schema/schema.ts';
import { itemElement, NoElement, printElement, SELF } from './path-element.ts';
import { isJsonMap, type JsonMap, memberSchema } from './to-field-set.ts';

export interface TypeProblem {
  /** Such as `.spec.ports[port=80,protocol="TCP"]`; empty for the object itself. */
  readonly path: string;
  readonly message: string;
}

/** Unknown fields, values of a wrong type, and list items without their keys or with the same ones. */
export function checkConfiguration(schema: Schema, config: unknown): TypeProblem[] {
  return problemsOf(schema, config);
}

/** In one text, as Kubernetes joins them. */
export function printProblems(problems: readonly TypeProblem[]): string {
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return lines.length === 1 ? (lines[0] as string) : ['errors:', ...lines.map((line) => `  ${line}`)].join('\n');
}

function problemsOf(schema: Schema, value: unknown): TypeProblem[] {
  if (value === null || value === undefined || schema.type === 'any') return [];
  switch (schema.type) {
    case 'object':
    case 'map':
      return isJsonMap(value) ? memberProblems(schema, value) : wrong(`expected map, got &{${printPlain(value)}}`);
    case 'list':
      return Array.isArray(value) ? itemProblems(schema, value) : wrong(`expected list, got &{${printPlain(value)}}`);
    default:
      return scalarProblems(schema, value);
  }
}

function wrong(message: string): TypeProblem[] {
  return [{ path: '', message }];
}

function below(element: string, problems: TypeProblem[]): TypeProblem[] {
  if (problems.length === 0) return problems;
  const prefix = printElement(element);
  return problems.map(({ path, message }) => ({ path: prefix + path, message }));
}

/** Kubernetes looks no further in a struct when it has found an unknown field. */
function memberProblems(schema: Schema, value: JsonMap): TypeProblem[] {
  const problems: TypeProblem[] = [];
  for (const name in value) {
    const member = memberSchema(schema, name);
    if (member === undefined) {
      problems.push(...below(`f:${name}`, wrong('field not declared in schema')));
      return problems;
    }
    problems.push(...below(`f:${name}`, problemsOf(member, value[name])));
  }
  return problems;
}

function itemProblems(list: ListSchema, items: readonly unknown[]): TypeProblem[] {
  const problems: TypeProblem[] = [];
  const seen = new Set<string>([SELF]);
  for (const [i, item] of items.entries()) {
    const element = list.listType === 'atomic' ? `i:${i}` : elementOrProblem(list, item, i);
    if (typeof element !== 'string') return [...problems, element];
    if (seen.has(element)) problems.push(...wrong(`duplicate entries for key ${printElement(element)}`));
    seen.add(element);
    problems.push(...below(element, problemsOf(list.items, item)));
  }
  return problems;
}

function elementOrProblem(list: ListSchema, item: unknown, i: number): string | TypeProblem {
  try {
    return itemElement(list, item);
  } catch (error) {
    if (error instanceof NoElement) return { path: '', message: `element ${i}: ${error.message}` };
    throw error;
  }
}

function scalarProblems(schema: Schema, value: unknown): TypeProblem[] {
  const type = typeof value;
  switch (schema.type) {
    case 'string':
    case 'bytes':
      return type === 'string'
        ? []
        : wrong(`expected string, got &value.valueUnstructured{Value:${printSyntax(value)}}`);
    case 'integer':
    case 'number':
      return type === 'number' ? [] : wrong(`expected numeric (int or float), got ${printType(value)}`);
    case 'boolean':
      return type === 'boolean' ? [] : wrong(`expected boolean, got &{${printPlain(value)}}`);
    default:
      return type === 'object' ? wrong(`expected any scalar, got &{${printPlain(value)}}`) : [];
  }
}
