/**
 * For the rules about timers that are kept in a place (`this.timer = setTimeout(…)`), and go off after they were stopped: which timer a write has stored, which functions stop them
 * (`stop() { clearTimeout(this.timer); }`), and whether what such a timer calls finds out.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { decidesBranch } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { isSetOffBy } from '../../lineage.ts';
import { isLedBy, lastName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { callsNamed } from '../../siteIndex.ts';

/** What a function is called after which the timer is not wanted any more. */
const IS_STOP = /^[#_]*(?:close|destroy|disconnect|dispose|halt|kill|pause|quit|shut_?down|stop|suspend|tear_?down|terminate)/i;

/** The timers, once or again and again, that were set in each segment. */
const timersOf = remembered(byEvents, (trace) => {
  const { tasks } = trace;
  const found = new Map<number, number[]>();
  for (let task = 0; task < tasks.length; task++) {
    if (!trace.isPromise(task) && trace.taskType(task) === 'Timeout') addTo(found, tasks.initSegment.at(task), task);
  }
  return found;
});

/** The timer that a write has stored: set right before it, under the name of its place or in its line; NONE. */
export function timerStoredBy(trace: Trace, write: number): number {
  const { accesses: a, tasks } = trace;
  const at = trace.site(a.site.at(write));
  if (at === undefined) return NONE;
  const isOf = (task: number): boolean => {
    const made = trace.site(tasks.site.at(task));
    if (made === undefined || tasks.initPosition.at(task) >= a.position.at(write)) return false;
    return made.held === undefined ? made.line === at.line && made.function === at.function : lastName(made.held) === lastName(at.text);
  };
  return timersOf(trace).get(a.segment.at(write))?.findLast(isOf) ?? NONE;
}

/** The functions that clear a timer for good. */
export function timerStops(trace: Trace): ReadonlySet<number> {
  const stops = new Set(callsNamed(trace, 'clearTimeout').map((site) => trace.functionAt(site)));
  for (const fn of stops) if (!isLedBy(IS_STOP, lastName(trace.functions[fn]?.name ?? ''))) stops.delete(fn);
  return stops;
}

/** What is set off by these runs of timers looks at the place that was cleared, or at something else that who stopped it has set. */
export function looksAfterStop(context: AnalysisContext, clear: number, runs: readonly number[]): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const facts = factsOf(context);
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 &&
    a.position.at(row) > a.position.at(clear) &&
    decidesBranch(trace, row) &&
    runs.some((run) => isSetOffBy(trace, a.segment.at(row), run));
  const set = facts.coverage.accessesOfStep(clear).filter((row) => a.write.at(row) === 1);
  return [...new Set([clear, ...set].map((row) => a.location.at(row)))].some((location) => facts.groupAt(location)?.rows.some(isLook));
}
