// HOT
/** Events of transformed code: activations and accesses. */
import * as W from '../wire/events.ts';
import { currentDepth } from './recordAsync.ts';
import { begin, end, isOpen, promise, time, uint } from './recorder.ts';

/** [OP_ENTER][fn] */
export function recordEnter(fn: number): void {
  if (!isOpen()) return;
  // The main script is no callback: nothing else tells the time in it.
  if (currentDepth() === 0) recordTime();
  let at = begin(W.OP_ENTER);
  at = uint(at, fn);
  end(at);
}

/** [OP_TIME][time]; only where the log is open. */
export function recordTime(): void {
  let at = begin(W.OP_TIME);
  at = time(at);
  end(at);
}

/** [OP_SUSPEND][act][site] */
export function recordSuspend(act: number, site: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_SUSPEND);
  at = uint(at, act);
  at = uint(at, site);
  end(at);
}

/** [OP_RESUME][act][site] */
export function recordResume(act: number, site: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_RESUME);
  at = uint(at, act);
  at = uint(at, site);
  end(at);
}

/** [OP_LEAVE][act][site][promise] */
export function recordLeave(act: number, site: number, returned: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_LEAVE);
  at = uint(at, act);
  at = uint(at, site);
  at = promise(at, returned);
  end(at);
}

/** [OP_LOOP][act][site] */
export function recordLoop(act: number, site: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_LOOP);
  at = uint(at, act);
  at = uint(at, site);
  end(at);
}

/** [OP_EXIT][act] */
export function recordExit(act: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_EXIT);
  at = uint(at, act);
  end(at);
}

/** [OP_CALLBACK][fn][outer] */
export function recordCallback(fn: number, outer: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_CALLBACK);
  at = uint(at, fn);
  at = uint(at, outer);
  end(at);
}

/** [OP_READ][site][location][value] */
export function recordRead(site: number, location: number, value: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_READ);
  at = uint(at, site);
  at = uint(at, location);
  at = uint(at, value);
  end(at);
}

/** [OP_WRITE][site][location][value][how] */
export function recordWrite(site: number, location: number, value: number, how: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_WRITE);
  at = uint(at, site);
  at = uint(at, location);
  at = uint(at, value);
  at = uint(at, how);
  end(at);
}
