import { describe, expect, test } from 'vitest';
import { cronJobResource } from '../../../../server/resources/batch/cron-job.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x' }] } };
const draft = (spec: object, name = 'tick') => ({
  metadata: { name },
  spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template } }, ...spec },
});
const create = (spec: object, name?: string) => createByRules(cronJobResource, draft(spec, name));

test('a CronJob keeps three good jobs and a bad one, and gives its template no number of pods', () => {
  const { object } = create({});
  expect(object.spec).toMatchObject({
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  expect(object.spec.jobTemplate.spec).not.toHaveProperty('completions');
});

test.each<[spec: object, errors: string[]]>([
  [{ schedule: '@daily', timeZone: 'Europe/Berlin' }, []],
  [{ schedule: '' }, ['spec.schedule: Required value']],
  [{ schedule: 'soon' }, ['spec.schedule: Invalid value: "soon": expected exactly 5 fields, found 1: [soon]']],
  [
    { schedule: 'TZ=UTC * * * * *' },
    [
      'spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
  ],
  [{ timeZone: 'Moon/Base' }, ['spec.timeZone: Invalid value: "Moon/Base": unknown time zone Moon/Base']],
  [
    { timeZone: 'Local' },
    [
      'spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
    ],
  ],
  [
    { concurrencyPolicy: 'Maybe' },
    ['spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"'],
  ],
  [
    { jobTemplate: { spec: { template, selector: { matchLabels: { a: 'b' } }, manualSelector: true } } },
    [
      'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: `selector` will be auto-generated',
      'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
    ],
  ],
])('a CronJob of %j', (spec, errors) => {
  expect(create(spec).errors).toEqual(errors);
});

describe('a name of 53 characters', () => {
  const name = 'c'.repeat(53);

  test('is too long for a new CronJob', () => {
    expect(create({}, name).errors).toEqual([
      `metadata.name: Invalid value: "${name}": must be no more than 52 characters`,
    ]);
  });

  test('does not keep an old one from being changed', () => {
    const { object: old } = create({}, name);
    expect(updateByRules(cronJobResource, draft({ suspend: true }, name), { old }).errors).toEqual([]);
  });
});
