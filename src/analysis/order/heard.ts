/**
 * What threads and processes can know of each other beside their messages: what one did to a file may be what the other waited for. Taken generously, as it speaks
 * for silence: only where nothing was passed on can two steps of theirs come in the other order.
 */
import type { FsRow, Trace } from '../../model/trace.ts';
import { NONE } from '../../model/ids.ts';
import type { AnalysisContext } from '../analyze.ts';
import type { Order } from './order.ts';

const knownSyncs = new WeakMap<Order, ReadonlySet<number>>();

/** Threads that look at memory which others change with Atomics, or change it so. */
function syncingThreads({ trace, order }: AnalysisContext): ReadonlySet<number> {
  let threads = knownSyncs.get(order);
  if (threads === undefined) knownSyncs.set(order, (threads = new Set(trace.shared.syncs.map((sync) => sync.thread))));
  return threads;
}

/** May the later of two operations of different threads have waited for the earlier one, which had ended by `endedNs`? */
export function mayHaveHeard(context: AnalysisContext, earlier: FsRow, endedNs: number, later: FsRow): boolean {
  const { trace } = context;
  const process = processOf(trace, later);
  if (processOf(trace, earlier) !== process) return startNs(trace, process) >= endedNs;
  const syncing = syncingThreads(context);
  return syncing.has(earlier.thread) && syncing.has(later.thread);
}

function processOf(trace: Trace, row: FsRow): number {
  return trace.threads[row.thread]?.process ?? NONE;
}

/** When a process was started: it may have been because of all that had happened by then. */
function startNs({ processes, children }: Trace, process: number): number {
  const pid = processes[process]?.pid;
  return children.find((child) => child.pid === pid)?.startNs ?? processes[process]?.startNs ?? 0;
}
