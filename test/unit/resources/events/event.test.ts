import { describe, expect, test } from 'vitest';
import { decode } from '../../../../server/api/schema/decode.ts';
import { schemaOf } from '../../../../server/api/schema/schemas.ts';
import type { CoreV1Event, EventsV1Event } from '../../../../server/api/types.gen.ts';
import { eventResource } from '../../../../server/resources/core/event.ts';
import { eventsV1EventResource, fromCoreEvent, toCoreEvent } from '../../../../server/resources/events/event.ts';
import { createByRules } from '../../../support/write-rules.ts';

const metadata = { name: 'e', namespace: 'ns' };
const core = (rest: object) => ({ metadata, involvedObject: { kind: 'Pod', name: 'p', namespace: 'ns' }, ...rest });
const newEvent = (rest: object) =>
  decode(schemaOf(eventsV1EventResource.type), { metadata, regarding: { namespace: 'ns' }, ...rest })
    .value as unknown as EventsV1Event;

describe('an event of the core group', () => {
  const time = '2026-01-01T00:00:00.000000Z';
  test.each<[rest: object, errors: string[]]>([
    [{}, []],
    [
      { involvedObject: { namespace: 'other' } },
      ['involvedObject.namespace: Invalid value: "other": does not match event.namespace'],
    ],
    [{ involvedObject: {} }, ['involvedObject.namespace: Invalid value: "": does not match event.namespace']],
    [
      { eventTime: time },
      [
        'reportingComponent: Required value',
        `reportingComponent: Invalid value: "": name part must be non-empty`,
        `reportingComponent: Invalid value: "": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
        'reportingInstance: Required value',
        'action: Required value',
        'reason: Required value',
      ],
    ],
    [
      { eventTime: time, reportingComponent: 'x', reportingInstance: 'i'.repeat(129), action: 'Do', reason: 'Did' },
      ['reportingIntance: Invalid value: "": can have at most 128 characters'],
    ],
  ])('with %j', (rest, errors) => {
    expect(createByRules(eventResource, core(rest)).errors).toEqual(errors);
  });

  test('shows who told it, about what, when and how often', () => {
    const event = core({
      reason: 'Started',
      message: ' Started container ',
      type: 'Normal',
      count: 2,
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:01:00Z',
      source: { component: 'kubelet', host: 'n1' },
    }) as unknown as CoreV1Event;
    expect(eventResource.rules.row?.(event, { now: Date.UTC(2026, 0, 1, 0, 2) })).toEqual([
      '60s',
      'Normal',
      'Started',
      'pod/p',
      '',
      'kubelet, n1',
      'Started container',
      '2m',
      2,
      'e',
    ]);
  });
});

describe('an event of events.k8s.io', () => {
  const full = {
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingController: 'example.com/ctl',
    reportingInstance: 'ctl-0',
    action: 'Do',
    reason: 'Did',
    note: 'a note',
    type: 'Warning',
    series: { count: 3, lastObservedTime: '2026-01-01T00:00:01.000000Z' },
  };

  test('is the same after it was stored as one of the core group', () => {
    const event = newEvent({ ...full, apiVersion: 'events.k8s.io/v1' });
    const stored = toCoreEvent(event);
    expect(stored).toMatchObject({ apiVersion: 'v1', message: 'a note', reportingComponent: 'example.com/ctl' });
    expect(fromCoreEvent(stored)).toMatchObject(event);
  });

  const rules = eventsV1EventResource.rules.storedAs?.rules;
  const texts = (errors: { field: string; message: string }[] = []) => errors.map((e) => `${e.field}: ${e.message}`);

  test.each<[rest: object, errors: string[]]>([
    [full, []],
    [{}, ['eventTime: Required value', 'type: Invalid value: "": has invalid value: ']],
    [{ ...full, deprecatedCount: 1 }, ['count: Invalid value: "": needs to be unset']],
    [{ ...full, deprecatedSource: { host: 'h' } }, ['source: Invalid value: "": needs to be unset']],
  ])('with %j', (rest, errors) => {
    expect(texts(rules?.validate?.(toCoreEvent(newEvent(rest)), {} as never))).toEqual(errors);
  });

  test('changes only by its series', () => {
    const old = toCoreEvent(newEvent(full));
    const change = (rest: object) =>
      texts(rules?.validateUpdate?.(toCoreEvent(newEvent({ ...full, ...rest })), old, {} as never));
    expect(change({ series: { count: 4, lastObservedTime: '2026-01-01T00:00:02.000000Z' } })).toEqual([]);
    expect(change({ note: 'other' })).toEqual(['message: Invalid value: "other": field is immutable']);
    expect(change({ series: { count: 1, lastObservedTime: '2026-01-01T00:00:02.000000Z' } })).toEqual([
      'series.count: Invalid value: "": should be at least 2',
    ]);
  });
});
