/**
 * `if (open.length >= limit || this.asking || this.opening) return; this.asking = true; …`, and the mark is taken back in the step that then acts, or that sets the other one, which is taken back where it acts:
 * from the look to the act nobody else gets past the look, whatever functions set the marks and take them back. So two that both look there cannot meet, and that they could is no prediction.
 */
import { VALUE_TRUE } from '../../../model/vocabulary.ts';
import { firstWhere } from '../../../base/search.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { atomOf, decidesBranch, functionOf } from '../../shared/accesses.ts';
import type { Split } from './atomicityDraft.ts';

/** A condition of several parts, or two in a row. */
const NEAR_LINES = 2;
/** Changes of a mark before a step that are looked at. */
const WINDOW = 64;

/** Whether a mark at which both looked is set from the look to the write, and was when the other one looked, or would have been. */
export function areShutOut(context: AnalysisContext, { read, write }: Split, other: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const isTheLook = (row: number): boolean => a.site.at(row) === a.site.at(read) && a.location.at(row) === a.location.at(read);
  const marks = marksBeside(context, read);
  const set = marks.length === 0 ? NONE : shutSince(context, marks, write);
  if (set === NONE || atomOf(trace, set) !== atomOf(trace, read)) return false;
  const theirs = shutSince(context, marks, other);
  const looked = theirs !== NONE && atomOf(trace, theirs) !== atomOf(trace, set) ? theirs : other;
  return coverage.accessesNear(looked).some((row) => isTheLook(row) && a.position.at(row) <= a.position.at(looked));
}

/** Locations of marks that were looked at beside the read, or there itself. */
function marksBeside(context: AnalysisContext, read: number): number[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const rows = factsOf(context).coverage.accessesNear(read);
  const line = lineAt(trace, read);
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 &&
    decidesBranch(trace, row) &&
    functionOf(trace, row) === functionOf(trace, read) &&
    Math.abs(lineAt(trace, row) - line) <= NEAR_LINES;
  return [...new Set(rows.filter(isLook).map((row) => a.location.at(row)))];
}

/** The setting since which after every step one of the marks was set, up to the step of an access; NONE. */
function shutSince(context: AnalysisContext, marks: readonly number[], access: number): number {
  const { trace } = context;
  const { location, position, value } = trace.accesses;
  const { coverage } = factsOf(context);
  const end = position.at(access);
  const rows = marks
    .flatMap((mark) => {
      const writes = coverage.writesOf(mark);
      const to = firstWhere(0, writes.length, (i) => position.at(writes[i] as number) >= end);
      return writes.slice(Math.max(0, to - WINDOW), to);
    })
    .filter((row) => atomOf(trace, row) !== atomOf(trace, access))
    .toSorted((x, y) => position.at(x) - position.at(y));
  const shut = new Set<number>();
  let since = NONE;
  for (const [i, row] of rows.entries()) {
    if (value.at(row) === VALUE_TRUE) shut.add(location.at(row));
    else shut.delete(location.at(row));
    if (shut.size > 0 && since === NONE) since = row;
    const next = rows[i + 1];
    if (shut.size === 0 && (next === undefined || atomOf(trace, next) !== atomOf(trace, row))) since = NONE;
  }
  return since;
}

function lineAt(trace: Trace, row: number): number {
  return trace.site(trace.accesses.site.at(row))?.line ?? NONE;
}
