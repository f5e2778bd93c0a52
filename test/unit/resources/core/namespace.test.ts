import { describe, expect, it, test } from 'vitest';
import type { Namespace } from '../../../../server/api/types.gen.ts';
import { namespaceResource } from '../../../../server/resources/core/namespace.ts';
import { KEY_RULE } from '../../../support/service-server.ts';
import { createByRules, updateByRules, writeContext } from '../../../support/write-rules.ts';

const { rules } = namespaceResource;
const draft = (metadata = {}, rest = {}) => ({ metadata: { name: 'a', ...metadata }, ...rest });
const create = (metadata = {}, rest = {}) => createByRules(namespaceResource, draft(metadata, rest));
const part = (name: string) => {
  const found = rules.subresources?.[name];
  if (found?.kind !== 'part') throw new Error(`no part ${name}`);
  return found;
};

describe('a Namespace', () => {
  it('is born active, with a finalizer and a label of its name', () => {
    expect(create({ labels: { team: 'x' } }).object).toMatchObject({
      metadata: { labels: { team: 'x', 'kubernetes.io/metadata.name': 'a' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  it('may have finalizers of its own', () => {
    const { object, errors } = create(
      {},
      { spec: { finalizers: ['example.com/mine'] }, status: { phase: 'Terminating' } },
    );
    expect(errors).toEqual([]);
    expect(object).toMatchObject({
      spec: { finalizers: ['example.com/mine', 'kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  it('gets its finalizers checked', () => {
    expect(create({}, { spec: { finalizers: ['a b', 'mine'] } }).errors).toEqual([
      `spec.finalizers: Invalid value: "a b": ${KEY_RULE}`,
      'spec.finalizers: Invalid value: "a b": name is neither a standard finalizer name nor is it fully qualified',
      'spec.finalizers: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
    ]);
  });

  it('keeps its name label, finalizers and phase, whatever is written', () => {
    const old = create().object;
    const change = draft(
      { labels: { 'kubernetes.io/metadata.name': 'b' } },
      { spec: { finalizers: ['example.com/x'] }, status: { phase: 'Terminating' } },
    );
    expect(updateByRules(namespaceResource, change, { old }).object).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'a' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  });

  it('is terminating as soon as it is deleted, and lives until nothing holds it', () => {
    const object = structuredClone(create().object);
    object.metadata.deletionGracePeriodSeconds = 0;
    rules.markDeleted?.(object, writeContext);
    expect(object.status.phase).toBe('Terminating');
    expect(object.metadata).not.toHaveProperty('deletionGracePeriodSeconds');
    expect(rules.outlivesDeletion?.(object)).toBe(true);
    expect(rules.outlivesDeletion?.({ ...object, spec: {} })).toBe(false);
  });

  it('of the system may not be deleted', () => {
    const remove = (name: string) => rules.validateDelete?.(create({ name }).object, writeContext);
    expect(() => remove('default')).toThrow('namespaces "default" is forbidden: this namespace may not be deleted');
    expect(() => remove('kube-system')).toThrow('may not be deleted');
    expect(() => remove('kube-node-lease')).not.toThrow();
  });

  it('is let go through its finalize subresource', () => {
    const old = create().object;
    const change = { ...structuredClone(old), spec: { finalizers: ['no-domain'] }, status: {} } as Namespace;
    part('finalize').prepareForUpdate(change, old, writeContext);
    expect(change).toMatchObject({ spec: { finalizers: ['no-domain'] }, status: { phase: 'Active' } });
    expect(
      part('finalize')
        .validateUpdate?.(change, old, writeContext)
        ?.map((e) => e.field),
    ).toEqual(['spec.finalizers[0]']);
  });

  test.each([
    [
      {},
      'Terminating',
      `status.Phase: Invalid value: "Terminating": may only be 'Active' if \`deletionTimestamp\` is empty`,
    ],
    [
      { deletionTimestamp: '2026-01-01T00:00:00Z' },
      'Active',
      `status.Phase: Invalid value: "Active": may only be 'Terminating' if \`deletionTimestamp\` is not empty`,
    ],
    [{ deletionTimestamp: '2026-01-01T00:00:00Z' }, 'Terminating', undefined],
  ] as const)('with %j cannot be %s at will', (metadata, phase, error) => {
    const object = { ...create().object, status: { phase } };
    object.metadata = { ...object.metadata, ...metadata };
    const [found] = part('status').validateUpdate?.(object, object, writeContext) ?? [];
    expect(found && `${found.field}: ${found.message}`).toBe(error);
  });

  it('shows its phase in a row', () => {
    const object = create({ creationTimestamp: '2026-01-01T00:00:00Z' }).object;
    expect(rules.row?.(object, { now: Date.UTC(2026, 0, 1, 0, 1) })).toEqual(['a', 'Active', '60s']);
  });
});
