import { describe, expect, test } from 'vitest';
import type { Deployment, Scale } from '../../../../server/api/types.gen.ts';
import { deploymentResource } from '../../../../server/resources/apps/deployment.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
const selector = { matchLabels: { app: 'web' } };
const draft = (spec: object = {}, metadata: object = {}) => ({
  metadata: { name: 'web', ...metadata },
  spec: { selector, template, ...spec },
});
const errorsOf = (spec: object) => createByRules(deploymentResource, draft(spec)).errors;
const MISMATCH = '`selector` does not match template `labels`';
const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

test('a Deployment rolls a quarter of one pod at a time and remembers ten revisions', () => {
  expect(createByRules(deploymentResource, draft()).object.spec).toMatchObject({
    replicas: 1,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  });
});

test('a Deployment that recreates has no numbers for rolling', () => {
  const { object } = createByRules(deploymentResource, draft({ strategy: { type: 'Recreate' } }));
  expect(object.spec.strategy).toEqual({ type: 'Recreate' });
});

describe('a Deployment is refused', () => {
  test.each<[what: string, spec: object, errors: string[]]>([
    [
      'without a selector',
      { selector: undefined },
      ['spec.selector: Required value', `spec.template.metadata.labels: Invalid value: {"app":"web"}: ${MISMATCH}`],
    ],
    [
      'with an empty selector, whatever its template',
      { selector: {}, template: {} },
      ['spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
    ],
    [
      'with a selector of another app',
      { selector: { matchLabels: { app: 'other' } } },
      [`spec.template.metadata.labels: Invalid value: {"app":"web"}: ${MISMATCH}`],
    ],
    [
      'with an unknown operator',
      { selector: { matchExpressions: [{ key: 'app', operator: 'Like', values: ['x'] }] } },
      [
        'spec.selector.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator',
        'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Like","values":["x"]}]}: invalid label selector',
      ],
    ],
    [
      'with less than no pods',
      { replicas: -1 },
      ['spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'when pods may end',
      { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never', activeDeadlineSeconds: 5 } } },
      [
        'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
        'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
      ],
    ],
    [
      'when it cannot roll',
      { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } },
      ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
    ],
    [
      'with a share that is none',
      { strategy: { rollingUpdate: { maxSurge: '25', maxUnavailable: '150%' } } },
      [
        `spec.strategy.rollingUpdate.maxSurge: Invalid value: "25": ${PERCENT}`,
        'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%',
      ],
    ],
    [
      'with an unknown strategy',
      { strategy: { type: 'BlueGreen', rollingUpdate: { maxSurge: 1 } } },
      [
        'spec.strategy: Unsupported value: {"Type":"BlueGreen","RollingUpdate":{"MaxUnavailable":0,"MaxSurge":1}}: supported values: "Recreate", "RollingUpdate"',
      ],
    ],
    [
      'with a deadline before pods are ready',
      { minReadySeconds: 30, progressDeadlineSeconds: 30 },
      ['spec.progressDeadlineSeconds: Invalid value: 30: must be greater than minReadySeconds'],
    ],
  ])('%s', (_, spec, errors) => {
    expect(errorsOf(spec)).toEqual(errors);
  });
});

describe('an update of a Deployment', () => {
  const { object: old } = createByRules(deploymentResource, draft());
  const { generation } = deploymentResource.rules;

  test('cannot change the selector', () => {
    const labels = { app: 'v2' };
    const spec = { selector: { matchLabels: labels }, template: { ...template, metadata: { labels } } };
    expect(updateByRules(deploymentResource, draft(spec), { old }).errors).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"app":"v2"}}: field is immutable',
    ]);
  });

  test.each<[what: string, next: object, counts: boolean]>([
    ['labels', draft({}, { labels: { a: 'b' } }), false],
    ['annotations', draft({}, { annotations: { a: 'b' } }), true],
    ['spec', draft({ replicas: 2 }), true],
  ])('of its %s counts as a generation: %s', (_, next, counts) => {
    const { object } = updateByRules(deploymentResource, next, { old });
    expect(typeof generation === 'function' && generation(object, old)).toBe(counts);
  });
});

test('the name may be one that pods cannot have, with a warning', () => {
  expect(createByRules(deploymentResource, draft({}, { name: 'a.b' })).warnings).toEqual([
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]',
  ]);
});

describe('the scale of a Deployment', () => {
  const { scale } = deploymentResource.rules.subresources ?? {};
  const stored = (replicas: number): Deployment => ({
    ...createByRules(deploymentResource, draft({ replicas }, { namespace: 'ns', uid: 'u' })).object,
    status: { replicas: 3 },
  });

  test('leaves a number of zero out', () => {
    if (scale?.kind !== 'view') throw new Error('a view');
    expect(scale.read(stored(0))).toMatchObject({
      kind: 'Scale',
      spec: {},
      status: { replicas: 3, selector: 'app=web' },
    });
    expect((scale.read(stored(2)) as Scale).spec).toEqual({ replicas: 2 });
  });

  test('writes the number into the spec, and refuses negative ones', () => {
    if (scale?.kind !== 'view') throw new Error('a view');
    const object = stored(1);
    const view = { spec: { replicas: 5 } } as Scale;
    scale.write(object, view);
    expect(object.spec.replicas).toBe(5);
    expect(scale.validate?.({ spec: { replicas: -1 } } as Scale)[0]?.message).toBe(
      'Invalid value: -1: must be greater than or equal to 0',
    );
  });
});

describe('the status of a Deployment', () => {
  const { status } = deploymentResource.rules.subresources ?? {};
  const { object: old } = createByRules(deploymentResource, draft({}, { labels: { a: 'b' } }));

  test('is all that its writer changes, but for annotations and finalizers', () => {
    if (status?.kind !== 'part') throw new Error('a part');
    const next = structuredClone(old);
    Object.assign(next.metadata, { labels: { a: 'c' }, annotations: { x: 'y' } });
    Object.assign(next, { spec: { ...next.spec, replicas: 7 }, status: { replicas: 1 } });
    status.prepareForUpdate(next, old, {} as never);
    expect(next).toMatchObject({ metadata: { labels: { a: 'b' }, annotations: { x: 'y' } }, status: { replicas: 1 } });
    expect(next.spec).toEqual(old.spec);
  });

  test.each<[status: object, errors: string[]]>([
    [{ replicas: 2, readyReplicas: 2, availableReplicas: 1 }, []],
    [
      { replicas: 1, readyReplicas: 2, availableReplicas: 3 },
      [
        'status.readyReplicas: cannot be greater than status.replicas',
        'status.availableReplicas: cannot be greater than status.replicas',
        'status.availableReplicas: cannot be greater than readyReplicas',
      ],
    ],
  ])('of %j', (counts, errors) => {
    if (status?.kind !== 'part') throw new Error('a part');
    const found = status.validateUpdate?.({ ...old, status: counts } as Deployment, old, {} as never) ?? [];
    expect(found.map(({ field, message }) => `${field}: ${message.replace(/^Invalid value: \d+: /, '')}`)).toEqual(
      errors,
    );
  });
});
