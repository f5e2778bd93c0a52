/** Who may control the cluster: callers on this machine, and who has the token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { statusError } from '../api/errors.ts';

export interface GatekeeperOptions {
  /** Those that are let in from anywhere. */
  tokens: readonly string[];
}

/** Throws 403. */
export function letControl(request: IncomingMessage, { tokens }: GatekeeperOptions): void {
  if (hasToken(request, tokens)) return;
  if (!isLoopbackAddress(request.socket.remoteAddress ?? '')) {
    throw refused('only callers on loopback, or with the control token, may use this');
  }
  // A page in the browser of somebody on this machine comes over loopback too, under a name of its own.
  if (!isLocalName(request.headers.host ?? '') || isCrossSite(request)) {
    throw refused('requests of other sites are not served without the control token');
  }
}

function refused(message: string) {
  return statusError(403, 'Forbidden', message);
}

function hasToken({ headers }: IncomingMessage, tokens: readonly string[]): boolean {
  const given = /^\s*Bearer (\S+)/i.exec(headers.authorization ?? '')?.[1];
  return given !== undefined && tokens.some((token) => timingSafeEqual(digest(token), digest(given)));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || /^\[[0-9a-f:.]+\]$|^\d+\.\d+\.\d+\.\d+$/.test(name);
}

function isCrossSite({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin !== undefined && origin !== `http://${host}`;
}
