/** A timer that uses something, and what closes that: whether the one who closes knows of the timer, or comes after it in any case. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { segmentBehind } from '../../lineage.ts';
import type { Coverage } from '../../shared/coverage.ts';

/** Callbacks between a timer and what closes because of it. */
const MAX_STEPS = 64;

/** What closes was set off by a longer timer that the same code set in the same step: whoever wrote both meant this order, and it takes more than a slow machine to turn it. */
export function isBehindLongerTimer(trace: Trace, close: number, timer: number): boolean {
  const { segments: s, tasks } = trace;
  const step = s.atom.at(tasks.initSegment.at(timer));
  for (let at = close, depth = 0; at !== NONE && depth < MAX_STEPS; at = segmentBehind(trace, at), depth++) {
    const task = s.task.at(s.atom.at(at));
    if (task === NONE || tasks.delayMs.at(task) <= tasks.delayMs.at(timer)) continue;
    const made = tasks.initSegment.at(task);
    if (made === NONE || s.atom.at(made) !== step) continue;
    if (trace.functionAt(tasks.site.at(task)) === trace.functionAt(tasks.site.at(timer))) return true;
  }
  return false;
}

/** Who closes looks at what the step of the check stored where it set the timer (`clearTimeout(this.timer)`). */
export function looksAtTimer(trace: Trace, coverage: Coverage, close: number, check: number, timer: number): boolean {
  const a = trace.accesses;
  const set = trace.site(trace.tasks.site.at(timer));
  const isHandle = (row: number): boolean => {
    const site = trace.site(a.site.at(row));
    return a.write.at(row) === 1 && site?.function === set?.function && site?.line === set?.line;
  };
  const handles = new Set(coverage.accessesOfStep(check).flatMap((row) => (isHandle(row) ? [a.location.at(row)] : [])));
  return handles.size > 0 && coverage.accessesOfStep(close).some((row) => a.write.at(row) === 0 && handles.has(a.location.at(row)));
}
