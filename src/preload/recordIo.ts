// HOT
/** Frequent events of built-ins and libraries: timers, files, blocking calls, locks. */
import * as W from '../wire/events.ts';
import { S_BLOCKED } from './arena.ts';
import { begin, byte, emit, end, flush, head, isOpen, promise, resource, siteRegister, string, tellEdge, time, uint } from './recorder.ts';

/** [OP_TIMER][id][delayMs][repeat][refed] */
export function recordTimer(id: number, delayMs: number, repeat: number, refed: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_TIMER);
  at = resource(at, id);
  at = uint(at, delayMs);
  at = byte(at, repeat);
  at = byte(at, refed);
  end(at);
}

/** [OP_ROOT][kind][label][channel][time] */
export function recordRoot(kind: number, label: string, channel: number): void {
  if (!isOpen()) return;
  tellEdge();
  const labelIndex = string(label);
  if (!isOpen()) return;
  let at = begin(W.OP_ROOT);
  at = uint(at, kind);
  at = uint(at, labelIndex);
  at = uint(at, channel);
  at = time(at);
  end(at);
}

/** [OP_FS][operation][class][path][path2][site][async][time] */
export function recordFs(operation: number, kind: number, path: string, path2: string, isAsync: number): void {
  if (!isOpen()) return;
  const pathIndex = string(path);
  const path2Index = string(path2);
  if (!isOpen()) return;
  let at = begin(W.OP_FS);
  at = uint(at, operation);
  at = uint(at, kind);
  at = uint(at, pathIndex);
  at = uint(at, path2Index);
  at = uint(at, siteRegister[0] as number);
  at = byte(at, isAsync);
  at = time(at);
  end(at);
}

/** [OP_FS_DONE][operation][error][time] */
export function recordFsDone(operation: number, error: string): void {
  if (!isOpen()) return;
  const errorIndex = string(error);
  if (!isOpen()) return;
  let at = begin(W.OP_FS_DONE);
  at = uint(at, operation);
  at = uint(at, errorIndex);
  at = time(at);
  end(at);
}

/**
 * [OP_BLOCK_ENTER][api][site][time] of a built-in that is usually short: not written out at once. If it sticks, the watchdog drains the frame.
 */
export function recordShortBlockEnter(api: string): void {
  if (!isOpen()) return;
  const apiIndex = string(api);
  if (!isOpen()) return;
  let at = begin(W.OP_BLOCK_ENTER);
  at = uint(at, apiIndex);
  at = uint(at, siteRegister[0] as number);
  at = time(at);
  head[S_BLOCKED] = 1;
  end(at);
}

/** A blocking built-in starts: written to the log at once, so that the timeline shows a stall while it lasts. */
export function recordBlockEnter(api: string): void {
  if (!isOpen()) return;
  emit(W.OP_BLOCK_ENTER, api, siteRegister[0] as number);
  head[S_BLOCKED] = 1;
  flush();
}

/** [OP_BLOCK_EXIT][time] */
export function recordBlockExit(): void {
  if (!isOpen()) return;
  head[S_BLOCKED] = 0;
  let at = begin(W.OP_BLOCK_EXIT);
  at = time(at);
  end(at);
}

/** [OP_LOCK_REQUEST][request][lock][mode][weight][site][promise][time] */
export function recordLockRequest(request: number, lock: number, mode: number, weight: number, site: number, result: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_LOCK_REQUEST);
  at = uint(at, request);
  at = uint(at, lock);
  at = uint(at, mode);
  at = uint(at, weight);
  at = uint(at, site);
  at = promise(at, result);
  at = time(at);
  end(at);
}

/** [OP_LOCK_ACQUIRE or OP_LOCK_JOB][request][time]. `same`: at the time of the event before. */
export function recordLock(op: number, request: number, same: boolean): void {
  if (!isOpen()) return;
  let at = begin(op);
  at = uint(at, request);
  if (same) at = uint(at, 0);
  else at = time(at);
  end(at);
}

/** [OP_LOCK_RELEASE][request][site][time] */
export function recordLockRelease(request: number, site: number): void {
  if (!isOpen()) return;
  let at = begin(W.OP_LOCK_RELEASE);
  at = uint(at, request);
  at = uint(at, site);
  at = time(at);
  end(at);
}

/** [OP_LOCK_JOB_END][request][promise][open][time] */
export function recordLockJobEnd(request: number, result: number, stays: boolean): void {
  if (!isOpen()) return;
  let at = begin(W.OP_LOCK_JOB_END);
  at = uint(at, request);
  at = promise(at, result);
  at = uint(at, stays ? 1 : 0);
  at = time(at);
  end(at);
}
