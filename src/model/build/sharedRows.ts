/** Events about shared memory → rows. */
import * as W from '../../wire/events.ts';
import type { ThreadContext } from './eventRows.ts';

/** Handles OP_SHARED, OP_SHARED_BUFFER, OP_SHARED_PASS, OP_SHARED_LOCK and OP_ATOMIC. */
export function recordShared(t: ThreadContext, op: number, f: Float64Array): void {
  const { trace } = t;
  const at = (i: number): number => f[i] as number;
  if (op === W.OP_SHARED) {
    (at(2) >= W.SHARED_NOTIFY ? trace.shared.wakes : trace.shared.accesses).push({
      thread: t.index,
      segment: t.segment(),
      position: t.position,
      site: t.numbers.site(at(0)),
      buffer: at(1),
      kind: at(2),
      from: at(3),
      count: at(4),
      stride: at(5),
      width: at(6),
      times: at(7),
      startNs: t.lastNs - at(8) * 1000,
      endNs: t.lastNs,
    });
  } else if (op === W.OP_ATOMIC) {
    trace.shared.syncs.push({
      thread: t.index,
      segment: t.segment(),
      position: t.position,
      release: at(0) === 0 ? Number.NaN : at(0) - 1,
      acquire: at(1) === 0 ? Number.NaN : at(1) - 1,
    });
  } else if (op === W.OP_SHARED_LOCK) {
    const stack = trace.string(t.stringIndex(at(4)));
    trace.shared.locks.push({
      thread: t.index,
      segment: t.segment(),
      position: t.position,
      change: at(0),
      buffer: at(1),
      from: at(2),
      site: t.numbers.site(at(3)),
      frames: stack === '' ? [] : stack.trim().split('\n'),
      ns: t.lastNs,
    });
  } else if (op === W.OP_SHARED_BUFFER) trace.shared.buffers.push({ thread: t.index, buffer: at(0), bytes: at(1), isOwn: at(2) === 1 });
  else trace.shared.passes.push({ thread: t.index, channel: at(0), position: at(1), buffer: at(2), bytes: at(3), way: at(4) });
}

/** Where memory is shared, what comes before a message is sent or a worker starts has another order than what comes after it in the same callback. */
export function splitForSharing(t: ThreadContext): void {
  if (t.trace.shared.buffers.length > 0) t.split();
}
