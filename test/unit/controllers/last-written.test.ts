import { expect, test } from 'vitest';
import type { CoreV1Event, ObjectMeta } from '../../../server/api/types.gen.ts';
import { lastWritten } from '../../../server/controllers/event-expiry/controller.ts';
import { make } from './make.ts';

const event = (metadata: Partial<ObjectMeta>) =>
  make<CoreV1Event>('Event', 'e', {
    metadata: { ...metadata },
    lastTimestamp: '2020-01-01T00:00:00Z',
    message: 'long ago',
  });

test('an event lives from its creation, whatever time it tells', () => {
  expect(lastWritten(event({ creationTimestamp: '2026-01-01T00:00:00Z' }))).toBe(Date.UTC(2026, 0, 1));
});

test('an event that is counted on lives from its last count', () => {
  const managedFields = [{ time: '2026-01-01T00:30:00Z' }, { time: '2026-01-01T00:10:00Z' }];
  const counted = event({ creationTimestamp: '2026-01-01T00:00:00Z', managedFields });
  expect(lastWritten(counted)).toBe(Date.UTC(2026, 0, 1, 0, 30));
});
