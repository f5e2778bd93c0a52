import { flag, type Query } from './query.ts';
import type { RequestInfo } from './request-info.ts';

export function wantsWatch(info: RequestInfo, query: Query, method: string): boolean {
  if (method !== 'GET' || info.subresource !== undefined) return false;
  return info.watch || (info.name === undefined && flag(query, 'watch') === true);
}
