/** Whether a write was set off by a listener that nobody had added before another write. */
import { NONE } from '../../../model/ids.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { segmentBehind } from '../../lineage.ts';

/** Callbacks behind a write, and accesses of each, among which one of the listener is. */
const MAX_STEPS = 32;
const MAX_ROWS = 32;

/** `link = made; made.on('close', () => { link = null; reopen(); })`: whatever the listener sets off, however much later, comes after the step that added it. */
export function isHeardBehind(context: AnalysisContext, write: number, other: number): boolean {
  const { trace } = context;
  const { accesses: a, segments: s } = trace;
  if (trace.additions.size === 0) return false;
  const { coverage, handedOver } = factsOf(context);
  const from = a.segment.at(write);
  for (let [at, step] = [a.segment.at(other), 0]; at > from && at !== NONE && step < MAX_STEPS; at = segmentBehind(trace, at), step++) {
    const rows = coverage.accessesAt(s.atom.at(at)).slice(0, MAX_ROWS);
    if (rows.some((row) => row <= other && a.segment.at(row) <= at && handedOver.isAfter(write, row))) return true;
  }
  return false;
}
