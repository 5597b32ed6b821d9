/**
 * Counts of those who use something: `uses.set(id, (uses.get(id) ?? 0) + 1)` or `file.users++` before a wait, and whoever is done counts himself off and takes it away only where nobody is left. Who has counted
 * himself in finds it there.
 */
import { NONE } from '../../../model/ids.ts';
import {
  ACCESS_DELETE,
  FLAG_ADDS,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  FLAG_TESTED,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  VALUE_OBJECT,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, objectOf } from '../../shared/accesses.ts';
import type { Coverage } from '../../shared/coverage.ts';
import { callersUpFrom, isOneWork } from '../../lineage.ts';

/** Locations of counts that the step of a look has raised, and that its work leaves alone until the step of the use. */
export function countedIn(trace: Trace, coverage: Coverage, check: number, use: number): ReadonlySet<number> {
  const { accesses: a } = trace;
  const steps = new Set([check, use].map((row) => atomOf(trace, row)));
  const isOwn = (row: number): boolean =>
    isOneWork(trace, a.activation.at(check), a.activation.at(row), functionOf(trace, check) === functionOf(trace, row));
  const isBetween = (row: number): boolean =>
    a.position.at(row) > a.position.at(check) && a.position.at(row) < a.position.at(use) && !steps.has(atomOf(trace, row));
  const isKept = (location: number): boolean => !coverage.writesOf(location).some((row) => isBetween(row) && isOwn(row));
  const raised = coverage
    .accessesOfStep(check)
    .filter((row) => raises(trace, row) && isOwn(row) && isCountedOff(trace, coverage, a.location.at(row)));
  return new Set(raised.map((row) => a.location.at(row)).filter(isKept));
}

/** `file.users++`, `uses.set(id, (uses.get(id) ?? 0) + 1)`: a number that is made of the one that was there. */
function raises(trace: Trace, row: number): boolean {
  const { site, value, write } = trace.accesses;
  if (write.at(row) === 0) return false;
  if (trace.hasFlag(site.at(row), FLAG_COUNTS_UP)) return true;
  return trace.hasFlag(site.at(row), FLAG_ADDS) && value.at(row) !== VALUE_UNKNOWN && (value.at(row) & VALUE_OBJECT) === 0;
}

/** Somebody counts it down, or takes the number away: what only grows does not say who is left. */
function isCountedOff(trace: Trace, coverage: Coverage, location: number): boolean {
  const { how, site } = trace.accesses;
  return coverage.writesOf(location).some((row) => how.at(row) === ACCESS_DELETE || trace.hasFlag(site.at(row), FLAG_COUNTS_DOWN));
}

/** Whoever closes looks at one of these counts first, in the same step. */
export function looksAtCount(trace: Trace, coverage: Coverage, close: number, counts: ReadonlySet<number>): boolean {
  const { accesses: a } = trace;
  const decides = (row: number): boolean =>
    a.write.at(row) === 0 ? decidesBranch(trace, row) : trace.hasFlag(a.site.at(row), FLAG_TESTED);
  const isLook = (row: number): boolean => counts.has(a.location.at(row)) && a.position.at(row) <= a.position.at(close) && decides(row);
  return counts.size > 0 && coverage.accessesOfStep(close).some((row) => row !== close && isLook(row));
}

/**
 * `const work = send(row); pending.add(work); work.finally(() => pending.delete(work))`: the work of the use was put into a collection when it began, and taken out later; and whoever closes
 * has waited after a look at that collection, or for all of something (`await Promise.allSettled(pending)`).
 */
export function isDrained(trace: Trace, coverage: Coverage, use: number, close: number): boolean {
  const { accesses: a, activations: acts, locations: l, segments: s, suspensions } = trace;
  const isOut = (row: number): boolean => a.how.at(row) === ACCESS_DELETE && a.position.at(row) > a.position.at(use);
  const isIn = (row: number): boolean =>
    a.write.at(row) === 1 && l.kind.at(a.location.at(row)) === LOCATION_ENTRY && coverage.writesOf(a.location.at(row)).some(isOut);
  const begun = new Set([...callersUpFrom(trace, a.activation.at(use))].map((call) => s.atom.at(acts.startSegment.at(call))));
  const collections = new Set(
    [...begun].flatMap((atom) => coverage.accessesAt(atom).filter(isIn)).map((row) => objectOf(trace, a.location.at(row))),
  );
  const closer = a.activation.at(close);
  if (collections.size === 0 || closer === NONE) return false;
  const isLook = (row: number): boolean => {
    const location = a.location.at(row);
    return a.activation.at(row) === closer && l.kind.at(location) === LOCATION_WHOLE && collections.has(objectOf(trace, location));
  };
  for (let at = acts.lastSuspension.at(closer); at !== NONE; at = suspensions.previous.at(at)) {
    const [segment, awaited] = [suspensions.segment.at(at), suspensions.awaited.at(at)];
    if (segment > a.segment.at(close)) continue;
    if (trace.combines.some(({ result }) => result !== NONE && result === awaited)) return true;
    if (coverage.accessesAt(s.atom.at(segment)).some(isLook)) return true;
  }
  return false;
}
