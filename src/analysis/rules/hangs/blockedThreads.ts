/**
 * deadlock.main-thread-blocked, and deadlock.actual between threads: a process in which nothing moves, where every thread waits for another of them. Some sit in
 * Atomics.wait, the others wait for messages; no timer, socket, file or child process is left that could wake any of them.
 */
import { NONE } from '../../../model/ids.ts';
import type { SharedRow } from '../../../model/shared.ts';
import type { BlockRow, Trace } from '../../../model/trace.ts';
import { SHARED_ATOMIC_WRITE, STILL_BLOCKED, STILL_IDLE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { functionLabel, taskName, threadName } from '../../names.ts';
import { siteOfHold, threadLocksOf, type ThreadHold, type ThreadLocks } from '../../locks/threadLocks.ts';
import { uniteBuffers, type MemoryOf } from '../../shared/sharedBuffers.ts';
import { hasSource, standingThreads, type Standing } from '../../waiting/standstill.ts';
import { findBlockedChildren } from './blockedChildren.ts';
import { changeUnheard, lostWakeUp, notifiedEarly } from './lostWakeUps.ts';
import { findSilentPartners } from './silentPartners.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';
import { waitingIn } from '../../waiting/waitForLeaves.ts';

export const blockedThreadsRule: Rule = {
  kinds: ['deadlock.main-thread-blocked', 'deadlock.actual', 'promise.never-settles'],
  run: ({ trace }: AnalysisContext) => findBlockedThreads(trace),
};

/** Deadlocks between threads of what has been recorded so far. */
export function findBlockedThreads(trace: Trace): Draft[] {
  if (trace.run.incomplete.length > 0 || trace.stills.length === 0) return [];
  const drafts = findBlockedChildren(trace);
  for (const process of trace.processes.keys()) {
    const standing = standingThreads(trace, process);
    if (standing === undefined) continue;
    const draft = standing.some((s) => canMove(trace, s)) ? undefined : judge(trace, standing);
    const told = draft ?? findSilentPartners(trace, process, standing);
    if (told !== undefined) drafts.push(told);
  }
  return drafts;
}

/** Something other than the threads that stand still can make this one go on. */
function canMove(trace: Trace, { thread, state, block, spin }: Standing): boolean {
  if (state === STILL_BLOCKED) return block?.waitsFor === undefined || block.waitsFor.isLimited;
  if (spin !== NONE) return false;
  return state !== STILL_IDLE || hasSource(trace, thread);
}

/** A thread, and where its code waits. */
interface Waiter {
  readonly thread: number;
  readonly block: BlockRow | undefined;
  /** Where it sits: the blocking call or the loop, NONE for an idle thread. */
  readonly stuckAt: number;
  /** Of an idle thread: the function that waits, NONE when none does. */
  readonly activation: number;
}

function judge(trace: Trace, standing: readonly Standing[]): Draft | undefined {
  const graph = new WaitGraph(trace);
  const waiters = standing.map(({ thread, block, spin }): Waiter => {
    const stuckAt = block?.site ?? spin;
    return { thread, block, stuckAt, activation: stuckAt === NONE ? waitingIn(graph, thread) : NONE };
  });
  const main = waiters[0];
  if (main === undefined || trace.threads[main.thread]?.threadId !== 0) return undefined;
  const stuck = waiters.filter((w) => w.stuckAt !== NONE);
  if (main.stuckAt !== NONE && stuck.length === 1) return mainBlocked(trace, main, waiters.slice(1));
  const ring = waiters.filter((w) => w.stuckAt !== NONE || w.activation !== NONE);
  if (ring.length < 2 || (main.stuckAt === NONE && main.activation === NONE && isParkedPool(trace, ring))) {
    return behindEnded(trace, stuck) ?? asleep(trace, stuck);
  }
  return threadRing(trace, ring);
}

/** Worker threads that all wait for work in one place, with nobody waiting for them: a pool at rest in a program that is done. */
function isParkedPool(trace: Trace, ring: readonly Waiter[]): boolean {
  const elements = new Set(ring.map(({ block }) => block?.waitsFor?.from ?? NONE));
  const isServed = ({ thread, block }: Waiter): boolean =>
    block !== undefined && trace.blocks.some((b) => b !== block && b.thread === thread && b.site === block.site && !Number.isNaN(b.endNs));
  return ring.every((w) => w.block !== undefined) && (elements.size === 1 || ring.every(isServed));
}

function placesOf(trace: Trace, waiter: Waiter): DraftPlace[] {
  const { activations: acts, suspensions: s } = trace;
  if (waiter.stuckAt !== NONE) return [{ site: waiter.stuckAt, role: 'wait' }];
  if (waiter.activation !== NONE) return [{ site: s.site.at(acts.lastSuspension.at(waiter.activation)), role: 'await' }];
  const made = trace.workers.find((w) => w.child === waiter.thread)?.site ?? NONE;
  return [{ site: made, role: 'create' }];
}

function mainBlocked(trace: Trace, main: Waiter, others: readonly Waiter[]): Draft | undefined {
  const places = known([...placesOf(trace, main), ...others.flatMap((w) => placesOf(trace, w))]);
  const at = place(trace, main);
  const sender = undeliveredFrom(trace, main.thread);
  const needy = sender === NONE ? (others.find((w) => w.activation !== NONE) ?? others[0])?.thread : sender;
  const name = needy === undefined ? '' : threadName(trace, needy);
  const message =
    needy === undefined
      ? `The main thread ${at} for ever: no other thread is left that could wake it.`
      : sender !== NONE
        ? `Deadlock: the main thread ${at} for ${name}, whose message it cannot receive before that ends.`
        : `Deadlock: the main thread ${at} for ${name}, which itself waits for the main thread: nothing else is left that could give it anything to do.`;
  const why = [
    'messages, output of workers and everything else that the main thread hands on stand still while it is blocked',
    ...others.map((w) => `${threadName(trace, w.thread)} ${stateOf(trace, w)}`).slice(0, 4),
    'use Atomics.waitAsync or await a message instead',
  ];
  return { ...draftOf(message, why, places, [main]), kind: 'deadlock.main-thread-blocked', key: `${main.stuckAt}` };
}

/** A thread that has sent the main thread a message which was not received, NONE. */
function undeliveredFrom(trace: Trace, main: number): number {
  const process = trace.threads[main]?.process;
  const senders = trace.undelivered.map((m) => trace.segments.thread.at(m.postSegment));
  return senders.find((thread) => thread !== main && trace.threads[thread]?.process === process) ?? NONE;
}

function stateOf(trace: Trace, waiter: Waiter): string {
  if (waiter.stuckAt !== NONE) return place(trace, waiter);
  return waiter.activation === NONE
    ? 'is idle: only a message can wake it'
    : `waits in ${taskName(trace, waiter.activation)} for a message`;
}

function threadRing(trace: Trace, ring: readonly Waiter[]): Draft | undefined {
  const memoryOf = uniteBuffers(trace);
  const locks = threadLocksOf(trace);
  const holders = ring.flatMap((w) => lockHolderOf(trace, locks, w, ring) ?? holderOf(trace, memoryOf, w, ring));
  const calls = ring.flatMap((w) => callPlace(trace, locks, w));
  const places = known([...calls, ...ring.flatMap((w) => placesOf(trace, w)), ...holders.map((h) => ({ site: h.site, role: 'hold' }))]);
  if (places.length === 0) return undefined;
  const parts = ring.map((w) => {
    const held = holders.find((h) => h.waiter === w);
    return `${threadName(trace, w.thread)} ${describe(trace, w)}${held === undefined ? '' : `, which ${threadName(trace, held.thread)} set`}`;
  });
  const shown = parts.length > 4 ? [...parts.slice(0, 4), `${parts.length - 4} more threads wait as well`] : parts;
  const why =
    'each waits for what only another of them can do, and no timer, socket, file or child process is left that could wake one of them';
  return draftOf(`Deadlock between threads: ${shown.join('; ')}.`, [why], places, ring);
}

function known(places: readonly DraftPlace[]): DraftPlace[] {
  return places.filter((p) => 'site' in p && p.site !== NONE);
}

function draftOf(message: string, why: readonly string[], places: readonly DraftPlace[], ring: readonly Waiter[]): Draft {
  return {
    kind: 'deadlock.actual',
    key: places.map((p) => ('site' in p ? p.site : '')).join(','),
    confidence: 0.95,
    verdict: 'observed',
    consequence: true,
    message,
    why,
    places,
    segments: ring.flatMap((w) => (w.block === undefined ? [] : [w.block.segment])),
    activations: ring.flatMap((w) => (w.activation === NONE ? [] : [w.activation])),
  };
}

/** Threads that wait for an element which a thread set that has ended since, such as a lock that it took along: who is alive has nothing to do that could change it. */
function behindEnded(trace: Trace, stuck: readonly Waiter[]): Draft | undefined {
  const memoryOf = uniteBuffers(trace);
  const isEnded = (thread: number): boolean =>
    trace.threads[thread]?.exitReason !== -1 || trace.workers.some((w) => w.child === thread && !Number.isNaN(w.exitNs));
  for (const waiter of stuck) {
    const last = lastWrite(trace, memoryOf, waiter);
    if (last === undefined || !isEnded(last.thread)) continue;
    const places = known([...placesOf(trace, waiter), { site: last.site, role: 'hold' }]);
    const message = `${threadName(trace, waiter.thread)} ${describe(trace, waiter)}, which ${threadName(trace, last.thread)} set before it ended: nobody is left to change it.`;
    return draftOf(message, ['a lock in shared memory stays taken when its owner ends, or throws, before the release'], places, [waiter]);
  }
  return undefined;
}

/** What a thread waits for has happened, and it was not woken for it. */
function asleep(trace: Trace, stuck: readonly Waiter[]): Draft | undefined {
  const memoryOf = uniteBuffers(trace);
  const blocks = stuck.flatMap(({ block }) => block ?? []);
  for (const block of blocks) {
    const change = changeUnheard(trace, memoryOf, block);
    if (change !== undefined) return lostWakeUp(trace, block, change);
  }
  return blocks.flatMap((block) => notifiedEarly(trace, memoryOf, block) ?? [])[0];
}

function describe(trace: Trace, waiter: Waiter): string {
  if (waiter.stuckAt === NONE) return `waits in ${taskName(trace, waiter.activation)} for a message`;
  const waited = waiter.block?.waitsFor;
  return `${place(trace, waiter)}${waited === undefined || waited.buffer === 0 ? '' : ` for byte ${waited.from} of the shared memory`}`;
}

/** 'waits in Atomics.wait (rendezvous)'. */
function place(trace: Trace, { block, stuckAt }: Waiter): string {
  const where = functionLabel(trace, trace.functionAt(stuckAt));
  return block === undefined ? `waits in a loop (${where})` : `waits in ${block.api} (${where})`;
}

interface Holder {
  readonly waiter: Waiter;
  readonly thread: number;
  readonly site: number;
}

/** The call by which the thread asked for the lock that it waits for. */
function callPlace(trace: Trace, locks: ThreadLocks, { thread, block }: Waiter): DraftPlace[] {
  const wanted = block === undefined ? undefined : locks.awaited.get(thread);
  if (wanted === undefined || wanted.from !== block?.waitsFor?.from) return [];
  return [{ site: siteOfHold(trace, wanted, wanted.under.at(-1)), role: 'wait' }];
}

/** Who of the ring has the lock that the thread waits for, and where it took it; undefined where the element is no lock that is known. */
function lockHolderOf(trace: Trace, locks: ThreadLocks, waiter: Waiter, ring: readonly Waiter[]): Holder[] | undefined {
  const wanted = locks.awaited.get(waiter.thread);
  if (wanted === undefined || wanted.from !== waiter.block?.waitsFor?.from) return undefined;
  const hold = locks.holderOf(wanted.element);
  if (hold === undefined || hold.thread === waiter.thread || ring.every((w) => w.thread !== hold.thread)) return undefined;
  const other: ThreadHold | undefined = locks.awaited.get(hold.thread);
  return [{ waiter, thread: hold.thread, site: siteOfHold(trace, hold, other) }];
}

/** Who of the ring wrote last to the element that this one waits for: for a lock, its holder. */
function holderOf(trace: Trace, memoryOf: MemoryOf, waiter: Waiter, ring: readonly Waiter[]): Holder[] {
  const members = new Set(ring.map((w) => w.thread));
  const last = lastWrite(trace, memoryOf, waiter, members);
  return last === undefined ? [] : [{ waiter, thread: last.thread, site: last.site }];
}

/** The last time that another thread wrote the element that this one waits for. */
function lastWrite(trace: Trace, memoryOf: MemoryOf, waiter: Waiter, of?: ReadonlySet<number>): SharedRow | undefined {
  const waited = waiter.block?.waitsFor;
  if (waited === undefined || waited.buffer === 0) return undefined;
  const memory = memoryOf(waiter.thread, waited.buffer);
  const isIt = (a: SharedRow): boolean =>
    a.kind === SHARED_ATOMIC_WRITE && a.from === waited.from && memory >= 0 && memoryOf(a.thread, a.buffer) === memory;
  return trace.shared.accesses.findLast((a) => a.thread !== waiter.thread && of?.has(a.thread) !== false && isIt(a));
}
