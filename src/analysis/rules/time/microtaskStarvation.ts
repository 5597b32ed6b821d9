/**
 * loop.microtask-starvation: promise reactions and process.nextTick callbacks that keep making more of themselves; timers, immediates and I/O get no turn meanwhile
 * (detection.md §5). Only with a victim: something that was due while the queue was drained.
 */
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_UNREF, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isOfTests } from '../../testFiles.ts';
import { worksForAnother } from './loopBlocked.ts';

export const microtaskRule: Rule = { kinds: ['loop.microtask-starvation'], run: findStarvation };

const MIN_COUNT = 10_000;
const MIN_NS = 50e6;
/** A queue of fewer callbacks that lasts is a matter of long callbacks (loop.blocked). */
const MIN_FOR_TIME = 500;
/** A callback of this length is a matter of its own (loop.blocked). */
const LONG_NS = 10e6;
/** Nearly all callbacks take at most as long as the one at this place in their order. */
const USUAL_SHARE = 0.98;
/** What takes so many times as long, and this long, was interrupted. */
const TAKEN_TIMES = 8;
const TAKEN_NS = 1e6;
/** Share of the callbacks that must come from one place. */
const MIN_SHARE = 0.2;
/** What was due must have waited this long. */
const MIN_DELAY_NS = 20e6;

const SETS_TIMER = /(?:^|\.)set(?:Timeout|Interval)$/;
const FILES = new Set(['FSREQCALLBACK', 'FSREQPROMISE']);
const CONNECTIONS = new Set(['TCPCONNECTWRAP', 'PIPECONNECTWRAP', 'GETADDRINFOREQWRAP']);
/** An operation on a file is long done after this time, a connection made, and a message of a thread there. */
const OPERATION_NS = 100e6;
/** What comes so soon after the queue, or within this share of the time since it was asked for, had been there before its end. */
const AFTER_NS = 5e6;
const AFTER_SHARE = 0.1;
/** A queue that is still being worked off when the run is cut has no end, and what waits for that, after this time. */
const ENDLESS_NS = 500e6;
/** Share of the callbacks of the queue that count as its beginning: a module may load others in the same turn before its loop begins. */
const BEGINNING_SHARE = 0.25;

/** Fewer callbacks, of which none is long, are told when they are so many, and have taken the processor for so long together, and what was due has waited for half of that. */
const MIN_FEW = 16;
const MIN_FEW_NS = 200e6;
/** What counts as one of them; and one that takes this much of the processor is a matter of loop.blocked. */
const WORK_NS = 2e6;
const BLOCKS_NS = 50e6;

/** What was put into the queue at once is worked off, with the few steps that each takes; what comes after as many others that made one another keeps the queue going. */
const MIN_LINE = 8;

/** Callbacks of one turn after its macrotask. */
interface Drain {
  readonly thread: number;
  readonly from: number;
  to: number;
  count: number;
  /** Callbacks that were made by another one of this drain, which was made by another one, and so on. */
  chained: number;
  /** By segment from `from` on: how many made one another before it. */
  readonly lines: number[];
  /** Nothing came after it. */
  isLast: boolean;
}

/** Segments between two looks whether a view waits: some milliseconds. */
const PAUSE_EVERY = 65_536;

function findStarvation(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { segments: s, tasks } = trace;
  // One pass for all threads: a run may have a thousand of them.
  const drafts: Draft[][] = trace.threads.map(() => []);
  const drains: (Drain | undefined)[] = trace.threads.map(() => undefined);
  const end = (thread: number, isLast: boolean): void => {
    const drain = drains[thread];
    if (drain === undefined) return;
    drain.isLast = isLast;
    judge(trace, drain, drafts[thread] as Draft[]);
    drains[thread] = undefined;
  };
  for (let i = 0; i < s.length; i++) {
    if (i % PAUSE_EVERY === 0 && context.options.isCancelled()) break;
    const thread = s.thread.at(i);
    const open = drains[thread];
    if (open !== undefined && s.turn.at(i) !== s.turn.at(open.from)) end(thread, false);
    const task = s.task.at(i);
    if (task === NONE || !isMicro(trace, task)) continue;
    const drain = (drains[thread] ??= { thread, from: i, to: i, count: 0, chained: 0, lines: [], isLast: false });
    drain.to = i;
    drain.count++;
    const maker = tasks.initSegment.at(task) - drain.from;
    const line = maker < 0 ? 0 : (drain.lines[maker] ?? 0) + 1;
    drain.lines[i - drain.from] = line;
    if (line >= MIN_LINE) drain.chained++;
  }
  for (const thread of trace.threads.keys()) end(thread, true);
  return drafts.flat();
}

