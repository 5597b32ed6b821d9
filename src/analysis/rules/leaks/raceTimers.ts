/**
 * timer.leak, third part: the limit of a race that was decided long ago, of a promise that was settled before, or of a call that has ended. Nobody clears its timer, so it keeps a program alive that has nothing left to do
 * (`Promise.race([work(), timeout(30_000)])`, `setTimeout(() => controller.abort(), 30_000)`). Said here of a program that came to its end by itself, after a time in which nothing but such timers ran;
 * `leakAlive` says it of one that somebody stopped before.
 */
import { NONE } from '../../../model/ids.ts';
import { COMBINE_RACE, FLAG_REJECTS, FLAG_WAKES } from '../../../model/vocabulary.ts';
import { TASK_CLEARED, TASK_REPEAT, TASK_UNREF, type SiteRow, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { EMPTY_LOOP } from '../../runEnd.ts';
import { sitesIn } from '../../siteIndex.ts';
import { isExecutor } from '../../waiting/wakers.ts';

export const raceTimersRule: Rule = { kinds: ['timer.leak'], run: ({ trace }: AnalysisContext) => findRaceTimers(trace) };

/** Kept alive for less than this, nobody notices. */
const MIN_KEPT_NS = 1e9;

function findRaceTimers(trace: Trace): Draft[] {
  if (trace.run.incomplete.length > 0) return [];
  const limits = limitsOf(trace);
  if (limits.size === 0) return [];
  const { segments: s, tasks } = trace;
  const drafts: Draft[] = [];
  for (const [number, thread] of trace.threads.entries()) {
    if (thread.threadId !== 0 || thread.exitReason !== EMPTY_LOOP || thread.gaps.length > 0) continue;
    /** Site → its last timer. */
    const last = new Map<number, number>();
    const turns = new Set<number>();
    for (const timer of limits.keys()) {
      const run = tasks.firstRun.at(timer);
      if (tasks.thread.at(timer) !== number || run === NONE) continue;
      turns.add(s.turn.at(run));
      const before = last.get(tasks.site.at(timer));
      if (before === undefined || tasks.firstRun.at(before) < run) last.set(tasks.site.at(timer), timer);
    }
    if (last.size === 0) continue;
    let end = s.length - 1;
    while (end >= 0 && (s.thread.at(end) !== number || turns.has(s.turn.at(end)))) end--;
    const worked = end < 0 ? Number.NaN : s.endNs.at(end);
    for (const timer of last.values()) {
      const keptNs = s.startNs.at(tasks.firstRun.at(timer)) - worked;
      if (keptNs >= MIN_KEPT_NS) drafts.push(toDraft(trace, limits, timer, keptNs));
    }
  }
  return drafts;
}

/** Timers of members of races that another member has decided before they ran, and the call that set each for itself to wait for; NONE. And those that abort what a call has ended with. */
export function limitsOf(trace: Trace): Map<number, number> {
  const { tasks } = trace;
  const members = new Set<number>();
  for (const { kind, result, members: all } of trace.combines) {
    if (kind !== COMBINE_RACE || result === NONE || tasks.resolveSegment.at(result) === NONE) continue;
    const isLate = (member: number): boolean =>
      tasks.resolveSegment.at(member) === NONE || tasks.resolveNs.at(member) > tasks.resolveNs.at(result);
    const isByWork = all.some((member) => !isLate(member) && !isDelay(trace, member));
    for (const member of all) {
      if (!isLate(member)) continue;
      // What can only be rejected is a limit, and so is a mere delay beside what is none; anything else may be work of which the result is not needed any more.
      if (!trace.hasFlag(tasks.site.at(member), FLAG_REJECTS)) {
        if (isByWork && isDelay(trace, member)) members.add(member);
        continue;
      }
      const before = tasks.parent.at(member);
      members.add(before !== NONE && isDelay(trace, before) ? before : member);
    }
  }
  const limits = new Map<number, number>();
  for (const member of members) {
    const [segment, activation] = [tasks.initSegment.at(member), tasks.activation.at(member)];
    for (let task = Math.max(0, member - NEAR); task < Math.min(tasks.length, member + NEAR); task++) {
      if (tasks.initSegment.at(task) !== segment || trace.isPromise(task) || trace.taskType(task) !== 'Timeout') continue;
      if (!isLeft(trace, task)) continue;
      const isOwn = activation !== NONE && tasks.creator.at(task) === activation;
      const isIts = isOwn || isSettledBy(trace, member, task) || (task === member + 1 && isDelay(trace, member));
      if (isIts) limits.set(task, isOwn ? activation : NONE);
    }
  }
  for (let task = 0; task < tasks.length; task++) {
    if (!trace.isPromise(task) && trace.taskType(task) === 'Timeout' && isLeft(trace, task) && isVoid(trace, task)) limits.set(task, NONE);
  }
  const aborting = new Map<number, boolean>();
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task) || trace.taskType(task) !== 'Timeout' || !isLeft(trace, task)) continue;
    const [site, call] = [tasks.site.at(task), tasks.creator.at(task)];
    const endedNs = call === NONE || trace.activations.endSegment.at(call) === NONE ? Infinity : trace.activations.endNs.at(call);
    if (endedNs === Infinity) continue;
    const run = tasks.firstRun.at(task);
    if (run !== NONE && trace.segments.startNs.at(run) < endedNs) continue;
    if (!aborting.has(site)) aborting.set(site, abortsOwn(trace, site));
    if (aborting.get(site) === true) limits.set(task, NONE);
  }
  return limits;
}

