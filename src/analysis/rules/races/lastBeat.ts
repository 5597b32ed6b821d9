/** Whether a piece of work comes after the last beat of an interval and what that had begun: `clearInterval(this.timer); await this.reading; await this.read()`, where each beat keeps its promise in `this.reading`. */
import { NONE } from '../../../model/ids.ts';
import { VALUE_PROMISE } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { callersUpFrom, intervalBehind } from '../../lineage.ts';

/** `work` is of a beat; who makes `other` had cleared the interval, and waited for what its beats leave. */
export function isBehindBeats(context: AnalysisContext, work: number, other: number): boolean {
  const { trace, order } = context;
  const { accesses: a, activations: acts, segments: s, suspensions } = trace;
  if (trace.clearedIntervals.size === 0 || a.activation.at(work) === NONE) return false;
  const begun = callersUpFrom(trace, a.activation.at(work)).map((call) => acts.startSegment.at(call));
  const interval = begun.map((segment) => intervalBehind(trace, segment)).find((task) => task !== NONE) ?? NONE;
  const cleared = trace.clearedIntervals.get(interval)?.segment ?? NONE;
  if (cleared === NONE || !order.isOrdered(cleared, a.segment.at(other))) return false;
  const { coverage } = factsOf(context);
  const isKept = (row: number): boolean => a.write.at(row) === 1 && (a.value.at(row) & VALUE_PROMISE) !== 0;
  const kept = new Set(
    begun.flatMap((segment) =>
      coverage
        .accessesAt(s.atom.at(segment))
        .filter(isKept)
        .map((row) => a.location.at(row)),
    ),
  );
  return callersUpFrom(trace, a.activation.at(other)).some((call) => {
    for (let at = acts.lastSuspension.at(call); at !== NONE; at = suspensions.previous.at(at)) {
      const [asked, resumed] = [suspensions.segment.at(at), suspensions.resumeSegment.at(at)];
      const isLook = (row: number): boolean => a.write.at(row) === 0 && a.activation.at(row) === call && kept.has(a.location.at(row));
      if (resumed !== NONE && resumed <= a.segment.at(other) && coverage.accessesAt(s.atom.at(asked)).some(isLook)) return true;
    }
    return false;
  });
}