function isMicro(trace: Trace, task: number): boolean {
  if (trace.isPromise(task)) return true;
  const type = trace.taskType(task);
  return type === 'TickObject' || type === 'Microtask';
}

function judge(trace: Trace, drain: Drain, drafts: Draft[]): void {
  const { segments: s } = trace;
  const startNs = s.startNs.at(drain.from);
  const endNs = Number.isNaN(s.endNs.at(drain.to)) ? s.startNs.at(drain.to) : s.endNs.at(drain.to);
  const ns = endNs - startNs;
  const thread = trace.threads[drain.thread];
  const isFew = drain.count < MIN_FOR_TIME;
  if (thread === undefined || drain.chained < (isFew ? MIN_FEW : drain.count / 2)) return;
  if (!isFew && ns - longNs(trace, drain) < (drain.count < MIN_COUNT ? MIN_NS : MIN_DELAY_NS)) return;
  const site = commonSite(trace, drain);
  if (site === NONE) return;
  const row = trace.site(site);
  if (isFew && workNs(trace, drain, row?.function ?? NONE) < MIN_FEW_NS) return;
  const victim = findVictim(trace, drain, startNs, endNs);
  if (victim === undefined) return;
  if (isFew && (!victim.isOwn || victim.delayNs < MIN_FEW_NS / 2 || isOfTests(trace, row?.file ?? NONE))) return;
  // It lets others in after as many as it sees fit: on a busy machine those take longer.
  if (drain.count < MIN_COUNT && letsOthersIn(trace, row?.function ?? NONE)) return;
  const name = row === undefined ? '' : (trace.functions[row.function]?.name ?? '');
  drafts.push({
    kind: 'loop.microtask-starvation',
    key: `${site}`,
    confidence: 0.85,
    verdict: 'observed',
    consequence: false,
    message: `${drain.count.toLocaleString('en')} promise reactions and ticks ran in one turn of the event loop (${Math.round(ns / 1e6)} ms)${name === '' ? '' : `, kept going by ${name}`}; ${victim.name} had to wait ${Math.round(victim.delayNs / 1e6)} ms.`,
    why: [
      'each of them made the next one: awaiting a settled promise, queueMicrotask and process.nextTick never let the event loop go on',
      'setImmediate (or a timer) now and then lets others in',
    ],
    places: [{ site, role: 'makes the next one' }],
    segments: [drain.from, drain.to],
    activations: [],
  });
}

/**
 * `for (const part of parts) { count(part); await null; }`: what the callbacks that others of them made have done. How long each took says it, unless that was so long that the processor time was asked for: a
 * machine that has others to serve takes it away for longer than that. Only what the function itself has made: of a runner that works off one test after the other it is a part.
 */
function workNs(trace: Trace, drain: Drain, fn: number): number {
  const { segments: s } = trace;
  const used = new Map(trace.longs.map(({ segment, cpuNs }) => [segment, cpuNs]));
  let sum = 0;
  for (let i = drain.from; i <= drain.to; i++) {
    if (s.thread.at(i) !== drain.thread || (drain.lines[i - drain.from] ?? 0) === 0) continue;
    const site = madeAt(trace, s.task.at(i));
    if (site === NONE || trace.functionAt(site) !== fn) continue;
    const wallNs = s.endNs.at(i) - s.startNs.at(i);
    const cpuNs = used.get(i) ?? Number.NaN;
    const ns = Number.isNaN(cpuNs) ? wallNs : Math.min(wallNs, cpuNs);
    if (ns >= WORK_NS && ns < BLOCKS_NS) sum += ns;
  }
  return sum;
}

/** The function waits for an immediate now and then. */
function letsOthersIn(trace: Trace, fn: number): boolean {
  const { tasks, activations: acts } = trace;
  for (let task = 0; task < tasks.length; task++) {
    const maker = tasks.creator.at(task);
    if (maker !== NONE && acts.fn.at(maker) === fn && !trace.isPromise(task) && trace.taskType(task) === 'Immediate') return true;
  }
  return false;
}

/** What is usual, so many of millions tell. An odd number of steps: callbacks and what lies between them take turns. */
const ASKED_SPANS = 100_000;

