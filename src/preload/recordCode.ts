// HOT
/** Events of transformed code: activations and accesses. */
import * as W from '../wire/events.ts';
import { currentDepth } from './recordAsync.ts';
import { begin, end, isOpen, time, uint } from './recorder.ts';

/** [OP_ENTER][fn] */
export function recordEnter(fn: number): void {
  if (!isOpen()) return;
  // The main script is no callback: nothing else tells the time in it.
  if (currentDepth() === 0) recordTime();
  begin(W.OP_ENTER);
  uint(fn);
  end();
}

/** [OP_TIME][time] */
function recordTime(): void {
  begin(W.OP_TIME);
  time();
  end();
}

/** [OP_SUSPEND][act][site] */
export function recordSuspend(act: number, site: number): void {
  if (!isOpen()) return;
  begin(W.OP_SUSPEND);
  uint(act);
  uint(site);
  end();
}

/** [OP_RESUME][act][site] */
export function recordResume(act: number, site: number): void {
  if (!isOpen()) return;
  begin(W.OP_RESUME);
  uint(act);
  uint(site);
  end();
}

/** [OP_EXIT][act] */
export function recordExit(act: number): void {
  if (!isOpen()) return;
  begin(W.OP_EXIT);
  uint(act);
  end();
}

/** [OP_CALLBACK][fn][outer] */
export function recordCallback(fn: number, outer: number): void {
  if (!isOpen()) return;
  begin(W.OP_CALLBACK);
  uint(fn);
  uint(outer);
  end();
}

/** [OP_READ][site][location][value] */
export function recordRead(site: number, location: number, value: number): void {
  if (!isOpen()) return;
  begin(W.OP_READ);
  uint(site);
  uint(location);
  uint(value);
  end();
}

/** [OP_WRITE][site][location][value][how] */
export function recordWrite(site: number, location: number, value: number, how: number): void {
  if (!isOpen()) return;
  begin(W.OP_WRITE);
  uint(site);
  uint(location);
  uint(value);
  uint(how);
  end();
}
