/** What a list or watch asks for, checked as Kubernetes checks it. */
import { badRequest, invalidObject, statusError } from '../api/errors.ts';
import { type FieldError, forbidden, goQuote, invalid, notSupported } from '../api/field-error.ts';
import { compileFieldSelector, type FieldTerm, parseFieldSelector, requiredFieldValue } from '../api/field-selector.ts';
import { type LabelQuery, parseLabelSelector } from '../api/label-selector.ts';
import type { Resource } from './resource.ts';
import type { AnyObject, StoredObject } from './stored-object.ts';

export interface RawListOptions {
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  limit?: number | undefined;
  continue?: string | undefined;
  resourceVersion?: string | undefined;
  resourceVersionMatch?: string | undefined;
  allowWatchBookmarks?: boolean | undefined;
  sendInitialEvents?: boolean | undefined;
  timeoutSeconds?: number | undefined;
}

/** Which objects of a resource are meant. */
export interface Selection {
  namespace: string | undefined;
  labels: LabelQuery;
  fields: readonly FieldTerm[];
  /** The one name that is asked for. */
  name: string | undefined;
  matches(object: AnyObject): boolean;
  /** Everything in the namespace matches. */
  all: boolean;
}

const EVERYTHING = () => true;

/** Throws 400 for a selector that cannot be read and for fields that the kind does not select by. */
export function selectionOf(
  resource: Resource,
  namespace: string | undefined,
  { labelSelector = '', fieldSelector = '' }: Pick<RawListOptions, 'labelSelector' | 'fieldSelector'>,
): Selection {
  const labels = parseLabelSelector(labelSelector);
  const fields = fieldSelector === '' ? [] : parseFieldSelector(fieldSelector);
  const selectable = selectableFields(resource);
  for (const { field } of fields) {
    if (!Object.hasOwn(selectable, field)) throw unknownField(resource, field);
  }
  const matchesFields = fields.length === 0 ? EVERYTHING : compileFieldSelector(fields, selectable);
  const onlyFields = labels.requirements.length === 0;
  return {
    namespace,
    labels,
    fields,
    name: requiredFieldValue(fields, 'metadata.name'),
    all: onlyFields && fields.length === 0,
    matches: onlyFields ? matchesFields : (object) => labels.matches(object.metadata.labels) && matchesFields(object),
  };
}

function unknownField(resource: Resource, field: string) {
  if (resource.rules.selectableFields) return badRequest(`field label not supported: ${field}`);
  return badRequest(`${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`);
}

function selectableFields(resource: Resource): Readonly<Record<string, (object: AnyObject) => string>> {
  return {
    'metadata.name': (object) => object.metadata.name,
    ...(resource.type.namespaced && { 'metadata.namespace': (object: AnyObject) => object.metadata.namespace ?? '' }),
    ...resource.rules.selectableFields,
  };
}

/** A stored object of `resource`'s home, as the selection of `resource` sees it. */
export function isSelected(resource: Resource, selection: Selection, stored: StoredObject): boolean {
  return selection.all || selection.matches(resource.present(stored).bare);
}

export function checkListOptions(options: RawListOptions): void {
  refuse([
    ...matchErrors(options),
    ...(options.sendInitialEvents === undefined
      ? []
      : [forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list')]),
  ]);
}

export function checkWatchOptions(options: RawListOptions): void {
  refuse(watchErrors(options));
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}

function matchErrors(options: RawListOptions): FieldError[] {
  const { resourceVersion = '', resourceVersionMatch: match = '' } = options;
  if (match === '') return [];
  const path = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  if (options.continue) errors.push(forbidden(path, 'resourceVersionMatch is forbidden when continue is provided'));
  if (resourceVersion === '') {
    errors.push(forbidden(path, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
  }
  if (match !== 'Exact' && match !== 'NotOlderThan')
    errors.push(notSupported(path, match, ['Exact', 'NotOlderThan', '']));
  if (match === 'Exact' && resourceVersion === '0') {
    errors.push(forbidden(path, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  return errors;
}

function watchErrors(options: RawListOptions): FieldError[] {
  const { resourceVersionMatch: match = '', sendInitialEvents } = options;
  const path = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  if (options.continue) errors.push(forbidden(path, 'resourceVersionMatch is forbidden when continue is provided'));
  if (sendInitialEvents === undefined) {
    if (match !== '') {
      errors.push(forbidden(path, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
    }
    return errors;
  }
  if (match !== 'NotOlderThan') {
    errors.push(forbidden(path, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
    if (match !== '') errors.push(notSupported(path, match, ['NotOlderThan']));
  }
  return errors;
}

/** The number that a resourceVersion is. Throws 400 as lists do, 500 as watches and gets do. */
export function parseResourceVersion(text: string, verb: 'list' | 'watch' | 'get'): number {
  if (/^\d{1,19}$/.test(text)) return Number(text);
  const error = invalid('resourceVersion', text, `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  const message = `${error.field}: ${error.message}`;
  if (verb === 'list') throw badRequest(`invalid resource version: ${message}`);
  throw statusError(500, '', message);
}

/** 504 for a version that is not reached. */
export function tooLargeResourceVersion(wanted: number, current: number) {
  return statusError(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
