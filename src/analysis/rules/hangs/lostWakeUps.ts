/**
 * deadlock.actual of a thread that sleeps in Atomics.wait, without a limit, while what it waits for has happened: another thread has changed the element since, and nobody has called
 * Atomics.notify for it. Told at the end, however the thread was ended; where the whole process stands still: blockedThreads.ts.
 */
import { NONE } from '../../../model/ids.ts';
import type { SharedRow } from '../../../model/shared.ts';
import type { BlockRow, Trace } from '../../../model/trace.ts';
import { SHARED_ATOMIC_WRITE, SHARED_ATOMIC_ZERO, SHARED_NOTIFY } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { functionLabel, threadName } from '../../names.ts';
import { type MemoryOf, uniteBuffers } from '../../shared/sharedBuffers.ts';
import { hasSat } from './threadLockRings.ts';

export const lostWakeUpsRule: Rule = { kinds: ['deadlock.actual'], run: findLostWakeUps };

/** Who counts may wake only for the last one. */
const COUNTS = /^Atomics\.(?:add|sub)$/;
const STORES = /^Atomics\.(?:store|exchange)$/;

/** While the program runs, somebody may still wake it: later than that, it is late as well. */
const MIN_ASLEEP_NS = 3e9;

function findLostWakeUps({ trace, earlier }: AnalysisContext): Draft[] {
  if (trace.run.incomplete.length > 0 || trace.shared.accesses.length === 0) return [];
  const told = new Set(earlier.filter((d) => d.kind.startsWith('deadlock.')).flatMap((d) => d.segments));
  const memoryOf = uniteBuffers(trace);
  const drafts = new Map<number, Draft>();
  // By thread: where it was blocked last.
  const last = new Map(trace.blocks.map((block) => [block.thread, block]));
  for (const [thread, block] of last) {
    if (drafts.has(block.site) || told.has(block.segment)) continue;
    const change = changeUnheard(trace, memoryOf, block);
    if (change === undefined) continue;
    const leastNs = hasEnded(trace, thread) ? undefined : MIN_ASLEEP_NS;
    if (hasSat(trace, thread, trace.segments.endNs.at(change.segment), leastNs)) drafts.set(block.site, lostWakeUp(trace, block, change));
  }
  return [...drafts.values()];
}

/** The thread, or its whole process, has ended. */
function hasEnded(trace: Trace, thread: number): boolean {
  const process = trace.threads[thread]?.process;
  return (
    trace.workers.some((w) => w.child === thread && !Number.isNaN(w.exitNs)) ||
    trace.threads.some((t) => t.process === process && t.threadId === 0 && t.exitReason !== -1)
  );
}

/** Whether an access is of the element that a thread still waits for, without a limit; undefined where it does not, or nobody knows which that is. */
function elementOf(memoryOf: MemoryOf, { waitsFor: waited, thread, site, endNs }: BlockRow): ((row: SharedRow) => boolean) | undefined {
  if (waited === undefined || waited.isLimited || waited.buffer === 0 || site === NONE || !Number.isNaN(endNs)) return undefined;
  const memory = memoryOf(thread, waited.buffer);
  if (memory < 0) return undefined;
  return (row) =>
    row.from <= waited.from && waited.from <= row.from + (row.count - 1) * row.stride && memoryOf(row.thread, row.buffer) === memory;
}

/**
 * What has made the element that a thread still waits for something else, where nobody has woken it for that. Which value an element has is known as far as that it is 0: a thread that
 * waits for it not to be 0 has missed any other, and one that waits for it not to be something else, the 0.
 */