/**
 * Time of the long callbacks: one of them is no starvation by many, and the system may have taken the processor away in the middle of another, or between two. Where that
 * happens often (a busy machine) it is for less time, too: what few of them took, and many times as long as nearly all others, is not theirs.
 */
function longNs(trace: Trace, drain: Drain): number {
  const { segments: s } = trace;
  const spans: number[] = [];
  let last = NONE;
  for (let i = drain.from; i <= drain.to; i++) {
    if (s.thread.at(i) !== drain.thread) continue;
    if (last !== NONE) spans.push(s.startNs.at(i) - s.endNs.at(last));
    spans.push(s.endNs.at(i) - s.startNs.at(i));
    last = i;
  }
  const step = Math.ceil(spans.length / ASKED_SPANS) | 1;
  const asked = Float64Array.from({ length: Math.floor(spans.length / step) }, (_, i) => spans[i * step] as number).sort();
  const usual = asked[Math.floor(asked.length * USUAL_SHARE)] ?? 0;
  const longest = Math.min(LONG_NS, Math.max(TAKEN_NS, usual * TAKEN_TIMES));
  return spans.reduce((sum, ns) => (ns >= longest ? sum + ns : sum), 0);
}

interface Victim {
  readonly name: string;
  readonly delayNs: number;
  /** Code of the program asked for it, as far as that is recorded. */
  readonly isOwn: boolean;
}

/** A timer that was overdue, an immediate or operation that ran right after, or a message that lay there: the program's own rather than one of Node or a library. */
function findVictim(trace: Trace, drain: Drain, startNs: number, endNs: number): Victim | undefined {
  const { tasks, segments: s } = trace;
  let best = lateMessage(trace, drain, startNs, endNs);
  const isEndless = drain.isLast && endNs - startNs >= ENDLESS_NS;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== drain.thread || trace.isPromise(task)) continue;
    const repeats = trace.repeats(task);
    // An interval runs until it is cleared: with the last of these callbacks, perhaps.
    const isCleared = (tasks.flags.at(task) & TASK_CLEARED) !== 0;
    const cleared = isCleared ? (trace.clearedIntervals.get(task)?.segment ?? NONE) : Infinity;
    if (tasks.initSegment.at(task) > drain.to || cleared < drain.from) continue;
    let first = tasks.firstRun.at(task);
    const type = trace.taskType(task);
    let due = Number.NaN;
    if (type === 'Timeout' && repeats) {
      // An interval is due again after its last run.
      const runs = runsAround(trace, drain, task);
      first = runs.next;
      due = (runs.last === NONE ? tasks.initNs.at(task) : s.endNs.at(runs.last)) + Math.max(1, tasks.delayMs.at(task)) * 1e6;
    } else if (first !== NONE && first < drain.from) continue;
    else if (type === 'Timeout') due = tasks.initNs.at(task) + Math.max(1, tasks.delayMs.at(task)) * 1e6;
    // An immediate that no code of the program asked for is housekeeping of a built-in.
    else if (type === 'Immediate' && (trace.run.level === 'light' || tasks.site.at(task) !== NONE)) due = tasks.initNs.at(task);
    // The callback of an operation that was begun before and came first of all afterwards.
    else if (
      (FILES.has(type) || CONNECTIONS.has(type)) &&
      first !== NONE &&
      (CONNECTIONS.has(type) || isOneFile(trace, task)) &&
      isRightAfter(trace, drain, first, endNs)
    ) {
      due = tasks.initNs.at(task) + OPERATION_NS;
    }
    // What has not come until the run was cut: operations, and ticks, which wait for all promise reactions.
    else if (first === NONE && isEndless && (type === 'TickObject' || FILES.has(type) || CONNECTIONS.has(type))) {
      due = tasks.initNs.at(task) + OPERATION_NS;
    }
    if (!(due < endNs)) continue;
    // What never got its turn waited until the end, or until it was cleared.
    const ran = first === NONE ? (cleared < drain.to ? s.startNs.at(cleared) : endNs) : s.startNs.at(first);
    const delayNs = Math.min(ran, endNs) - Math.max(due, startNs);
    if (delayNs < MIN_DELAY_NS) continue;
    const made = CONNECTIONS.has(type) && tasks.site.at(task) === NONE ? tasks.parent.at(task) : task;
    const site = made === NONE ? NONE : tasks.site.at(made);
    const isOwn = trace.run.level === 'light' || site !== NONE;
    // One that does not keep the program alive is housekeeping of whoever made it: its caller expects nothing of it at a certain time.
    if (!isOwn && type === 'Timeout' && (tasks.flags.at(task) & TASK_UNREF) !== 0) continue;
    if (best !== undefined && (best.isOwn === isOwn ? best.delayNs >= delayNs : best.isOwn)) continue;
    const call = trace.site(site)?.text;
    const name = type === 'Immediate' ? 'an immediate' : type === 'TickObject' ? 'a tick' : `the callback of \`${call ?? 'an operation'}\``;
    best = { name: type === 'Timeout' ? timerName(tasks.delayMs.at(task), call, isOwn) : name, delayNs, isOwn };
  }
  return best;
}

