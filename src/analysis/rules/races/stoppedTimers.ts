/** For the rules about timers that go off after they were stopped: which functions stop them (`stop() { clearTimeout(this.timer); }`), and whether what such a timer calls finds out. */
import type { Trace } from '../../../model/trace.ts';
import { decidesBranch } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { isSetOffBy } from '../../lineage.ts';
import { isLedBy, lastName } from '../../names.ts';
import { callsNamed } from '../../siteIndex.ts';

/** What a function is called after which the timer is not wanted any more. */
const IS_STOP = /^[#_]*(?:close|destroy|disconnect|dispose|halt|kill|pause|quit|shut_?down|stop|suspend|tear_?down|terminate)/i;

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
