/**
 * Locks and queues in callback style, where no promise tells who waits: all their slots are taken by jobs that have not called back, others wait, and the loop of their thread has run
 * empty. None of it will ever go on; the rules say why.
 */
import { LOCK_MUTEX, LOCK_QUEUE, type Trace } from '../../model/trace.ts';
import { WaitGraph } from '../waiting/waitFor.ts';

export interface OpenSlots {
  readonly lock: number;
  readonly isQueue: boolean;
  readonly permits: number;
  /** Requests that have the slots, and those that wait. */
  readonly holders: readonly number[];
  readonly waiters: readonly number[];
}

export function findOpenSlots(trace: Trace): OpenSlots[] {
  const { requests: r, locks } = trace;
  if (r.length === 0 || trace.run.incomplete.length > 0) return [];
  const graph = new WaitGraph(trace);
  const found: OpenSlots[] = [];
  for (const lock of graph.contendedLocks()) {
    const thread = trace.threads[locks.thread.at(lock)];
    const isQueue = locks.kind.at(lock) === LOCK_QUEUE;
    if ((!isQueue && locks.kind.at(lock) !== LOCK_MUTEX) || thread?.exitReason !== 0 || thread.gaps.length > 0) continue;
    const holders = graph.holders(lock);
    const permits = locks.permits.at(lock);
    if (permits === 0 || holders.length < permits || !holders.every((h) => r.open.at(h) === 1)) continue;
    found.push({ lock, isQueue, permits, holders, waiters: graph.waiters(lock) });
  }
  return found;
}
