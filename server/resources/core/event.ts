import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { dns1123SubdomainErrors, labelKeyErrors } from '../../api/names.ts';
import { events } from '../../api/resource-types.gen.ts';
import type { CoreV1Event } from '../../api/types.gen.ts';
import { defineResource, type RowContext } from '../../registry/define-resource.ts';
import { invalidFor } from '../field-checks.ts';
import { timeSince } from '../table-cells.ts';

export const eventResource = defineResource<CoreV1Event>(events, {
  createOnUpdate: true,
  validate: (object) => validateEvent(object, 'reportingComponent'),
  selectableFields: {
    'involvedObject.kind': (e) => e.involvedObject.kind ?? '',
    'involvedObject.namespace': (e) => e.involvedObject.namespace ?? '',
    'involvedObject.name': (e) => e.involvedObject.name ?? '',
    'involvedObject.uid': (e) => e.involvedObject.uid ?? '',
    'involvedObject.apiVersion': (e) => e.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': (e) => e.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': (e) => e.involvedObject.fieldPath ?? '',
    reason: (e) => e.reason ?? '',
    reportingComponent: (e) => e.reportingComponent ?? '',
    source: (e) => e.source?.component || e.reportingComponent || '',
    type: (e) => e.type ?? '',
  },
  row: eventRow,
});

/** The rules that hold for events of both groups; `controllerField` is what the writer's group calls the reporter. */
export function validateEvent(object: CoreV1Event, controllerField: string): FieldError[] {
  return [
    ...validateNamespaces(object),
    ...(object.eventTime ? validateReporter(object, controllerField) : []),
    ...invalidFor('namespace', object.metadata.namespace, dns1123SubdomainErrors(object.metadata.namespace ?? '')),
  ];
}

/** An event lives with its object; those of cluster-scoped objects live in `default` or `kube-system`. */
function validateNamespaces({ metadata, involvedObject, eventTime }: CoreV1Event): FieldError[] {
  const about = involvedObject.namespace ?? '';
  const namespace = metadata.namespace ?? '';
  const homes = eventTime ? ['default', 'kube-system'] : ['', 'default'];
  if (about === '' ? homes.includes(namespace) : about === namespace) return [];
  return [invalid('involvedObject.namespace', about, 'does not match event.namespace')];
}

function validateReporter(object: CoreV1Event, controllerField: string): FieldError[] {
  const controller = object.reportingComponent ?? '';
  return [
    ...(controller === '' ? [required(controllerField)] : []),
    ...invalidFor(controllerField, controller, labelKeyErrors(controller)),
    // Kubernetes spells the field of the second error so.
    ...validateText('reportingInstance', object.reportingInstance, { long: 'reportingIntance' }),
    ...validateText('action', object.action),
    ...validateText('reason', object.reason),
    ...(Buffer.byteLength(object.message ?? '') > 1024
      ? [invalid('message', '', 'can have at most 1024 characters')]
      : []),
  ];
}

function validateText(field: string, text = '', names: { long: string } = { long: field }): FieldError[] {
  if (text === '') return [required(field)];
  return text.length > 128 ? [invalid(names.long, '', 'can have at most 128 characters')] : [];
}

export function eventRow(object: CoreV1Event, context: RowContext): unknown[] {
  const { involvedObject, series } = object;
  const first = timeSince(object.firstTimestamp ?? object.eventTime, context);
  const last = object.lastTimestamp ? timeSince(object.lastTimestamp, context) : first;
  const kind = (involvedObject.kind ?? '').toLowerCase();
  return [
    series ? timeSince(series.lastObservedTime, context) : last,
    object.type ?? '',
    object.reason ?? '',
    involvedObject.name ? `${kind}/${involvedObject.name}` : kind,
    involvedObject.fieldPath ?? '',
    sourceCell(object),
    (object.message ?? '').trim(),
    first,
    series?.count ?? (object.count || 1),
    object.metadata.name,
  ];
}

function sourceCell(object: CoreV1Event): string {
  const component = object.source?.component || object.reportingComponent || '';
  const host = object.source?.host || object.reportingInstance;
  return host ? `${component}, ${host}` : component;
}
