/**
 * A write that asks first whether anybody has written since (`WATCH`, an entity tag, a row's version): in its own step it compares another place, which every write of this one changes, too, and
 * which the work looked at before it read; or it asks a function that says whether the place holds what the caller has (`if (!rows.isCurrent(row)) return; rows.store(row)`). Had another write come
 * in between, it would not be made.
 */
import { FLAG_AT_END, FLAG_LIMITED } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { commonCaller, isWithin } from '../../lineage.ts';
import { isToken } from '../../shared/tokens.ts';

/** Of a pair of a read and a write, and another write that did not come in between in this run. */
export function asksForVersion(context: AnalysisContext, read: number, write: number, other: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const facts = factsOf(context);
  const { coverage } = facts;
  const place = a.location.at(write);
  const isCompared = (row: number): boolean => {
    const site = a.site.at(row);
    return a.write.at(row) === 0 && decidesBranch(trace, row) && !trace.hasFlag(site, FLAG_LIMITED) && !trace.hasFlag(site, FLAG_AT_END);
  };
  const before = coverage.accessesOfStep(write).filter((row) => a.position.at(row) < a.position.at(write));
  const isOwn = (row: number): boolean => a.location.at(row) === place && a.activation.at(row) === a.activation.at(write);
  if (before.some((row) => isOwn(row) && isToken(trace, row))) return true;
  const asked = before.filter(isCompared);
  return [...new Set(asked.map((row) => a.location.at(row)))].some((version) => {
    if (version === place || ![write, other].every((row) => coverage.setWith(row).has(version))) return false;
    return facts.groupAt(version)?.rows.some((row) => a.write.at(row) === 0 && isBefore(trace, row, read, write)) === true;
  });
}

/** The same work has looked in an earlier step than the write's, and no later than it read. */
function isBefore(trace: Trace, look: number, read: number, write: number): boolean {
  const { accesses: a } = trace;
  if (a.position.at(look) > a.position.at(read) || atomOf(trace, look) === atomOf(trace, write)) return false;
  const work = commonCaller(trace, a.activation.at(read), a.activation.at(write));
  return work !== NONE && isWithin(trace, a.activation.at(look), work);
}