/** A message of another thread that was there long before this one took it; to one that works for another thread they are its queue. */
function lateMessage(trace: Trace, drain: Drain, startNs: number, endNs: number): Victim | undefined {
  if (worksForAnother(trace, drain.thread)) return undefined;
  const { segments: s } = trace;
  let delayNs = MIN_DELAY_NS;
  for (const { postSegment, postNs, receiveSegment } of trace.messages) {
    if (receiveSegment <= drain.to || s.thread.at(receiveSegment) !== drain.thread || s.thread.at(postSegment) === drain.thread) continue;
    delayNs = Math.max(delayNs, Math.min(s.startNs.at(receiveSegment), endNs) - Math.max(postNs + OPERATION_NS, startNs));
  }
  return delayNs > MIN_DELAY_NS ? { name: 'a message of another thread', delayNs, isOwn: true } : undefined;
}

/** A library's timer is known by the call that made it. */
function timerName(ms: number, call: string | undefined, isOwn: boolean): string {
  const timer = `a ${ms} ms timer`;
  if (call === undefined) return isOwn ? timer : `${timer} of Node or a library`;
  return SETS_TIMER.test(call) ? timer : `${timer} of \`${call}\``;
}

/** A stream reads ahead of who takes in what it has: that one it waits for. */
function isOneFile(trace: Trace, task: number): boolean {
  const site = trace.site(trace.tasks.site.at(task));
  return site !== undefined && !/Stream|readLines|Interface|pipe|(?:^|\.)read$/.test(site.text);
}

function isRightAfter({ tasks, segments: s }: Trace, drain: Drain, run: number, endNs: number): boolean {
  const task = s.task.at(run);
  const isBegunEarly = tasks.initSegment.at(task) < drain.from + (drain.to - drain.from) * BEGINNING_SHARE;
  // On a busy machine the thread does not go on at once.
  const afterNs = Math.max(AFTER_NS, (endNs - tasks.initNs.at(task)) * AFTER_SHARE);
  return isBegunEarly && run > drain.to && s.startNs.at(run) - endNs < afterNs;
}

/** The last run before these callbacks, and the next one after them; NONE. */
function runsAround(trace: Trace, drain: Drain, task: number): { readonly last: number; readonly next: number } {
  const { segments: s } = trace;
  const isRun = (segment: number): boolean => s.task.at(segment) === task;
  const [first, newest] = [trace.tasks.firstRun.at(task), trace.tasks.lastRun.at(task)];
  let last = first === NONE ? NONE : drain.from - 1;
  while (last !== NONE && last >= first && !isRun(last)) last--;
  let next = newest === NONE ? Infinity : drain.to + 1;
  while (next <= newest && !isRun(next)) next++;
  return { last: last < first ? NONE : last, next: next > newest ? NONE : next };
}

/** The await that a callback goes on from, or the call that has made it. */
function madeAt({ suspensions, tasks }: Trace, task: number): number {
  const suspension = tasks.suspension.at(task);
  return suspension === NONE ? tasks.site.at(task) : suspensions.site.at(suspension);
}

/** The call or await site at which most of the callbacks were made; NONE when they come from many places. */
function commonSite(trace: Trace, drain: Drain): number {
  const { segments: s } = trace;
  const counts = new Map<number, number>();
  let looked = 0;
  for (let i = drain.from; i <= drain.to && looked < 2000; i++) {
    if (s.thread.at(i) !== drain.thread || s.task.at(i) === NONE) continue;
    looked++;
    const site = madeAt(trace, s.task.at(i));
    if (site !== NONE) counts.set(site, (counts.get(site) ?? 0) + 1);
  }
  let best = NONE;
  for (const [site, count] of counts) if (best === NONE || count > (counts.get(best) ?? 0)) best = site;
  // Many different ones are a program (or its tests) at work, not a loop that feeds itself.
  return (counts.get(best) ?? 0) >= looked * MIN_SHARE ? best : NONE;
}
