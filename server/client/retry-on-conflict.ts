import { isConflict } from '../api/errors.ts';

const ATTEMPTS = 5;

/** Runs `attempt` again, up to five times, as long as it rejects with Conflict: read, change and write in it. */
export async function retryOnConflict<R>(attempt: () => Promise<R>): Promise<R> {
  for (let left = ATTEMPTS - 1; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !isConflict(error)) throw error;
    }
  }
}
