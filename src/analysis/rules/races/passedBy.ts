/** Whoever has looked goes by it still where the same look lets pass what the other one has stored: another time it did. For race.check-then-act. */
import { ACCESS_PLAIN, FLAG_LIMITED, FLAG_MARK, VALUE_OBJECT, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { isSetOffBy } from '../../lineage.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { firstFrom, type LocationAccesses } from '../../shared/accesses.ts';
import type { Split } from './atomicityDraft.ts';

/** As many looks, the nearest, are looked through for one that found what the other one has stored. */
const LOOKS = 64;

/**
 * `if (this.state === 'open') throw …; await …; this.state = 'closed'`: others have found what is stored there, by the same look, and have passed it. So it is, too, of a state that one function sets for all who
 * change it (`update(next) { this.state = next; }`): a look at another object of the kind says it as well.
 */
export function isPassedBy(context: AnalysisContext, { location, rows, writes }: LocationAccesses, split: Split, other: number): boolean {
  const { trace } = context;
  const { how, site, value, position } = trace.accesses;
  const { read, write } = split;
  const stored = value.at(other);
  if (how.at(other) !== ACCESS_PLAIN || stored === VALUE_UNKNOWN) return false;
  const from = Math.max(0, firstFrom(trace, rows, position.at(read)) - LOOKS);
  const near = rows.slice(from, from + 2 * LOOKS);
  if (trace.hasFlag(site.at(other), FLAG_MARK) && hasPassed(trace, { rows, writes }, near, split, stored)) return true;
  const isState = site.at(other) === site.at(write) && (stored & VALUE_OBJECT) === 0 && !trace.hasFlag(site.at(read), FLAG_LIMITED);
  // What is stored is made of what another look at the same place gives: a count, and no state.
  const isMadeOf = factsOf(context)
    .pairsByWrite.get(site.at(write))
    ?.some((pair) => pair.read === site.at(read) && pair.again === true);
  if (!isState || isMadeOf === true || how.at(write) !== ACCESS_PLAIN || split.kind !== 'guard') return false;
  const looks = accessesAtSites(trace, [site.at(read)]).slice(0, 2 * LOOKS);
  return looks.some((look) => {
    const at = trace.accesses.location.at(look);
    const group = at === location ? { rows, writes } : factsOf(context).groupAt(at);
    return group !== undefined && hasPassed(trace, group, [look], split, stored);
  });
}

/** One of these looks found what is stored, and was followed by the write that it decides about. */
function hasPassed(
  trace: Trace,
  { rows, writes }: Pick<LocationAccesses, 'rows' | 'writes'>,
  looks: readonly number[],
  { read, write }: Split,
  stored: number,
): boolean {
  const { activation, how, position, segment, site, value } = trace.accesses;
  const isOneCall = activation.at(read) === activation.at(write);
  return looks.some((look) => {
    if (site.at(look) !== site.at(read)) return false;
    const found = writes[firstFrom(trace, writes, position.at(look)) - 1];
    if (found === undefined || how.at(found) !== ACCESS_PLAIN || value.at(found) !== stored) return false;
    const after = rows.slice(firstFrom(trace, rows, position.at(look) + 1));
    const own = isOneCall ? after.filter((row) => activation.at(row) === activation.at(look)) : after.slice(0, LOOKS);
    const isOwn = (row: number): boolean => isOneCall || isSetOffBy(trace, segment.at(row), segment.at(look));
    const next = own.find((row) => (site.at(row) === site.at(write) || site.at(row) === site.at(read)) && isOwn(row));
    return next !== undefined && site.at(next) === site.at(write);
  });
}
