import { describe, expect, test } from 'vitest';
import type { Job } from '../../../../server/api/types.gen.ts';
import { jobResource } from '../../../../server/resources/batch/job.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x' }] } };
const draft = (spec: object = {}, name = 'job') => ({ metadata: { name, uid: 'u1' }, spec: { template, ...spec } });
const create = (spec?: object, name?: string) => createByRules(jobResource, draft(spec, name));

test('a Job finds its pods by labels that it makes', () => {
  const labels = {
    'batch.kubernetes.io/controller-uid': 'u1',
    'batch.kubernetes.io/job-name': 'job',
    'controller-uid': 'u1',
    'job-name': 'job',
  };
  const { object, errors } = create();
  expect(errors).toEqual([]);
  expect(object).toMatchObject({
    metadata: { labels },
    spec: {
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: 'TerminatingOrFailed',
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u1' } },
      template: { metadata: { labels } },
    },
  });
});

test('a Job that runs pods side by side needs no number of completions', () => {
  expect(create({ parallelism: 3 }).object.spec).not.toHaveProperty('completions');
  expect(create({ backoffLimitPerIndex: 1, completionMode: 'Indexed', completions: 2 }).object.spec.backoffLimit).toBe(
    2 ** 31 - 1,
  );
});

describe('a Job is refused', () => {
  const onExitCodes = { operator: 'In', values: [1] };
  const policy = (...rules: object[]) => ({ podFailurePolicy: { rules } });
  const RULE = 'spec.podFailurePolicy.rules[0]';

  test.each<[what: string, spec: object, errors: string[]]>([
    [
      'when its pods never end',
      { template: { spec: { containers: template.spec.containers } } },
      ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      'with negative numbers',
      { parallelism: -1, completions: -1, backoffLimit: -1 },
      ['parallelism', 'completions', 'backoffLimit'].map(
        (name) => `spec.${name}: Invalid value: -1: must be greater than or equal to 0`,
      ),
    ],
    [
      'with a selector of its writer',
      { selector: { matchLabels: { app: 'web' } }, template: { ...template, metadata: { labels: { app: 'web' } } } },
      [
        'spec.selector: Invalid value: {"matchLabels":{"app":"web","batch.kubernetes.io/controller-uid":"u1"}}: `selector` not auto-generated',
      ],
    ],
    [
      'with labels of another job',
      { template: { ...template, metadata: { labels: { 'job-name': 'other' } } } },
      [`spec.template.metadata.labels[job-name]: Invalid value: "other": must be 'job'`],
    ],
    [
      'when it has indexes but no number of them',
      { completionMode: 'Indexed', parallelism: 1 },
      ['spec.completions: Required value: when completion mode is Indexed'],
    ],
    [
      'with limits of indexes that it has not',
      { backoffLimitPerIndex: 1 },
      ['spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
    ],
    [
      'with a manager that is no path of a domain',
      { managedBy: 'me' },
      ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    [
      'with a rule for nothing',
      policy({ action: 'FailJob' }),
      [`${RULE}: Invalid value: specifying one of OnExitCodes and OnPodConditions is required`],
    ],
    [
      'with a rule that does nothing known',
      policy({ action: 'Cry', onExitCodes }),
      [`${RULE}.action: Unsupported value: "Cry": supported values: "Count", "FailIndex", "FailJob", "Ignore"`],
    ],
    [
      'with exit codes out of order, repeated, or of success',
      policy({ action: 'Ignore', onExitCodes: { operator: 'In', values: [2, 0, 2] } }),
      [
        `${RULE}.onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator`,
        `${RULE}.onExitCodes.values[2]: Duplicate value: 2`,
        `${RULE}.onExitCodes.values: Invalid value: [2,0,2]: must be ordered`,
      ],
    ],
    [
      'with a success that needs indexes',
      { successPolicy: { rules: [{ succeededCount: 1 }] } },
      ['spec.successPolicy: Invalid value: {"rules":[{"succeededCount":1}]}: requires indexed completion mode'],
    ],
    [
      'with indexes beyond the last',
      { completionMode: 'Indexed', completions: 3, successPolicy: { rules: [{ succeededIndexes: '1,3-4' }] } },
      [
        'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "1,3-4": error parsing succeededIndexes: too large index: "3"',
      ],
    ],
  ])('%s', (_, spec, errors) => {
    expect(create(spec).errors).toEqual(errors);
  });

  test('when the names of its pods would be too long', () => {
    const name = 'j'.repeat(62);
    expect(create({ completionMode: 'Indexed', completions: 2 }, name).errors).toEqual([
      `metadata.name: Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-1`,
    ]);
  });
});

describe('an update of a Job', () => {
  const change = (before: object, after: object) => {
    const { object: old } = create(before);
    const { metadata, spec } = structuredClone(old);
    return updateByRules(jobResource, { metadata, spec: { ...spec, ...after } }, { old }).errors;
  };
  const image = { ...template, spec: { ...template.spec, containers: [{ name: 'c', image: 'y' }] } };
  const withTemplate = (before: object, spec: object) => {
    const { object: old } = create(before);
    const next = structuredClone(old);
    Object.assign(next.spec.template.spec as object, spec);
    return updateByRules(jobResource, next, { old }).errors.map((error) => error.split(':')[0]);
  };

  test.each<[before: object, after: object, errors: string[]]>([
    [{}, { parallelism: 5, suspend: true }, []],
    [{ completions: 1 }, { completions: 3 }, ['spec.completions: Invalid value: 3: field is immutable']],
    [{ completionMode: 'Indexed', completions: 1 }, { completions: 3, parallelism: 3 }, []],
    [
      { completionMode: 'Indexed', completions: 1 },
      { completions: 3 },
      ['spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism'],
    ],
    [{}, { managedBy: 'a.io/b' }, ['spec.managedBy: Invalid value: "a.io/b": field is immutable']],
  ])('from %j to %j', (before, after, errors) => {
    expect(change(before, after)).toEqual(errors);
  });

  test('cannot change the template, but while it is suspended where its pods run', () => {
    expect(withTemplate({}, image.spec)).toEqual(['spec.template']);
    expect(withTemplate({}, { nodeSelector: { a: 'b' } })).toEqual(['spec.template']);
    expect(withTemplate({ suspend: true }, { nodeSelector: { a: 'b' } })).toEqual([]);
    expect(withTemplate({ suspend: true }, image.spec)).toEqual(['spec.template']);
  });
});

describe('the status of a Job', () => {
  const { status } = jobResource.rules.subresources ?? {};
  const { object } = create();
  const write = (next: object, before: object = {}) => {
    if (status?.kind !== 'part') throw new Error('a part');
    const found = status.validateUpdate?.(
      { ...object, status: next } as Job,
      { ...object, status: before } as Job,
      {} as never,
    );
    return (found ?? []).map(({ field, message }) => `${field}: ${message}`);
  };
  const time = '2026-01-01T00:00:00Z';
  const is = (...types: string[]) => types.map((type) => ({ type, status: 'True' }));

  test.each<[status: object, errors: string[]]>([
    [{ active: 1, ready: 0, startTime: time, terminating: 0, uncountedTerminatedPods: {} }, []],
    [{ startTime: time, completionTime: time, succeeded: 1, conditions: is('SuccessCriteriaMet', 'Complete') }, []],
    [
      { conditions: is('Complete') },
      [
        'status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
        'status.completionTime: Required value: completionTime is required for Complete jobs',
        'status.startTime: Required value: startTime is required for finished job',
      ],
    ],
    [
      { startTime: time, active: 1, conditions: is('Failed', 'FailureTarget') },
      ['status.active: Invalid value: 1: active>0 is invalid for finished job'],
    ],
    [{ active: 1, ready: 2 }, ['status.ready: Invalid value: 2: cannot set more ready pods than active']],
    [
      { completedIndexes: '0' },
      [
        'status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode',
      ],
    ],
  ])('%j', (next, errors) => {
    expect(write(next)).toEqual(errors);
  });

  test('does not go back', () => {
    expect(write({ failed: 1 }, { failed: 2 })).toEqual([
      'status.failed: Invalid value: 1: cannot decrease the failed counter',
    ]);
    expect(write({}, { conditions: is('FailureTarget') })).toEqual([
      'status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition',
    ]);
  });
});

test('a table shows how far a Job is', () => {
  const job = {
    ...create({ completions: 3 }).object,
    status: { succeeded: 1, startTime: '2026-01-01T00:00:00Z' },
  } as Job;
  const row = jobResource.rules.row?.(job, { now: Date.UTC(2026, 0, 1, 0, 1) });
  expect(row?.slice(0, 4)).toEqual(['job', 'Running', '1/3', '60s']);
});