/** Set once, and neither cleared nor unref()ed. */
function isLeft({ tasks }: Trace, task: number): boolean {
  return (tasks.flags.at(task) & (TASK_REPEAT | TASK_UNREF | TASK_CLEARED)) === 0;
}

/**
 * All that the callback of a timer does is to settle the promise in whose executor it was set, which was settled by something else before (`bus.once(name, resolve);
 * setTimeout(() => reject(new Error('late')), ms)`).
 */
export function isVoid(trace: Trace, timer: number): boolean {
  const { tasks } = trace;
  const site = trace.site(tasks.site.at(timer));
  if (site === undefined) return false;
  let promise = timer - 1;
  const isIts = (task: number): boolean =>
    trace.isPromise(task) && tasks.initSegment.at(task) === tasks.initSegment.at(timer) && isSettledBy(trace, task, timer);
  while (promise >= Math.max(0, timer - NEAR) && !isIts(promise)) promise--;
  const settled = promise < Math.max(0, timer - NEAR) ? NONE : tasks.resolveSegment.at(promise);
  const run = tasks.firstRun.at(timer);
  if (settled === NONE || (run !== NONE && run <= settled)) return false;
  // `setTimeout(reject, ms)`
  if (trace.hasFlag(tasks.site.at(timer), FLAG_WAKES)) return true;
  const callback = callbackOf(trace, site);
  const calls = sitesIn(trace, callback).map((at) => trace.site(at) as SiteRow);
  const settles = calls.filter(({ kind, flags = 0 }) => kind === 'call' && (flags & FLAG_WAKES) !== 0);
  return settles.length > 0 && calls.every((call) => settles.includes(call) || (call.kind === 'new' && call.text.endsWith('Error')));
}

/** The function that is given to a call. */
function callbackOf(trace: Trace, site: SiteRow): number {
  return trace.functions.findIndex((_, fn) => isExecutor(trace, fn, site));
}

/** `const controller = new AbortController(); setTimeout(() => controller.abort(), ms)`: all that the callback does, and it is of this call. */
function abortsOwn(trace: Trace, made: number): boolean {
  const site = trace.site(made);
  if (site === undefined) return false;
  const calls = sitesIn(trace, callbackOf(trace, site)).map((at) => trace.site(at) as SiteRow);
  const own = sitesIn(trace, site.function).flatMap((at) => {
    const { kind, text, held = '' } = trace.site(at) as SiteRow;
    return kind === 'new' && text === 'AbortController' && /^\w+$/.test(held) ? [`${held}.abort`] : [];
  });
  return calls.length > 0 && calls.every(({ kind, text }) => (kind === 'call' && own.includes(text)) || text.endsWith('Error'));
}

/** `new Promise((resolve) => { setTimeout(resolve, ms); })`, `setTimeout(ms, null)` of timers/promises: nothing but a timer settles it, which was set at once. */
function isDelay(trace: Trace, promise: number): boolean {
  const { tasks } = trace;
  const timer = promise + 1;
  if (timer >= tasks.length || !trace.isPromise(promise) || trace.isPromise(timer) || trace.taskType(timer) !== 'Timeout') return false;
  if (tasks.initSegment.at(timer) !== tasks.initSegment.at(promise) || tasks.activation.at(promise) !== NONE) return false;
  const next = timer + 1;
  const isOther = next < tasks.length && tasks.initSegment.at(next) === tasks.initSegment.at(promise) && isSettledBy(trace, promise, next);
  return !isOther && (tasks.site.at(timer) === tasks.site.at(promise) || isSettledBy(trace, promise, timer));
}

/** Tasks between a promise and its timer, made in one step. */
export const NEAR = 8;

/** The timer was set in the executor of the promise; or in a function that stands in there (`isDeep`). */
export function isSettledBy(trace: Trace, promise: number, timer: number, isDeep = false): boolean {
  const { tasks } = trace;
  const [made, set] = [tasks.site.at(promise), tasks.site.at(timer)];
  const at = trace.site(made);
  if (at === undefined || set === NONE) return false;
  if (at.kind !== 'new') return false;
  const fn = trace.functionAt(set);
  const around = isDeep ? (trace.functions[fn]?.parentFunction ?? NONE) : NONE;
  return isExecutor(trace, fn, at) || (around !== NONE && isExecutor(trace, around, at));
}

export function toDraft(trace: Trace, limits: ReadonlyMap<number, number>, timer: number, keptNs: number): Draft {
  const { tasks } = trace;
  const site = tasks.site.at(timer);
  const same = [...limits.keys()].filter((other) => tasks.site.at(other) === site).length;
  const seconds = (keptNs / 1e9).toFixed(1);
  const [isRace, isOfPromise] = [!abortsOwn(trace, site), isVoid(trace, timer)];
  return {
    kind: 'timer.leak',
    key: `${site}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `\`${trace.site(site)?.text ?? 'setTimeout'}\` kept the finished program alive for ${seconds} s: it is the limit of ${isOfPromise ? 'a promise that was settled' : isRace ? 'a race that was decided' : 'a call that had ended'} before, and nobody cleared it.`,
    why: [
      `${same === 1 ? 'the timer was' : `${same} timers were`} left running when ${isOfPromise ? 'what was waited for had come' : isRace ? 'the other side had won' : 'there was nothing more to abort'}`,
      'nothing but such timers ran before the end',
      'clearTimeout in a `finally` around it, AbortSignal.timeout(ms), or unref() lets the program end',
    ],
    places: [{ site, role: 'create' }],
    segments: [tasks.initSegment.at(timer)],
    activations: [],
  };
}