export function changeUnheard(trace: Trace, memoryOf: MemoryOf, block: BlockRow): SharedRow | undefined {
  const { segments, shared } = trace;
  const waited = block.waitsFor;
  const isElement = elementOf(memoryOf, block);
  if (waited === undefined || isElement === undefined) return undefined;
  const isByOther = (row: SharedRow): boolean => row.thread !== block.thread && row.startNs >= block.startNs;
  const wakes = shared.wakes.filter((row) => row.endNs >= block.startNs && isElement(row));
  if (wakes.some((row) => row.kind === SHARED_NOTIFY)) return undefined;
  const zeros = wakes.filter((row) => row.kind === SHARED_ATOMIC_ZERO);
  const change = !waited.isNotZero
    ? zeros.find(isByOther)
    : // It was set to 0 again: as things are, there is nothing to wake for.
      zeros.length > 0
      ? undefined
      : shared.accesses.find((row) => row.kind === SHARED_ATOMIC_WRITE && isByOther(row) && changes(trace, row.site) && isElement(row));
  // What the thread does later in the same step is told at its end.
  return change !== undefined && !Number.isNaN(segments.endNs.at(change.segment)) ? change : undefined;
}

/** A compareExchange may change nothing. */
function changes(trace: Trace, at: number): boolean {
  const site = trace.site(at);
  if (site === undefined) return false;
  return (
    STORES.test(site.text) ||
    (COUNTS.test(site.text) &&
      !trace.sites.some((s) => s.function === site.function && s.file === site.file && s.text === 'Atomics.notify'))
  );
}

/** A thread was to be woken by a call of Atomics.notify for which it came too late: it has never been woken in its life, and nobody has anything left to do that could wake it. */
export function notifiedEarly(trace: Trace, memoryOf: MemoryOf, block: BlockRow): Draft | undefined {
  const isElement = elementOf(memoryOf, block);
  if (isElement === undefined || trace.blocks.some((b) => b !== block && b.thread === block.thread)) return undefined;
  const calls = trace.shared.wakes.filter((row) => row.kind === SHARED_NOTIFY && isElement(row));
  // Where the element tells of work as well, the thread may have done that, and rest.
  if (trace.shared.accesses.some((row) => row.kind === SHARED_ATOMIC_WRITE && isElement(row))) return undefined;
  const call = calls.at(-1);
  if (call === undefined || call.thread === block.thread || call.site === NONE || call.endNs >= block.startNs) return undefined;
  const [waiter, other] = [threadName(trace, block.thread), threadName(trace, call.thread)];
  return {
    kind: 'deadlock.actual',
    key: `too late ${block.site}`,
    confidence: 0.85,
    verdict: 'observed',
    consequence: true,
    message: `Lost wake-up: ${other} called Atomics.notify before ${waiter} came to Atomics.wait (${functionLabel(trace, trace.functionAt(block.site))}) for byte ${block.waitsFor?.from ?? 0} of the shared memory, and nobody is left to call it again.`,
    why: [
      'Atomics.notify wakes who sleeps at that moment; who comes later knows nothing of it',
      'store a value first, and wait only while the element has the old one: then who comes late does not fall asleep',
    ],
    places: [
      { site: block.site, role: 'wait' },
      { site: call.site, role: 'notify' },
    ],
    segments: [block.segment, call.segment],
    activations: [],
  };
}

/** The finding about it. */
export function lostWakeUp(trace: Trace, block: BlockRow, change: SharedRow): Draft {
  const [waiter, other] = [threadName(trace, block.thread), threadName(trace, change.thread)];
  return {
    kind: 'deadlock.actual',
    key: `asleep ${block.site}`,
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message: `Lost wake-up: ${waiter} sleeps in Atomics.wait (${functionLabel(trace, trace.functionAt(block.site))}) for byte ${block.waitsFor?.from ?? 0} of the shared memory, which ${other} has changed without Atomics.notify.`,
    why: [
      'a thread in Atomics.wait does not look at the element again by itself: only Atomics.notify for that element, or a limit of time, ends its sleep',
      'nobody has called Atomics.notify for it since the thread fell asleep',
      'call Atomics.notify with the same array and index right after the change',
    ],
    places: [
      { site: change.site, role: 'write' },
      { site: block.site, role: 'wait' },
    ].filter((p) => p.site !== NONE),
    segments: [block.segment, change.segment],
    activations: [],
  };
}
