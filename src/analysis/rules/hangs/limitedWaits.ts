/**
 * deadlock.actual between threads that a time limit has ended: a thread sat in Atomics.wait until its limit was over, for what another thread sets only after a message of that thread. Both
 * stood still for the whole time, and the one went on without what it had waited for. Where that message never came, because the other was ended, what it did tells as much: asked by the
 * one that waits, it asked something in turn, and had nothing else to do.
 */
import { NONE } from '../../../model/ids.ts';
import type { BlockRow, MessageRow, Trace } from '../../../model/trace.ts';
import { SHARED_ATOMIC_WRITE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { functionLabel, taskName, threadName } from '../../names.ts';
import { uniteBuffers } from '../../shared/sharedBuffers.ts';
import { hasSource } from '../../waiting/standstill.ts';

export const limitedWaitsRule: Rule = { kinds: ['deadlock.actual'], run: findLimitedWaits };

/** Shorter ones are how a thread looks again and again. One that nobody asks anything meanwhile may be a pause that can be cut short. */
const MIN_NS = 500e6;

function findLimitedWaits({ trace }: AnalysisContext): Draft[] {
  if (trace.run.incomplete.length > 0) return [];
  const drafts = new Map<number, Draft>();
  for (const block of trace.blocks) {
    const isLong = block.waitsFor?.isLimited === true && block.waitsFor.buffer !== 0 && block.endNs - block.startNs >= MIN_NS;
    if (!isLong || block.site === NONE || drafts.has(block.site)) continue;
    const setter = setterAfter(trace, block);
    const asked = setter === undefined ? askedInVain(trace, block) : undefined;
    if (setter !== undefined) drafts.set(block.site, toDraft(trace, block, setter));
    else if (asked !== undefined) drafts.set(block.site, inVainDraft(trace, block, asked));
  }
  return [...drafts.values()];
}

/** Who set the element when the wait was over, and where it had waited itself. */
interface Setter {
  readonly thread: number;
  readonly suspension: number;
  readonly site: number;
}

function setterAfter(trace: Trace, block: BlockRow): Setter | undefined {
  const waited = block.waitsFor;
  if (waited === undefined) return undefined;
  const memoryOf = uniteBuffers(trace);
  const memory = memoryOf(block.thread, waited.buffer);
  if (memory < 0) return undefined;
  for (const { thread, segment, buffer, from, kind, site } of trace.shared.accesses) {
    if (thread === block.thread || kind !== SHARED_ATOMIC_WRITE || from !== waited.from || memoryOf(thread, buffer) !== memory) continue;
    const ns = trace.segments.startNs.at(segment);
    if (ns < block.startNs) continue;
    // The first one since: it comes too late, and only because of a message of the thread that waited.
    if (ns <= block.endNs) return undefined;
    const suspension = messageWait(trace, segment, block);
    return suspension === NONE ? undefined : { thread, suspension, site };
  }
  return undefined;
}

/** The await that spans the end of the wait, and that a message of the waiting thread ended in the turn of the segment, sent when the wait was over; NONE. */
function messageWait(trace: Trace, segment: number, block: BlockRow): number {
  const { suspensions: s, segments } = trace;
  const thread = segments.thread.at(segment);
  const turn = segments.turn.at(segment);
  const isHere = (at: number): boolean => at !== NONE && segments.thread.at(at) === thread && segments.turn.at(at) === turn;
  const isBy = (at: number): boolean => at !== NONE && segments.thread.at(at) === block.thread;
  const isAnswered = trace.messages.some((m) => isHere(m.receiveSegment) && isBy(m.postSegment) && m.postNs >= block.endNs);
  const isAsked = trace.messages.some(
    (m) =>
      segments.thread.at(m.postSegment) === thread &&
      m.postNs <= block.endNs - MIN_NS &&
      m.receiveNs >= block.endNs &&
      isBy(m.receiveSegment),
  );
  if (!isAnswered || !isAsked) return NONE;
  for (let i = 0; i < s.length; i++) {
    if (isHere(s.resumeSegment.at(i)) && s.resumeNs.at(i) >= block.endNs && block.endNs - s.startNs.at(i) >= MIN_NS) return i;
  }
  return NONE;
}

/**
 * A message to the thread that waits, sent by a thread that it had asked for something just before, in the turn of that question, or had started with the memory; the sender then stood still until the wait was over, and
 * nothing but an answer could have made it go on.
 */
function askedInVain(trace: Trace, block: BlockRow): MessageRow | undefined {
  const { segments } = trace;
  return trace.messages.find((back) => {
    const thread = segments.thread.at(back.postSegment);
    if (thread === block.thread || back.receiveSegment === NONE || segments.thread.at(back.receiveSegment) !== block.thread) return false;
    if (back.postNs < block.startNs || back.postNs > block.endNs - MIN_NS || back.receiveNs < block.endNs) return false;
    const turn = segments.turn.at(back.postSegment);
    const isQuestion = (m: MessageRow): boolean =>
      m.receiveSegment !== NONE &&
      segments.thread.at(m.receiveSegment) === thread &&
      segments.turn.at(m.receiveSegment) === turn &&
      segments.thread.at(m.postSegment) === block.thread &&
      m.postNs <= block.startNs;
    return (
      (trace.messages.some(isQuestion) || isStartedWith(trace, thread, block)) &&
      !wasAtWork(trace, thread, turn, block) &&
      !wasSet(trace, thread, block)
    );
  });
}

/** The thread that waits made the other one, and gave it the memory. */
function isStartedWith(trace: Trace, thread: number, { thread: waiter, startNs, waitsFor }: BlockRow): boolean {
  const made = trace.workers.find((w) => w.child === thread);
  if (made === undefined || made.thread !== waiter || made.startNs > startNs) return false;
  const memoryOf = uniteBuffers(trace);
  const memory = memoryOf(waiter, waitsFor?.buffer ?? 0);
  return memory >= 0 && trace.shared.buffers.some((b) => b.thread === thread && memoryOf(thread, b.buffer) === memory);
}

/** Between the turn and the end of the wait the thread ran, or had begun something that could have called back. */
function wasAtWork(trace: Trace, thread: number, turn: number, block: BlockRow): boolean {
  const { segments: s, tasks } = trace;
  for (let i = s.length - 1; i >= 0; i--) {
    if (s.thread.at(i) !== thread || s.startNs.at(i) >= block.endNs) continue;
    if (s.turn.at(i) !== turn || Number.isNaN(s.endNs.at(i)) || s.endNs.at(i) > block.endNs - MIN_NS) return true;
    break;
  }
  if (hasSource(trace, thread)) return true;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== thread || trace.isPromise(task) || tasks.initNs.at(task) >= block.endNs) continue;
    const run = tasks.firstRun.at(task);
    if (run !== NONE && s.startNs.at(run) >= block.endNs) return true;
  }
  return trace.blocks.some((b) => b.thread === thread && b.startNs < block.endNs && !(b.endNs < block.endNs));
}

