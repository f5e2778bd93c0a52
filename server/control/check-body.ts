/** Bodies and queries against their schemas. */
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { badRequest, statusError } from '../api/errors.ts';
import type { ControlRoute } from './control-route.ts';
import { SCHEMAS } from './schemas.ts';

/** Throws 422 with one cause for each thing that is wrong. */
export type BodyCheck = (schema: string, body: unknown) => Promise<void>;

/** The validator is loaded when it is first needed: most servers never do. */
export function createBodyCheck(): BodyCheck {
  const validators = new Map<string, ValidateFunction>();
  let loading: Promise<Ajv2020> | undefined;
  return async (schema, body) => {
    loading ??= loadAjv();
    const ajv = await loading;
    const validate = validators.get(schema) ?? ajv.compile({ $ref: `control#/components/schemas/${schema}` });
    validators.set(schema, validate);
    if (!validate(body)) throw invalidBody(schema, validate.errors ?? []);
  };
}

async function loadAjv(): Promise<Ajv2020> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'control', components: { schemas: SCHEMAS } });
  return ajv;
}

function invalidBody(schema: string, errors: readonly ErrorObject[]) {
  const causes = errors.filter(({ keyword }) => keyword !== 'oneOf').map(causeOf);
  const texts = [...new Set(causes.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)))];
  return statusError(422, 'Invalid', `${schema} is invalid: ${texts.join(', ')}`, { kind: schema, causes });
}

function causeOf({ instancePath, message = 'is not valid', params }: ErrorObject) {
  const parent = instancePath.slice(1).replaceAll('/', '.');
  if ('additionalProperty' in params) {
    const field = [parent, String(params.additionalProperty)].filter((part) => part !== '').join('.');
    return { reason: 'FieldValueNotSupported', message: 'unknown field', field };
  }
  const allowed = 'allowedValues' in params ? `: ${[params.allowedValues].flat().join(', ')}` : '';
  return { reason: 'FieldValueInvalid', message: message + allowed, field: parent };
}

/** Throws 400 for a parameter that the route does not know, or cannot mean. */
export function checkQuery({ query: known = {} }: ControlRoute, query: URLSearchParams): void {
  for (const [name, value] of query) {
    const schema = known[name];
    if (!schema) throw badRequest(`unknown query parameter ${JSON.stringify(name)}`);
    const isWrong =
      (schema.type === 'integer' && !/^\d+$/.test(value)) ||
      (typeof schema.pattern === 'string' && !new RegExp(schema.pattern).test(value));
    if (isWrong) throw badRequest(`query parameter ${JSON.stringify(name)} cannot be ${JSON.stringify(value)}`);
  }
}
