/** Waiting by the clock for what the same function has set going: `poller.start(); await delay(500); poller.latest.rate`. It orders nothing, but who waits so has thought of it, and of how long it takes. */
import type { AnalysisContext } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { causeOf, isWithin, rootActivation } from '../../lineage.ts';
import { sitesIn } from '../../siteIndex.ts';

/** Suspensions of the user that are looked through. */
const WINDOW = 64;
/** A delay hardly longer than what it waits for is no better than none. */
const MARGIN = 2;
/** Steps back from a write that are taken to what has set it going. */
const MAX_STEPS = 16;

/** The user, which has set the write going, waited for a timer of its own when it came, and the use came much later than that. */
export function hasSleptOver(trace: Trace, write: number, use: number): boolean {
  const { accesses: a, activations: acts, segments: s, suspensions, tasks } = trace;
  const [from, to, user] = [a.segment.at(write), a.segment.at(use), a.activation.at(use)];
  if (user === NONE || from >= to || !isSetOffBy(trace, from, user)) return false;
  let at = acts.lastSuspension.at(user);
  for (let i = 0; at !== NONE && i < WINDOW; i++, at = suspensions.previous.at(at)) {
    const [slept, woken] = [suspensions.segment.at(at), suspensions.resumeSegment.at(at)];
    if (woken === NONE || woken > to || woken < from || slept > from) continue;
    const awaited = suspensions.awaited.at(at);
    const settled = awaited === NONE ? NONE : tasks.resolveSegment.at(awaited);
    const timer = settled === NONE ? NONE : s.task.at(s.atom.at(settled));
    if (timer === NONE || trace.taskType(timer) !== 'Timeout' || tasks.initSegment.at(timer) !== slept) continue;
    const begun = suspensions.startNs.at(at);
    if (s.startNs.at(to) - begun >= MARGIN * (s.startNs.at(from) - begun)) return true;
  }
  return false;
}

/** The activation, or what it has called, made the task that the segment goes back to. */
function isSetOffBy(trace: Trace, segment: number, activation: number): boolean {
  const { activations: acts, segments: s, tasks } = trace;
  let at = segment;
  for (let i = 0; i < MAX_STEPS; i++) {
    const task = s.task.at(s.atom.at(at));
    if (task === NONE) return false;
    const maker = tasks.creator.at(task);
    if (maker !== NONE && isWithin(trace, maker, activation)) return true;
    const before = Math.min(tasks.initSegment.at(task), maker === NONE ? at : acts.startSegment.at(rootActivation(trace, maker)));
    if (before === NONE || before >= at) return false;
    at = before;
  }
  return false;
}

/**
 * The use is in the callback of a timer by which the program lays out its steps: what sets the value goes back, over timers alone, to another timer of the same function and step
 * (`setTimeout(() => panel.show('oslo'), 15); setTimeout(() => console.log(panel.weather.place), 80)`), or the callback only shows what has come of the step in which it was set, or of
 * one before that. The delays of the one way are at least twice as long as those of the other.
 */
export function isLaidOut({ trace, order }: AnalysisContext, write: number, use: number): boolean {
  const { accesses: a, segments: s, tasks } = trace;
  const timer = s.task.at(s.atom.at(a.segment.at(use)));
  if (!isTimer(trace, timer)) return false;
  const begun = s.atom.at(tasks.initSegment.at(timer));
  let at = s.atom.at(a.segment.at(write));
  let delay = 0;
  let first = NONE;
  for (let i = 0; i < MAX_STEPS && (at > begun || first === NONE); i++) {
    const task = s.task.at(at);
    if (task === NONE) return false;
    const isPromise = trace.isPromise(task);
    if (!isPromise && trace.taskType(task) !== 'Timeout') return false;
    const by = causeOf(trace, task, at);
    if (by === NONE) return false;
    if (!isPromise) delay += beatsOf(trace, (first = task), by, at) * tasks.delayMs.at(task);
    at = s.atom.at(by);
  }
  if (first === NONE || tasks.delayMs.at(timer) < MARGIN * delay || (at !== begun && !order.isOrdered(at, begun))) return false;
  const [own, other] = [timer, first].map((task) => trace.functionAt(tasks.site.at(task)));
  return (at === begun && own === other) || onlyShows(trace, trace.functionAt(a.site.at(use)));
}

/** How often a timer has come up to a segment since another one. */
function beatsOf({ segments: s }: Trace, timer: number, from: number, to: number): number {
  let beats = 0;
  for (let at = from + 1; at <= to; at++) if (s.task.at(at) === timer && s.atom.at(at) === at) beats++;
  return beats;
}

function isTimer(trace: Trace, task: number): boolean {
  return trace.isTimeout(task);
}

const SHOWS = /^console\.\w+$/;
/** Calls that make a text of something. */
const FORMATS = /(?:^JSON\.stringify|\.(?:join|toFixed|toString|toISOString|padStart|padEnd|slice|map|keys|values|entries))$/;

function onlyShows(trace: Trace, fn: number): boolean {
  const calls = sitesIn(trace, fn).flatMap((site) => (trace.site(site)?.kind === 'call' ? [trace.site(site)?.text ?? ''] : []));
  return calls.some((text) => SHOWS.test(text)) && calls.every((text) => SHOWS.test(text) || FORMATS.test(text));
}