/** Somebody else than the two has written shared memory while the thread waited. */
function wasSet(trace: Trace, thread: number, block: BlockRow): boolean {
  return trace.shared.accesses.some(
    (a) =>
      a.thread !== block.thread &&
      a.thread !== thread &&
      a.kind === SHARED_ATOMIC_WRITE &&
      trace.segments.startNs.at(a.segment) < block.endNs &&
      !(trace.segments.endNs.at(a.segment) < block.startNs),
  );
}

function inVainDraft(trace: Trace, block: BlockRow, back: MessageRow): Draft {
  const [waiter, other] = [threadName(trace, block.thread), threadName(trace, trace.segments.thread.at(back.postSegment))];
  const where = functionLabel(trace, trace.functionAt(block.site));
  const seconds = ((block.endNs - block.startNs) / 1e9).toFixed(1);
  return {
    kind: 'deadlock.actual',
    key: `limit ${block.site}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `Deadlock until a time limit: ${waiter} waits ${seconds} s in Atomics.wait (${where}) for ${other}, which had sent it a message and was idle until that could be received.`,
    why: [
      `${waiter} had asked ${other} for something, or started it for that; ${other} answered with a message, and had nothing else to do`,
      `${waiter} can neither receive nor answer a message while it is blocked; the limit ended the wait`,
      'wait with Atomics.waitAsync, or await a message instead',
    ],
    places: [
      { site: block.site, role: 'wait' },
      { site: back.site, role: 'message' },
    ].filter((p) => p.site !== NONE),
    segments: [block.segment, back.postSegment],
    activations: [],
  };
}

function toDraft(trace: Trace, block: BlockRow, { thread, suspension, site }: Setter): Draft {
  const activation = trace.suspensions.activation.at(suspension);
  const where = functionLabel(trace, trace.functionAt(block.site));
  const seconds = ((block.endNs - block.startNs) / 1e9).toFixed(1);
  const [waiter, other] = [threadName(trace, block.thread), threadName(trace, thread)];
  return {
    kind: 'deadlock.actual',
    key: `limit ${block.site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `Deadlock until a time limit: ${waiter} waits ${seconds} s in Atomics.wait (${where}) for byte ${block.waitsFor?.from ?? 0} of the shared memory, which ${taskName(trace, activation)} in ${other} sets only after a message of ${waiter}.`,
    why: [
      `${waiter} can neither receive nor answer a message while it is blocked; the limit ended the wait`,
      'set the element before the answer is awaited, or wait with Atomics.waitAsync',
    ],
    places: [
      { site: block.site, role: 'wait' },
      { site: trace.suspensions.site.at(suspension), role: 'await' },
      { site, role: 'write' },
    ].filter((p) => p.site !== NONE),
    segments: [block.segment],
    activations: [activation],
  };
}
