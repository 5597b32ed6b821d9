/**
 * loop.blocked by a callback that has not come to its end: an endless loop, a regular expression that tries for hours, a call that waits. It is told with those that wait for the thread, or when the run was ended because its time was
 * over; that a program was ended while it computed is no more than information.
 */
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_REPEAT, TASK_UNREF, type Trace } from '../../../model/trace.ts';
import { ROOT_HTTP_REQUEST, STILL_BLOCKED } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { placeOfFrame } from '../../frames.ts';
import { functionLabel } from '../../names.ts';
import { requestOf } from '../../roots.ts';
import { newestSegment } from '../../runEnd.ts';
import { testThreads } from '../../testFiles.ts';
import { stuckThread } from '../../waiting/stuckThreads.ts';
import { withCallers } from './loopCallers.ts';

export const loopStuckRule: Rule = { kinds: ['loop.blocked'], run: findStuckLoops };

/** A timer that is so late waits for the callback, and not for its turn. */
const LATE_NS = 200e6;
/** So long a call is let block before it is told that it has not returned. */
const MIN_BLOCK_NS = 1e9;
const FRAMES = 8;

function findStuckLoops(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  // Who waits in a loop for another thread, which waits for this one, has been told.
  if (earlier.some(({ kind }) => kind.startsWith('deadlock.'))) return [];
  return [...trace.threads.keys()].flatMap((thread) => {
    const stuck = computing(context, thread) ?? calling(trace, thread);
    return stuck === undefined ? [] : [toDraft(trace, thread, stuck)];
  });
}

interface Stuck {
  readonly places: readonly DraftPlace[];
  /** Who it is that keeps the thread. */
  readonly name: string;
  /** Since when, and when that was seen last. */
  readonly sinceNs: number;
  readonly seenNs: number;
  readonly why: readonly string[];
}

function computing({ trace, options }: AnalysisContext, thread: number): Stuck | undefined {
  const stuck = stuckThread(trace, thread);
  const own = stuck?.sample.frames.filter((frame) => options.locateFrame(frame) !== undefined) ?? [];
  const [innermost] = own;
  if (stuck === undefined || innermost === undefined) return undefined;
  const places = [...new Set(own)].slice(0, FRAMES).map((frame) => placeOfFrame(trace, frame, 'running'));
  const [place] = places;
  const named = place !== undefined && 'site' in place ? functionLabel(trace, trace.functionAt(place.site)) : '';
  return {
    places,
    name: named || nameOf(options.locateFrame(innermost)?.function, own.length),
    sinceNs: stuck.sinceNs,
    seenNs: stuck.seenNs,
    why: [
      'each look at the stack found it computing',
      'a loop whose condition only another callback could change never ends; nor does, in practice, a regular expression that can match a text in many ways',
    ],
  };
}

function nameOf(name: string | undefined, frames: number): string {
  if (name === undefined || name === '' || (name === '(anonymous)' && frames === 1)) return 'the main module';
  return name === '(anonymous)' ? 'a function without a name' : name;
}

/** In a call of a built-in that waits. Of `Atomics.wait` it is told elsewhere whether anybody could end it. */
function calling(trace: Trace, thread: number): Stuck | undefined {
  const row = trace.threads[thread];
  const block = trace.blocks.findLast((b) => b.thread === thread && Number.isNaN(b.endNs));
  const still = trace.stills.findLast((s) => s.thread === thread);
  if (row === undefined || row.exitReason !== -1 || block === undefined) return undefined;
  if (block.site === NONE || block.api === 'Atomics.wait') return undefined;
  if (still?.state !== STILL_BLOCKED || still.ns < row.endNs || still.ns - block.startNs < MIN_BLOCK_NS) return undefined;
  return {
    places: [{ site: block.site, role: 'blocking call' }],
    name: block.api,
    sinceNs: block.startNs,
    seenNs: still.ns,
    why: [`${block.api} blocks the thread`],
  };
}

function toDraft(trace: Trace, thread: number, { places, name, sinceNs, seenNs, why }: Stuck): Draft {
  const segment = newestSegment(trace, thread);
  const waiting = [...requestBehind(trace, segment), ...lateTimers(trace, thread, seenNs)];
  const seconds = `${((seenNs - sinceNs) / 1e9).toFixed(1)} s`;
  const what = waiting.length > 1 ? `${waiting.length} tasks wait` : `${waiting[0]} waits`;
  // A worker may compute for as long as it likes. The runner of the tests ends the process of a file whose time has passed.
  const isLate = trace.run.timedOut || (trace.run.signal === null && testThreads(trace).has(thread));
  const isNews = waiting.length > 0 || (isLate && trace.threads[thread]?.threadId === 0);
  return {
    kind: 'loop.blocked',
    key: `stuck ${JSON.stringify(places[0])}`,
    confidence: 0.9,
    verdict: 'observed',
    consequence: waiting.length > 0,
    ...(isNews ? {} : { ceiling: 'info' as const }),
    message: `The event loop is blocked by ${name}, which had not come to its end after ${seconds}${waiting.length > 0 ? `; ${what} for it` : ''}.`,
    why: [`${seconds} in one callback`, ...why, ...(waiting.length > 0 ? [`waiting: ${waiting.slice(0, 3).join(', ')}`] : [])],
    places: withCallers(trace, places),
    segments: segment === NONE ? [] : [segment],
    activations: [],
  };
}

/** Whoever sent the request that the callback works for has no answer yet. */
function requestBehind(trace: Trace, segment: number): string[] {
  const root = segment === NONE ? undefined : trace.roots[requestOf(trace, segment)];
  return root?.kind === ROOT_HTTP_REQUEST ? [root.label] : [];
}

/** Timers of the program that were due long before. */
function lateTimers(trace: Trace, thread: number, ns: number): string[] {
  const { segments, tasks } = trace;
  const found: string[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== thread || tasks.site.at(task) === NONE || !trace.isTimeout(task)) continue;
    const [flags, delay, last] = [tasks.flags.at(task), tasks.delayMs.at(task), tasks.lastRun.at(task)];
    const isOver = (flags & (TASK_CLEARED | TASK_UNREF)) !== 0 || (last !== NONE && (flags & TASK_REPEAT) === 0);
    const armedNs = last === NONE ? tasks.initNs.at(task) : segments.endNs.at(last);
    if (isOver || !(delay >= 0) || !(armedNs + delay * 1e6 + LATE_NS < ns)) continue;
    found.push(`a ${delay} ms timer (${trace.site(tasks.site.at(task))?.text ?? ''})`);
  }
  return found;
}
