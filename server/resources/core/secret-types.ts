import { type FieldError, invalid, required } from '../../api/field-error.ts';
import type { Secret } from '../../api/types.gen.ts';

const REDACTED = '<secret contents redacted>';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

/** What the well-known secret types need; other types may hold anything. */
export function validateSecretType(secret: Secret): FieldError[] {
  return SECRET_TYPES.get(secret.type ?? '')?.(secret) ?? [];
}

const SECRET_TYPES = new Map<string, (secret: Secret) => FieldError[]>([
  ['kubernetes.io/service-account-token', validateAccountToken],
  ['kubernetes.io/dockercfg', (s) => jsonKey(s, '.dockercfg')],
  ['kubernetes.io/dockerconfigjson', (s) => jsonKey(s, '.dockerconfigjson')],
  ['kubernetes.io/basic-auth', validateBasicAuth],
  ['kubernetes.io/ssh-auth', (s) => nonEmptyKey(s, 'ssh-privatekey')],
  ['kubernetes.io/tls', (s) => [...presentKey(s, 'tls.crt'), ...presentKey(s, 'tls.key')]],
]);

function validateAccountToken(secret: Secret): FieldError[] {
  if (secret.metadata.annotations?.[ACCOUNT_NAME]) return [];
  return [required(`metadata.annotations[${ACCOUNT_NAME}]`)];
}

function validateBasicAuth(secret: Secret): FieldError[] {
  const { data = {} } = secret;
  if ('username' in data || 'password' in data) return [];
  return [required('data[username]'), required('data[password]')];
}

function presentKey(secret: Secret, key: string): FieldError[] {
  return key in (secret.data ?? {}) ? [] : [required(`data[${key}]`)];
}

function nonEmptyKey(secret: Secret, key: string): FieldError[] {
  return secret.data?.[key] ? [] : [required(`data[${key}]`)];
}

function jsonKey(secret: Secret, key: string): FieldError[] {
  const value = secret.data?.[key];
  if (value === undefined) return [required(`data[${key}]`)];
  const problem = jsonObjectProblem(Buffer.from(value, 'base64').toString());
  return problem === undefined ? [] : [invalid(`data[${key}]`, REDACTED, problem)];
}

/** Go's words for text that is not a JSON object. */
function jsonObjectProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
    return `json: cannot unmarshal ${jsonType(value)} into Go value of type map[string]interface {}`;
  } catch {
    return syntaxProblem(text);
  }
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function syntaxProblem(text: string): string {
  const first = text.trimStart()[0];
  if (first === undefined || '{["'.includes(first)) return 'unexpected end of JSON input';
  return `invalid character '${first}' looking for beginning of value`;
}
