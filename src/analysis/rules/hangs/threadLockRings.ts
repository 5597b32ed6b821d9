/**
 * deadlock.actual of locks that threads make of Atomics, in a process that goes on beside it: each thread of the ring sits in Atomics.wait, without a limit, for an element that the next one
 * has taken and not given back, until it is ended from outside (a watchdog that terminates workers, the end of the process). Where the whole process stands still: blockedThreads.ts.
 */
import { NONE } from '../../../model/ids.ts';
import type { BlockRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { threadName } from '../../names.ts';
import { functionIn, siteOfHold, threadLocksOf, type ThreadHold } from '../../locks/threadLocks.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';
import { waitingIn } from '../../waiting/waitForLeaves.ts';

export const threadLockRingsRule: Rule = { kinds: ['deadlock.actual'], run: findThreadLockRings };

/** What a thread did last is lost when its process is killed: some 10 ms, on a busy machine more. */
const MIN_SAT_NS = 100e6;

/** A thread that sits in Atomics.wait for a lock, and who has that. */
interface Waiter {
  readonly block: BlockRow;
  readonly wanted: ThreadHold;
  readonly held: ThreadHold;
}

function findThreadLockRings({ trace, earlier }: AnalysisContext): Draft[] {
  if (trace.run.incomplete.length > 0 || trace.shared.locks.length === 0) return [];
  const waiters = waitersOf(trace);
  const told = new Set(earlier.filter((d) => d.kind.startsWith('deadlock.')).flatMap((d) => d.segments));
  const seen = new Set<number>();
  const drafts: Draft[] = [];
  for (const thread of [...waiters.keys()].sort((a, b) => a - b)) {
    const ring = ringFrom(waiters, thread);
    if (ring.length === 0 || ring.some((w) => seen.has(w.block.thread) || told.has(w.block.segment))) continue;
    for (const { block } of ring) seen.add(block.thread);
    if (haveSat(trace, ring)) drafts.push(draftOf(trace, ring));
  }
  return drafts;
}

/** By thread: those that waited for a lock when they were last heard of. */
function waitersOf(trace: Trace): Map<number, Waiter> {
  const locks = threadLocksOf(trace);
  const waiters = new Map<number, Waiter>();
  for (const [thread, wanted] of locks.awaited) {
    const block = trace.blocks.findLast((b) => b.thread === thread && Number.isNaN(b.endNs));
    const waited = block?.waitsFor;
    if (block === undefined || waited?.from !== wanted.from || waited.isLimited) continue;
    const held = locks.holderOf(wanted.element);
    if (held !== undefined && held.thread !== thread && isLockOf(wanted, held)) waiters.set(thread, { block, wanted, held });
  }
  return waiters;
}

/** The function that waits is the one by which the element was taken, or calls that one: what is only handed from thread to thread is set elsewhere. */
function isLockOf(wanted: ThreadHold, held: ThreadHold): boolean {
  const [waits] = wanted.taken.frames;
  return waits !== undefined && held.taken.frames.some((frame) => functionIn(frame) === functionIn(waits));
}

/** The thread and those that it waits for, where the last of them waits for the first; none otherwise. */
function ringFrom(waiters: ReadonlyMap<number, Waiter>, thread: number): Waiter[] {
  const ring: Waiter[] = [];
  for (let waiter = waiters.get(thread); waiter !== undefined; waiter = waiters.get(waiter.held.thread)) {
    if (waiter.block.thread === thread && ring.length > 0) return ring;
    // Into another ring, which is found from its own threads.
    if (ring.includes(waiter)) return [];
    ring.push(waiter);
  }
  return [];
}

/** They have sat there for so long that nothing more can be under way to the trace. */
function haveSat(trace: Trace, ring: readonly Waiter[]): boolean {
  const newestNs = Math.max(...ring.map((w) => w.block.startNs));
  return ring.every(({ block: { thread } }) => hasSat(trace, thread, newestNs));
}

/** A thread that did nothing more has gone on for long enough since then: nothing more can be under way to the trace. */
export function hasSat(trace: Trace, thread: number, newestNs: number, leastNs = MIN_SAT_NS): boolean {
  const row = trace.threads[thread];
  if (row === undefined || row.gaps.length > 0) return false;
  const exit = trace.workers.find((w) => w.child === thread && !Number.isNaN(w.exitNs));
  const others = trace.threads.filter((t) => t.process === row.process);
  const lastNs = exit === undefined ? Math.max(...others.map((t) => t.endNs)) : exit.exitNs;
  return lastNs - newestNs >= leastNs;
}

function draftOf(trace: Trace, ring: readonly Waiter[]): Draft {
  const calls = ring.map(({ wanted }) => siteOfHold(trace, wanted, wanted.under.at(-1)));
  const taken = ring.map(({ held }) => siteOfHold(trace, held, ring.find((w) => w.block.thread === held.thread)?.wanted));
  const place =
    (role: string) =>
    (site: number): DraftPlace => ({ site, role });
  const parts = ring.map(
    ({ block, held }) =>
      `${threadName(trace, block.thread)} waits in ${block.api} for the lock at byte ${held.from} of the shared memory, which ${threadName(trace, held.thread)} holds`,
  );
  const ended = ring.filter(({ block }) => trace.workers.some((w) => w.child === block.thread && w.terminated)).length;
  return {
    kind: 'deadlock.actual',
    key: [...calls, ...taken].join(','),
    confidence: 0.95,
    verdict: 'observed',
    consequence: true,
    message: `Deadlock between threads: ${parts.join('; ')}.`,
    why: [
      'each waits for a lock that only another of them could give back, and none of them has set a limit to its wait',
      ended > 0 ? 'they waited until they were terminated' : 'they waited until the program ended',
    ],
    places: [...calls.map(place('wait')), ...taken.map(place('hold'))].filter((p) => 'site' in p && p.site !== NONE),
    segments: ring.map((w) => w.block.segment),
    activations: waitingForThem(trace, ring),
  };
}

/** Who started them waits for what they were to do. */
function waitingForThem(trace: Trace, ring: readonly Waiter[]): number[] {
  const graph = new WaitGraph(trace);
  const makers = new Set(trace.workers.filter((w) => ring.some(({ block }) => block.thread === w.child)).map((w) => w.thread));
  return [...makers].map((thread) => waitingIn(graph, thread)).filter((activation) => activation !== NONE);
}
