/** Reads `--audit-policy-file`, and refuses in Kubernetes' words what is no policy; fields that there are not, too. */
import { readFile } from 'node:fs/promises';
import { type FieldError, invalid, notSupported, required } from '../api/field-error.ts';
import { dns1123SubdomainErrors } from '../api/names.ts';
import { parseYaml, strictYamlError } from '../api/yaml/parse-yaml.ts';
import { type AuditPolicy, type AuditRule, type GroupResources, LEVELS, STAGES } from './policy.ts';

/** Rejects with an Error that is for a person. */
export async function readAuditPolicy(path: string): Promise<AuditPolicy> {
  const text = await readFile(path, 'utf8');
  try {
    return parseAuditPolicy(text);
  } catch (error) {
    throw new Error(`${(error as Error).message}: from file ${path}`, { cause: error });
  }
}

/** YAML or JSON. */
export function parseAuditPolicy(text: string): AuditPolicy {
  const { value, duplicates } = parseYaml(text);
  if (duplicates.length > 0) throw new Error(strictYamlError(duplicates));
  const policy = shaped(value, POLICY, 'policy') as unknown as AuditPolicy & { apiVersion?: string; kind?: string };
  if (policy.apiVersion !== 'audit.k8s.io/v1' || policy.kind !== 'Policy') {
    throw new Error(`unknown group version field ${policy.apiVersion ?? ''}, Kind=${policy.kind ?? ''} in policy`);
  }
  const errors = (policy.rules ?? []).flatMap((rule, i) => ruleErrors(rule, `rules[${i}]`));
  if (errors.length > 0) throw new Error(aggregate(errors));
  if ((policy.rules ?? []).length === 0) throw new Error('loaded illegal policy with 0 rules');
  return policy;
}

type Shape = 'text' | 'flag' | 'texts' | 'any' | { listOf: Readonly<Record<string, Shape>> };

const GROUP_RESOURCES: Readonly<Record<string, Shape>> = { group: 'text', resources: 'texts', resourceNames: 'texts' };

const RULE: Readonly<Record<string, Shape>> = {
  level: 'text',
  users: 'texts',
  userGroups: 'texts',
  verbs: 'texts',
  resources: { listOf: GROUP_RESOURCES },
  namespaces: 'texts',
  nonResourceURLs: 'texts',
  omitStages: 'texts',
  omitManagedFields: 'flag',
};

const POLICY: Readonly<Record<string, Shape>> = {
  apiVersion: 'text',
  kind: 'text',
  metadata: 'any',
  rules: { listOf: RULE },
  omitStages: 'texts',
  omitManagedFields: 'flag',
};

function shaped(value: unknown, fields: Readonly<Record<string, Shape>>, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`failed decoding: ${path} must be an object`);
  }
  // null is nothing, as everywhere.
  const present = Object.entries(value).filter(([, content]) => content !== null);
  return Object.fromEntries(
    present.map(([name, content]) => {
      const at = path === 'policy' ? name : `${path}.${name}`;
      const shape = fields[name];
      if (shape === undefined) throw new Error(`failed decoding: strict decoding error: unknown field "${at}"`);
      return [name, checked(content, shape, at)];
    }),
  );
}

function checked(value: unknown, shape: Shape, path: string): unknown {
  if (typeof shape === 'object') {
    if (!Array.isArray(value)) throw new Error(`failed decoding: ${path} must be a list`);
    return value.map((element, i) => shaped(element, shape.listOf, `${path}[${i}]`));
  }
  const { fits, words } = PLAIN[shape];
  if (!fits(value)) throw new Error(`failed decoding: ${path} must be ${words}`);
  return value;
}

const PLAIN = {
  any: { fits: () => true, words: 'anything' },
  text: { fits: isText, words: 'a text' },
  flag: { fits: (value: unknown) => typeof value === 'boolean', words: 'true or false' },
  texts: { fits: (value: unknown) => Array.isArray(value) && value.every(isText), words: 'a list of texts' },
};

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function ruleErrors(rule: AuditRule, path: string): FieldError[] {
  const { level, nonResourceURLs = [], resources = [], namespaces = [], omitStages = [] } = rule;
  const isMixed = nonResourceURLs.length > 0 && (resources.length > 0 || namespaces.length > 0);
  return [
    ...levelErrors(level, `${path}.level`),
    ...nonResourceURLs.flatMap((url, i) => urlErrors(url, `${path}.nonResourceURLs[${i}]`)),
    ...resources.flatMap((one) => resourceErrors(one, `${path}.resources`)),
    ...omitStages.flatMap((stage, i) =>
      STAGES.includes(stage)
        ? []
        : invalid(`${path}.omitStages[${i}]`, stage, `allowed stages are ${STAGES.join(',')}`),
    ),
    ...(isMixed ? [invalid(`${path}.nonResourceURLs`, nonResourceURLs, MIXED)] : []),
  ];
}

const MIXED = 'rules cannot apply to both regular resources and non-resource URLs';

function levelErrors(level: string | undefined, path: string): FieldError[] {
  if (level === undefined || level === '') return [required(path)];
  return LEVELS.some((one) => one === level) ? [] : [notSupported(path, level, LEVELS)];
}

function urlErrors(url: string, path: string): FieldError[] {
  if (url === '*') return [];
  const root = url.startsWith('/')
    ? []
    : [invalid(path, url, "non-resource URL rules must begin with a '/' character")];
  const isWild = url.slice(0, -1).includes('*');
  const text = "non-resource URL wildcards '*' must be the final character of the rule";
  return isWild ? [...root, invalid(path, url, text)] : root;
}

function resourceErrors(
  { group = '', resources = [], resourceNames = [] }: GroupResources,
  path: string,
): FieldError[] {
  const wrong = group === '' ? [] : dns1123SubdomainErrors(group);
  const isNameless = resourceNames.length > 0 && resources.length === 0;
  return [
    ...(wrong.length > 0 ? [invalid(`${path}.group`, group, wrong.join(','))] : []),
    ...(isNameless
      ? [invalid(`${path}.resourceNames`, resourceNames, 'using resourceNames requires at least one resource')]
      : []),
  ];
}

/** As Go prints a list of errors. */
function aggregate(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
}
