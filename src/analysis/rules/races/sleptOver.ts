/** Waiting by the clock for what the same function has set going: `poller.start(); await delay(500); poller.latest.rate`. It orders nothing, but who waits so has thought of it, and of how long it takes. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { isWithin, rootActivation } from '../../lineage.ts';

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
