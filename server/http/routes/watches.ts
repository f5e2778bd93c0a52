/** GET with `watch`: the stream, over chunked HTTP or a WebSocket. */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { WebSocket } from 'ws';
import { ApiError, methodNotAllowed } from '../../api/errors.ts';
import type { WatchControl, WireFaults } from '../../api/wire-faults.ts';
import type { Clock } from '../../lib/clock.ts';
import type { RawListOptions } from '../../registry/list-options.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Resource } from '../../registry/resource.ts';
import { watchObjects } from '../../registry/watch.ts';
import { askedOf } from '../asked.ts';
import { includeObjectOf } from '../encode-answer.ts';
import { type Accepted, MEDIA_TYPES, negotiate } from '../negotiation.ts';
import { listOptionsOf, type Query, text } from '../query.ts';
import type { RequestInfo } from '../request-info.ts';
import { createFrameEncoder } from '../watch/watch-frames.ts';
import { startWatchSession, type WatchSink } from '../watch/watch-session.ts';
import { responseSink } from '../watch/watch-stream.ts';
import { socketSink } from '../watch/watch-websocket.ts';
import { NOT_ALLOWED } from './resource-request.ts';

export interface WatchParts {
  registry: Registry;
  clock: Clock;
  /** Open watches, to be ended when the server is. */
  open: Set<() => void>;
  faults?: WireFaults;
}

/** A watch that is ready to stream: everything that could refuse it has been asked. */
export interface PreparedWatch {
  accepted: Accepted;
  /** Streams into the sink; what is returned stops it because the client is gone. */
  start(sink: WatchSink): () => void;
}

export interface Asker {
  uri: string;
  headers: IncomingHttpHeaders;
}

export async function prepareWatch(
  parts: WatchParts,
  by: { resource: Resource; info: RequestInfo; query: Query } & Asker,
): Promise<PreparedWatch> {
  const { resource, info, query } = by;
  if (!resource.facts.verbs.includes('watch')) throw methodNotAllowed(NOT_ALLOWED);
  const accepted = negotiate(by.headers.accept, 'watch');
  const options = namedOnly(listOptionsOf(query), info.name);
  const includeObject = accepted.as?.kind === 'Table' ? includeObjectOf(text(query, 'includeObject')) : 'Metadata';
  const encoder = createFrameEncoder(resource, { accepted, includeObject, now: () => parts.clock.now() });
  const watch = await watchObjects(parts.registry, { resource, namespace: info.namespace }, options).catch(pastOf);
  if (watch instanceof ApiError) return { accepted, start: (sink) => tell(sink, encoder.error(watch)) };
  return {
    accepted,
    start: (sink) => {
      const stop = startWatchSession({
        watch,
        encoder,
        sink,
        clock: parts.clock,
        revision: () => parts.registry.revision,
        timeoutSeconds: options.timeoutSeconds,
        bookmarks: options.allowWatchBookmarks === true,
        hinder: hindering(parts, by),
      });
      return stop;
    },
  };
}

/** Kubernetes begins the stream before it looks for history: that there is none is said in an event. */
function pastOf(error: unknown): ApiError {
  if (error instanceof ApiError && error.code === 410) return error;
  throw error;
}

function tell(sink: WatchSink, frame: Buffer): () => void {
  sink.write(frame);
  sink.end();
  return () => {};
}

function hindering({ faults, registry }: WatchParts, { uri, headers }: Asker) {
  const asking = { method: 'GET', uri, userAgent: headers['user-agent'] ?? '' };
  return faults && ((control: WatchControl) => faults.follow(askedOf(registry, asking), control));
}

/** `/watch/…/NAME` is a watch of one name. */
function namedOnly(options: RawListOptions, name: string | undefined): RawListOptions {
  if (name === undefined) return options;
  const byName = `metadata.name=${name}`;
  return { ...options, fieldSelector: options.fieldSelector ? `${options.fieldSelector},${byName}` : byName };
}

export function streamWatch(parts: WatchParts, reply: FastifyReply, watch: PreparedWatch): void {
  reply.hijack();
  const response = reply.raw;
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': streamType(watch.accepted),
    'transfer-encoding': 'chunked',
  });
  response.flushHeaders();
  const sink = responseSink(response);
  const stop = watch.start(sink);
  track(parts, stop, sink, (gone) => response.on('close', gone));
}

function streamType({ format }: Accepted): string {
  return format === 'protobuf' ? `${MEDIA_TYPES.protobuf};stream=watch` : MEDIA_TYPES.json;
}

export function socketWatch(parts: WatchParts, socket: WebSocket, watch: PreparedWatch): void {
  const sink = socketSink(socket, { binary: watch.accepted.format === 'protobuf' });
  const stop = watch.start(sink);
  track(parts, stop, sink, (gone) => socket.on('close', gone));
}

function track(parts: WatchParts, stop: () => void, sink: WatchSink, onGone: (gone: () => void) => void): void {
  const end = () => {
    stop();
    sink.end();
  };
  parts.open.add(end);
  onGone(() => {
    parts.open.delete(end);
    stop();
  });
}
