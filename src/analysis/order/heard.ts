/**
 * What threads and processes can know of each other beside their messages: what one did to a file may be what the other waited for. Taken generously, as it speaks
 * for silence: only where nothing was passed on can two steps of theirs come in the other order.
 */
import { ACCESS_IS_WRITE } from '../../model/tables.ts';
import { type ChildRow, type FsRow, type Trace } from '../../model/trace.ts';
import { NONE } from '../../model/ids.ts';
import type { AnalysisContext } from '../analyze.ts';
import { causeOf } from '../lineage.ts';
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
  if (processOf(trace, earlier) !== process) return decidedNs(context, process) >= endedNs;
  const syncing = syncingThreads(context);
  return syncing.has(earlier.thread) && syncing.has(later.thread);
}

function processOf(trace: Trace, row: FsRow): number {
  return trace.threads[row.thread]?.process ?? NONE;
}

const knownDecisions = new WeakMap<Order, Map<number, number>>();

/** When it was decided that a process starts: that may have been because of all that had happened by then. */
function decidedNs({ trace, order }: AnalysisContext, process: number): number {
  let decisions = knownDecisions.get(order);
  if (decisions === undefined) knownDecisions.set(order, (decisions = new Map()));
  let ns = decisions.get(process);
  if (ns === undefined) {
    const pid = trace.processes[process]?.pid;
    const child = trace.children.find((row) => row.pid === pid);
    ns =
      child === undefined
        ? (trace.processes[process]?.startNs ?? 0)
        : ((trace.children.length > MAX_CHILDREN ? undefined : armedNs(trace, child)) ?? child.startNs);
    decisions.set(process, ns);
  }
  return ns;
}

/** Steps back from the start of a process to the timer behind it. */
const MAX_STEPS = 32;
/** With more children, accesses are not gone through for each of them. */
const MAX_CHILDREN = 64;
/** What runs as soon as it can after what has set it off. */
const AT_ONCE: ReadonlySet<string> = new Set(['PROMISE', 'TickObject', 'Microtask', 'Immediate']);

/** What is done, and where and when: the start of a process, an operation on a file. */
type Step = Pick<ChildRow, 'segment' | 'startNs' | 'thread'>;

/** When the one timer was set behind which that is done, at once and without a look at what others have done since; undefined where it is not so. A timer that comes again may poll. */
export function armedNs(trace: Trace, to: Step): number | undefined {
  const { segments: s, tasks } = trace;
  for (let at = to.segment, step = 0; at !== NONE && step < MAX_STEPS; step++) {
    const atom = s.atom.at(at);
    const task = s.task.at(atom);
    if (task === NONE || s.root.at(atom) !== NONE || trace.repeats(task)) return undefined;
    if (trace.taskType(task) === 'Timeout') {
      const armed = tasks.initNs.at(task);
      return hasLooked(trace, to, atom, armed) ? undefined : armed;
    }
    if (!AT_ONCE.has(trace.taskType(task))) return undefined;
    at = causeOf(trace, task, at);
  }
  return undefined;
}

/** Between the segment `from` and the step: at a file, or at what has been written since. */
function hasLooked(trace: Trace, to: Step, from: number, since: number): boolean {
  const { accesses: a, segments: s } = trace;
  const isBetween = (segment: number): boolean => segment >= from && segment <= to.segment && s.thread.at(segment) === to.thread;
  if (trace.fs.some((row) => isBetween(row.segment) && row.startNs < to.startNs)) return true;
  const read = new Set<number>();
  for (let i = 0; i < a.length; i++) if (a.write.at(i) !== ACCESS_IS_WRITE && isBetween(a.segment.at(i))) read.add(a.location.at(i));
  if (read.size === 0) return false;
  for (let i = 0; i < a.length; i++) {
    if (a.write.at(i) === ACCESS_IS_WRITE && read.has(a.location.at(i)) && s.endNs.at(a.segment.at(i)) > since) return true;
  }
  return false;
}
