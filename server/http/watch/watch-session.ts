/** One open watch: what was missed, then what happens, bookmarks in between, until its time is over. */
import type { WatchControl, WatchFaults } from '../../api/wire-faults.ts';
import type { Clock, Timer } from '../../lib/clock.ts';
import { type ObjectEvent, type ObjectWatch, tooOld } from '../../registry/watch.ts';
import type { FrameEncoder } from './watch-frames.ts';

/** Where the bytes go. */
export interface WatchSink {
  /** False when the client does not keep up: it is cut off. */
  write(frame: Buffer): boolean;
  /** The watch is over in good order. */
  end(): void;
  /** The client is too slow, and has to list again. */
  abort(): void;
}

export interface SessionOptions {
  watch: ObjectWatch;
  encoder: FrameEncoder;
  sink: WatchSink;
  clock: Clock;
  /** The revision of the latest write. */
  revision(): number;
  timeoutSeconds: number | undefined;
  bookmarks: boolean;
  /** Asks what is in the way of this watch. */
  hinder?: ((control: WatchControl) => WatchFaults) | undefined;
}

const BOOKMARK_INTERVAL = 60_000;
/** Kubernetes ends watches without a wish after 30 to 60 minutes. */
const DEFAULT_TIMEOUT = 30 * 60_000;

/** Returns a function that ends the watch because its client is gone. */
export function startWatchSession(options: SessionOptions): () => void {
  const { watch, encoder, sink, clock } = options;
  const timers = new Set<Timer>();
  let open = true;

  const close = () => {
    if (!open) return;
    open = false;
    watch.stop();
    faults?.stop();
    for (const timer of timers) timer.cancel();
  };
  const send = (frame: Buffer) => {
    if (!open || sink.write(frame)) return;
    close();
    sink.abort();
  };
  const bookmark = (initialEventsEnd: boolean) => {
    const revision = initialEventsEnd ? watch.revision : options.revision();
    const sendIt = () => send(encoder.bookmark(revision, { initialEventsEnd }));
    if (faults) faults.bookmark(sendIt);
    else sendIt();
  };
  const abort = () => {
    if (!open) return;
    close();
    sink.abort();
  };
  const expire = () => {
    if (!open) return;
    send(encoder.error(tooOld(watch.revision, options.revision())));
    close();
    sink.end();
  };
  const finish = () => {
    if (!open) return;
    if (options.bookmarks) bookmark(false);
    close();
    sink.end();
  };
  const repeatBookmarks = () => {
    const timer = clock.setTimeout(
      () => {
        timers.delete(timer);
        bookmark(false);
        if (open) repeatBookmarks();
      },
      BOOKMARK_INTERVAL,
      'upkeep',
    );
    timers.add(timer);
  };

  const faults = options.hinder?.({ cut: abort, expire });
  const tell = (event: ObjectEvent) => {
    if (faults) faults.event(() => send(encoder.event(event)));
    else send(encoder.event(event));
  };
  for (const event of watch.initial) tell(event);
  if (watch.initialEventsEnd) bookmark(true);
  watch.listen(tell);
  if (options.bookmarks) repeatBookmarks();
  timers.add(clock.setTimeout(finish, timeoutOf(options.timeoutSeconds)));
  return close;
}

function timeoutOf(seconds: number | undefined): number {
  return seconds ? Math.max(seconds, 0) * 1000 : DEFAULT_TIMEOUT * (1 + Math.random());
}
