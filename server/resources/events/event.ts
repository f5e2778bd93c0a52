/** The same events as core/event.ts, in the names of events.k8s.io. */
import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { events, eventsV1Events } from '../../api/resource-types.gen.ts';
import type { CoreV1Event, EventsV1Event, EventsV1EventSeries } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { eventRow, validateEvent } from '../core/event.ts';
import { immutable } from '../field-checks.ts';

export const eventsV1EventResource = defineResource<EventsV1Event>(eventsV1Events, {
  storedAs: {
    type: events,
    toStored: toCoreEvent,
    fromStored: fromCoreEvent,
    rules: { validate: validateEvent1, validateUpdate: validateChange, validateUpdateAlone: true },
  },
  selectableFields: {
    reason: (e) => e.reason ?? '',
    'regarding.kind': (e) => e.regarding?.kind ?? '',
    'regarding.namespace': (e) => e.regarding?.namespace ?? '',
    'regarding.name': (e) => e.regarding?.name ?? '',
    'regarding.uid': (e) => e.regarding?.uid ?? '',
    'regarding.apiVersion': (e) => e.regarding?.apiVersion ?? '',
    'regarding.resourceVersion': (e) => e.regarding?.resourceVersion ?? '',
    'regarding.fieldPath': (e) => e.regarding?.fieldPath ?? '',
    reportingController: (e) => e.reportingController ?? '',
    type: (e) => e.type ?? '',
  },
  row: (e, context) => eventRow(toCoreEvent(e), context),
});

export function toCoreEvent(event: EventsV1Event): CoreV1Event {
  const { regarding, note, reportingController, deprecatedCount, deprecatedFirstTimestamp, ...rest } = event;
  const { deprecatedLastTimestamp, deprecatedSource, reportingInstance, ...shared } = rest;
  return present({
    ...shared,
    apiVersion: 'v1',
    involvedObject: regarding ?? {},
    message: note,
    reportingComponent: reportingController ?? '',
    reportingInstance: reportingInstance ?? '',
    source: deprecatedSource ?? {},
    count: deprecatedCount,
    firstTimestamp: deprecatedFirstTimestamp,
    lastTimestamp: deprecatedLastTimestamp,
  });
}

export function fromCoreEvent(event: CoreV1Event): EventsV1Event {
  const { involvedObject, message, reportingComponent, reportingInstance, source, ...rest } = event;
  const { count, firstTimestamp, lastTimestamp, ...shared } = rest;
  return present({
    ...shared,
    series: shared.series as EventsV1EventSeries | undefined,
    eventTime: shared.eventTime ?? null,
    apiVersion: 'events.k8s.io/v1',
    regarding: involvedObject,
    note: message,
    reportingController: reportingComponent || undefined,
    reportingInstance: reportingInstance || undefined,
    deprecatedSource: source,
    deprecatedCount: count,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
  });
}

/** Without the undefined fields: both forms write their empty ones in their own way. */
function present<T extends object>(event: T): T {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as T;
}

const UNSET = 'needs to be unset';

/** What only writers to this group are held to, beyond the rules of all events. */
function validateEvent1(event: CoreV1Event): FieldError[] {
  const errors = validateEvent(event, 'reportingController');
  if (!event.eventTime) errors.push(required('eventTime'));
  if (event.type !== 'Normal' && event.type !== 'Warning') {
    errors.push(invalid('type', '', `has invalid value: ${event.type ?? ''}`));
  }
  if (event.firstTimestamp) errors.push(invalid('firstTimestamp', '', UNSET));
  if (event.lastTimestamp) errors.push(invalid('lastTimestamp', '', UNSET));
  if (event.count) errors.push(invalid('count', '', UNSET));
  if (event.source?.component || event.source?.host) errors.push(invalid('source', '', UNSET));
  return errors;
}

const KEPT = [
  'involvedObject',
  'reason',
  'message',
  'source',
  'firstTimestamp',
  'lastTimestamp',
  'count',
  'reportingComponent',
  'reportingInstance',
  'action',
  'related',
  'type',
  'eventTime',
] as const satisfies readonly (keyof CoreV1Event)[];

/** Only the series of an event goes on. */
function validateChange(event: CoreV1Event, old: CoreV1Event): FieldError[] {
  const errors = validateEvent(event, 'reportingController');
  if (JSON.stringify(event.series) !== JSON.stringify(old.series)) errors.push(...validateSeries(event));
  for (const field of KEPT) {
    errors.push(...immutable(field === 'reportingComponent' ? 'reportingController' : field, event[field], old[field]));
  }
  return errors;
}

function validateSeries({ series }: CoreV1Event): FieldError[] {
  if (!series) return [];
  const errors: FieldError[] = [];
  if ((series.count ?? 0) < 2) errors.push(invalid('series.count', '', 'should be at least 2'));
  if (!series.lastObservedTime) errors.push(required('series.lastObservedTime'));
  return errors;
}
