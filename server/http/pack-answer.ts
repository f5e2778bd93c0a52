/** Long answers are packed for those who take them so: by the API server's rule (KEP-156, k8s.io/apiserver). */
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

/** A body of so many bytes, or fewer, goes as it is. */
const MOST_PLAIN_BYTES = 128 * 1024;

/** Packs outside of the main thread; the level that costs least. */
const pack = promisify(gzip) as (body: Buffer, options: { level: number }) => Promise<Buffer>;

export interface Packable {
  body: Buffer;
  /** The body is packed. */
  encoding?: 'gzip';
}

/** What a packed answer says of itself. */
export const PACKED_HEADERS = { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } as const;

export function isWorthPacking(accepted: string | string[] | undefined, { length }: Buffer): boolean {
  return length > MOST_PLAIN_BYTES && takesGzip(accepted);
}

/** Kubernetes looks for the bare word: a weight makes it another one. */
export function takesGzip(accepted: string | string[] | undefined): boolean {
  return String(accepted ?? '')
    .split(',')
    .some((name) => name.trim() === 'gzip');
}

export async function packAnswer<T extends Packable>(answer: T): Promise<T> {
  return { ...answer, body: await pack(answer.body, { level: constants.Z_BEST_SPEED }), encoding: 'gzip' };
}
